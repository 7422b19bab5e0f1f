import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ALL_ON } from '#app/domain/installation/switches.ts';
import { createAccessLog } from './access-log.ts';
import { isTaken, isTokenPath } from './api/answer.ts';
import { preflight } from './api/preflight.ts';
import { refuseConnection } from './connection-fault.ts';
import type { RequestContext, Visitor } from './context.ts';
import { closeGently } from './draining.ts';
import { readSigns } from './form-signs.ts';
import { newStamp } from './form-stamp.ts';
import { createHealth } from './health.ts';
import type { ListenerOptions } from './listener-options.ts';
import { type Locale, localePath } from './locale.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { networkKeyOf } from './network-key.ts';
import { createOverloadGuard } from './overload.ts';
import { PageCache, pageCacheLimits } from './page-cache.ts';
import { createPageDesk } from './page-desk.ts';
import { checkedForm, readPosted } from './posted-form.ts';
import { type Preferences, preferredLocale, readPreferences } from './preferences.ts';
import { newProofChallenge } from './proof.ts';
import { findPublicPage, isBlankQuery } from './public-pages.ts';
import { type Refusal, refusalAnswer } from './refusal-page.ts';
import { checkUrlEncoded } from './request-body.ts';
import { parseTarget, type Target } from './request-target.ts';
import type { RouteLabel } from './route-label.ts';
import { secured, securityHeaders } from './security-headers.ts';
import { createSignDesk } from './sign-desk.ts';
import { openSignLane } from './sign-lane.ts';
import { openSite, passedHeaders, type SiteAnswer, write } from './site.ts';
import { putOffBySwitch } from './switched-off.ts';
import { requestAddress, visitorOf } from './visitor.ts';

export type { ListenerOptions };

/** A server that the caller lets listen; `drain` ends it when the requests under way are answered, at the latest after the given time. */
export interface Listener {
  server: Server;
  metrics: Metrics;
  drain(limitMs: number): Promise<void>;
}

/** One request on its way through the listener. */
interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  startedAtMs: number;
}

/** An HTTP server in front of the site. Bad input never reaches a page and never gives a 5xx. DESIGN, "Serve". */
export function createListener(options: ListenerOptions): Listener {
  const { origin, log, isDevelopment, files, ndt7 } = options;
  const isCaching = typeof options.build !== 'function';
  const site = openSite(options.build, origin);
  const metrics = createMetrics();
  const secure = securityHeaders(origin);
  const cache = new PageCache<SiteAnswer>(options.pageCache ?? pageCacheLimits);
  metrics.addGauge('page_cache_bytes', 'Bytes of pages held in memory.', () => cache.bytes);
  const signing = options.signing ?? null;
  const guard = createOverloadGuard({ batch: signing, checks: options.checks, metrics });
  const switches = options.switches ?? (() => ALL_ON);
  const { faultPage } = guard;
  const desk = createPageDesk({ site, cache, secure, metrics, contextOf, isCaching, faultPage, switches, onTrial });
  const signDesk = signing && isCaching ? createSignDesk({ ...options, batch: signing, secure, switches }) : null;
  let isDraining = false;
  const health = createHealth({
    checks: options.checks,
    metrics,
    metricsToken: options.metricsToken,
    isDraining: () => isDraining,
  });
  const idPrefix = randomBytes(6).toString('base64url');
  let count = 0;
  function nextId(): string {
    count += 1;
    return `${idPrefix}-${count.toString(36)}`;
  }

  const keyTools = { secret: options.secret, now: () => new Date() };

  function onTrial(visitor: Visitor, request: IncomingMessage, path: string): Visitor {
    const variant = options.trials?.variantOf(request, path, () => requestAddress(request, '', options).address);
    return variant ? { ...visitor, variant } : visitor;
  }

  /** `address` is null on a page for the crowd, which must know nothing of the network. */
  function contextOf(visitor: Visitor, requestId: string, address: string | null = null): RequestContext {
    const { emailPreview, renderBroadcast } = options;
    return {
      visitor,
      networkKey: (period) => networkKeyOf(address, period, keyTools),
      readSigns: (said) => readSigns(said, address, keyTools),
      newStamp: () => newStamp(keyTools),
      ...(options.rangeFacts ? { ranges: options.rangeFacts() } : {}),
      switches: switches(),
      requestId,
      log: log.child({ requestId }),
      isDevelopment,
      emailPreview,
      ...(renderBroadcast ? { renderBroadcast } : {}),
    };
  }

  const logAccess = createAccessLog(options, metrics);
  function record({ request, requestId, startedAtMs }: Visit, label: RouteLabel, status: number, bytes: number): void {
    options.views?.note(request, label, status);
    options.trials?.note(request, label, status);
    logAccess({ requestId, method: request.method ?? '', label, status, startedAtMs, bytes });
  }

  async function refuse(visit: Visit, refusal: Refusal, path: string, locale: Locale = 'en'): Promise<void> {
    const { status, head, body } = refusalAnswer(visit.request.url, refusal, locale, visit.requestId);
    // What is left of the body would be read as the next request; closing drops it.
    if (visit.request.method === 'POST' && !visit.request.complete) head.push('Connection', 'close');
    record(visit, site.labelOf(path), status, await write(visit.response, status, secured(head, secure), body));
  }

  async function redirect(
    visit: Visit,
    status: 301 | 302,
    location: string,
    path: string,
    vary: string,
  ): Promise<void> {
    const head = ['Location', location, 'Cache-Control', 'no-store', 'Content-Length', '0', ...secure];
    if (vary !== '') head.push('Vary', vary);
    record(visit, site.labelOf(path), status, await write(visit.response, status, head, Buffer.alloc(0)));
  }

  async function answer(visit: Visit, read: Uint8Array<ArrayBuffer> | null = null): Promise<void> {
    const { request, response } = visit;
    const { method } = request;
    const allowed = preflight(request);
    if (allowed) {
      const head = [...allowed, ...secure];
      return record(visit, { route: '/api/*', path: null }, 204, await write(response, 204, head, Buffer.alloc(0)));
    }
    const isRead = method === 'GET' || method === 'HEAD';
    if (!isRead && !isTaken(method, request.url)) return refuse(visit, 'method_not_allowed', '');
    const target = parseTarget(request.url);
    if (target === 'bad_request' || target === 'address_too_long') return refuse(visit, target, '');
    const { path, search } = target;
    if (options.embeds?.isFor(path)) {
      const sent = await options.embeds.answer({ request, response, path, search }, secure);
      return record(visit, { route: '/embed/*', path: null }, sent.status, sent.bytes);
    }
    const putOff = isRead || isTokenPath(path) ? null : putOffBySwitch(path, switches());
    if (putOff) {
      guard.keep(request, read ? checkUrlEncoded(read) : await checkedForm(request, path, origin));
      const put = await guard.page(request, putOff, path === '/es' || path.startsWith('/es/') ? 'es' : 'en');
      return record(visit, site.labelOf(path), 503, await write(response, 503, secured(put.head, secure), put.body));
    }
    if (ndt7?.isFor(request.url)) {
      for (let at = 0; at < secure.length; at += 2) response.setHeader(secure[at] ?? '', secure[at + 1] ?? '');
      return record(visit, { route: '/ndt/v7/*', path: null }, await ndt7.answer(request, response), 0);
    }
    if (options.bounces?.isFor(path)) {
      const status = await options.bounces.answer(request, response, secure);
      return record(visit, { route: path, path }, status, 0);
    }
    if (options.ledgerFiles?.isFor(path)) {
      const sent = await options.ledgerFiles.answer(request, response, path, secure);
      return record(visit, { route: '/log/*', path: null }, sent.status, sent.bytes);
    }
    if (options.segments?.isFor(path)) {
      const { address } = requestAddress(request, '', options);
      const key = networkKeyOf(address, 'day', keyTools);
      const sent = await options.segments.answer(request, response, target, key?.toString('base64url') ?? null);
      return record(visit, { route: path, path }, sent.status, sent.bytes);
    }
    if (method !== 'POST') {
      if (path === '/proof') {
        options.views?.begun(new URLSearchParams(search).get('campaign'), request.headers);
        const body = Buffer.from(JSON.stringify(newProofChallenge(keyTools)));
        const head = ['Content-Type', 'application/json', 'Cache-Control', 'no-store', ...secure];
        return record(visit, { route: path, path }, 200, await write(response, 200, head, body));
      }
      const figures = health(path, request);
      if (figures) {
        const { status, contentType, text } = await figures;
        const head = ['Content-Type', contentType, 'Cache-Control', 'no-store', ...secure];
        const bytes = await write(response, status, head, Buffer.from(text));
        return record(visit, { route: path, path }, status, bytes);
      }
      const file = await files.serve(request, response, path, secure);
      if (file.served) return record(visit, { route: file.route, path: null }, response.statusCode, file.bytes);
      if (file.isMissing) return refuse(visit, 'not_found', '');
      if (path.length > 1 && path.endsWith('/'))
        return redirect(visit, 301, path.replace(/\/+$/, '') + search, path, '');
    }
    return answerPage(visit, target, readPreferences(request.headers.cookie), read);
  }

  /** `read`: the body of a form, where it was read already. */
  async function answerPage(
    visit: Visit,
    { path, search }: Target,
    preferences: Preferences,
    read: Uint8Array<ArrayBuffer> | null,
  ): Promise<void> {
    const { request, response } = visit;
    const page = request.method === 'POST' ? null : findPublicPage(path);
    if (page && !page.isData && page.locale === 'en') {
      const wanted = preferences.locale ?? preferredLocale(request.headers['accept-language']);
      if (wanted !== 'en')
        return redirect(visit, 302, localePath(wanted, path) + search, path, 'Accept-Language, Cookie');
    }
    const from = requestAddress(request, search, options);
    const visitor = onTrial(visitorOf(from, preferences, options), request, path);
    if (page && !preferences.hasSession && isBlankQuery(search) && isCaching) {
      const sent = await desk.serve(page, visitor, visit.requestId, request, response);
      return record(visit, site.labelOf(path), sent.status, sent.bytes);
    }
    const locale: Locale = path === '/es' || path.startsWith('/es/') ? 'es' : 'en';
    const posted = await readPosted(request, path, { origin, read });
    if (typeof posted === 'string') {
      if (posted === 'gone') return record(visit, site.labelOf(path), 499, 0);
      return refuse(visit, posted, path, locale);
    }
    const { body, upload } = posted;
    const headers = passedHeaders(request, origin);
    if (!headers) return posted.forget().then(() => refuse(visit, 'bad_request', path, locale));
    if (upload) headers.set('Content-Type', 'application/x-www-form-urlencoded');
    const method = request.method === 'POST' || request.method === 'DELETE' ? request.method : 'GET';
    if (body) guard.keep(request, body);
    const context = { ...contextOf(visitor, visit.requestId, from.address), ...(upload ? { upload } : {}) };
    const ask = () => site.ask({ path, search, method, headers, body }, context);
    const own = await guard.within(request, path, ask).finally(posted.forget);
    if (typeof own === 'string') {
      const put = await guard.page(request, own, locale);
      return record(visit, site.labelOf(path), 503, await write(response, 503, secured(put.head, secure), put.body));
    }
    const sent = await desk.send(own, visit.requestId, locale, request, response);
    record(visit, site.labelOf(path), sent.status, sent.bytes);
  }

  function answerSafely(visit: Visit, read: Uint8Array<ArrayBuffer> | null = null): void {
    const { requestId, response } = visit;
    answer(visit, read).catch((error: unknown) => {
      log.error({ err: error, requestId }, 'request failed');
      if (response.headersSent) response.destroy();
      else refuse(visit, 'fault', '').catch(() => response.destroy());
    });
  }

  const server: Server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 2000,
      // Whoever asks a page for another protocol (h2c) gets the page; development's own upgrades are attached from outside.
      shouldUpgradeCallback: ({ url }) =>
        (ndt7?.isFor(url) ?? false) || server.listenerCount('upgrade') > (ndt7 ? 1 : 0),
    },
    (request, response) => {
      const requestId = nextId();
      const visit = { request, response, requestId, startedAtMs: performance.now() };
      if (isDraining) response.setHeader('Connection', 'close');
      const known = isDraining ? null : desk.fromMemory(request, response, requestId, options);
      if (known) return record(visit, site.labelOf(known.path), known.status, known.bytes);
      const isTaken = signDesk?.take(visit, (outcome) => {
        if (outcome === null) record(visit, site.labelOf(request.url ?? ''), 499, 0);
        else if ('body' in outcome) answerSafely(visit, outcome.body);
        else record(visit, site.labelOf(outcome.path), outcome.status, outcome.bytes);
      });
      if (!isTaken) answerSafely(visit);
    },
  );
  server.setTimeout(120_000);
  const lane =
    signDesk &&
    openSignLane({
      server,
      desk: signDesk,
      nextId,
      record: (sent) => logAccess({ ...sent, method: 'POST', label: site.labelOf(sent.path) }),
    });
  server.on('clientError', refuseConnection);
  if (ndt7)
    server.on('upgrade', (request, socket, head) => {
      if (ndt7.isFor(request.url)) ndt7.upgrade(request, socket, head);
    });
  return {
    server,
    metrics,
    async drain(limitMs) {
      isDraining = true;
      lane?.drain();
      const tested = ndt7?.drain(limitMs);
      await closeGently(server, limitMs);
      await tested;
    },
  };
}
