import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Switches } from '#app/domain/installation/switches.ts';
import { compress, encodingOf } from './compression.ts';
import type { RequestContext, Visitor } from './context.ts';
import type { Locale } from './locale.ts';
import type { Metrics } from './metrics.ts';
import { isUnchanged, type PageCache, type PageVariant, type Rendering } from './page-cache.ts';
import { preferredLocale, readPreferences } from './preferences.ts';
import { findPublicPage, type PublicPage } from './public-pages.ts';
import type { RefusalPage } from './refusal-page.ts';
import { secured } from './security-headers.ts';
import { type Site, type SiteAnswer, write } from './site.ts';
import { anybody, requestAddress, type VisitorOptions, visitorKey, visitorOf, withoutNetwork } from './visitor.ts';

/** What became of an answer: its status and the bytes of body that left. Own choice. */
export interface Sent {
  status: number;
  bytes: number;
}

/**
 * What the desk needs. `secure`: headers of every answer, in a flat list; `isCaching` is false while pages are being written, when
 * faults are shown as they are. Own choice.
 */
export interface PageDeskOptions {
  site: Site;
  cache: PageCache<SiteAnswer>;
  secure: readonly string[];
  metrics: Metrics;
  /** What a page for the crowd is handed: the visitor, and no key of a network. */
  contextOf(visitor: Visitor, requestId: string): RequestContext;
  isCaching: boolean;
  /** The page that stands in when one broke. */
  faultPage(request: IncomingMessage, requestId: string, locale: Locale): Promise<RefusalPage>;
  /** The switches as this process knows them: pages of an older revision are rendered anew. */
  switches(): Switches;
  /** The visitor with the words on trial that this request is given; the same visitor where no trial runs. */
  onTrial(visitor: Visitor, request: IncomingMessage, path: string): Visitor;
}

/** Hands out pages: from memory, rendered for the crowd, or rendered for one person. Own choice. */
export interface PageDesk {
  /** Answers at once when the page lies ready in memory, else null and nothing is written. */
  fromMemory(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    visitors: VisitorOptions,
  ): (Sent & { path: string }) | null;
  /** Answers a public page, rendering it if need be. */
  serve(
    page: PublicPage,
    visitor: Visitor,
    requestId: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Sent>;
  /** Sends an answer that belongs to this request alone; a fault of a page becomes the plain page that names the request. */
  send(
    answer: SiteAnswer,
    requestId: string,
    locale: Locale,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Sent>;
}

const remembered = new Map<string, PublicPage | null>();

function publicPageAt(path: string): PublicPage | null {
  const known = remembered.get(path);
  if (known !== undefined) return known;
  if (remembered.size >= 2000) remembered.clear();
  const page = path.length <= 200 ? findPublicPage(path) : null;
  remembered.set(path, page);
  return page;
}

/** A desk over a site and a cache. Nothing of a visitor but language and ISP can enter the cache: pages are rendered without their headers. */
export function createPageDesk(options: PageDeskOptions): PageDesk {
  const { site, cache, secure, metrics, contextOf, isCaching, faultPage, switches, onTrial } = options;
  let { revision } = switches();
  function renewIfSwitched() {
    const newest = switches().revision;
    if (newest === revision) return;
    revision = newest;
    cache.renew();
  }
  const keyOf = (page: PublicPage, visitor: Visitor) =>
    page.isVisitorShown ? `${page.path} ${visitorKey(visitor, page.isNetworkShown)}` : page.path;
  const shownTo = (page: PublicPage, visitor: Visitor) => {
    if (!page.isVisitorShown) return anybody;
    return page.isNetworkShown ? visitor : withoutNetwork(visitor);
  };

  function rendering(page: PublicPage, visitor: Visitor, requestId: string) {
    return async (): Promise<Rendering<SiteAnswer>> => {
      metrics.countPage('rendered');
      const context = contextOf(shownTo(page, visitor), requestId);
      const headers = new Headers({ Accept: 'text/html' });
      const other = await site.ask({ path: page.path, search: '', method: 'GET', headers, body: null }, context);
      const { status, headers: given, body } = other;
      const isKept =
        status === 200 &&
        Buffer.isBuffer(body) &&
        !given.has('set-cookie') &&
        !/private|no-store/.test(given.get('cache-control') ?? '');
      if (!isKept) return { page: null, other, isFault: status >= 500 };
      const head = [...without(other.head, ['cache-control', 'vary']), ...sharing(page)];
      return { page: { head: secured(head, secure), body } };
    };
  }

  function hand(variant: PageVariant, request: IncomingMessage, response: ServerResponse): Sent {
    const { head, body, latin1, etag } = variant;
    if (isUnchanged(request.headers['if-none-match'], etag)) {
      response.writeHead(304, without(head, ['content-type', 'content-length', 'content-encoding'])).end();
      return { status: 304, bytes: 0 };
    }
    const isHead = request.method === 'HEAD';
    response.writeHead(200, head);
    if (isHead) response.end();
    else if (latin1 === null) response.end(body);
    else response.end(latin1, 'latin1');
    return { status: 200, bytes: isHead ? 0 : body.length };
  }

  async function send(
    answer: SiteAnswer,
    requestId: string,
    locale: Locale,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Sent> {
    metrics.countPage('own');
    const { status, headers } = answer;
    const type = headers.get('content-type') ?? '';
    if (status >= 500 && isCaching && !type.startsWith('text/x-script')) {
      const page = await faultPage(request, requestId, locale);
      const head = secured([...page.head, 'X-Request-Id', requestId], secure);
      return { status: page.status, bytes: await write(response, page.status, head, page.body) };
    }
    const head = secured([...answer.head, 'X-Request-Id', requestId], secure);
    if (!headers.has('cache-control')) head.push('Cache-Control', 'private, no-store');
    let { body } = answer;
    if (Buffer.isBuffer(body) && status !== 204 && status !== 304) {
      // A compressed length can give away a secret beside text of a stranger's choice (BREACH), so personal answers stay as they are.
      const isPersonal = request.method === 'POST' || request.headers.cookie !== undefined || headers.has('set-cookie');
      const encoding = isPersonal || body.length < 1024 ? 'identity' : encodingOf(acceptedBy(request));
      body = await compress(body, encoding);
      if (encoding !== 'identity') head.push('Content-Encoding', encoding);
      head.push('Content-Length', String(body.length));
      if (!headers.has('vary')) head.push('Vary', 'Accept-Encoding, Cookie');
    }
    return { status, bytes: await write(response, status, head, body) };
  }

  return {
    fromMemory(request, response, requestId, visitors) {
      const { url = '', method, headers } = request;
      if (!isCaching || (method !== 'GET' && method !== 'HEAD')) return null;
      const page = publicPageAt(url);
      if (!page) return null;
      const preferences = readPreferences(headers.cookie);
      if (preferences.hasSession) return null;
      const isFree = page.locale !== 'en' || page.isData;
      if (!isFree && (preferences.locale ?? preferredLocale(headers['accept-language'])) !== 'en') return null;
      const visitor = page.isVisitorShown
        ? onTrial(visitorOf(requestAddress(request, '', visitors), preferences, visitors), request, page.path)
        : anybody;
      const encoding = encodingOf(acceptedBy(request));
      renewIfSwitched();
      const variant = cache.find(keyOf(page, visitor), encoding, rendering(page, visitor, requestId));
      if (!variant) return null;
      metrics.countPage('memory');
      const { status, bytes } = hand(variant, request, response);
      return { status, bytes, path: page.path };
    },
    async serve(page, visitor, requestId, request, response) {
      const encoding = encodingOf(acceptedBy(request));
      renewIfSwitched();
      const found = await cache.get(keyOf(page, visitor), encoding, rendering(page, visitor, requestId));
      if (found.variant) return hand(found.variant, request, response);
      return send(found.other, requestId, page.locale, request, response);
    },
    send,
  };
}

function acceptedBy(request: IncomingMessage): string | undefined {
  const accepted = request.headers['accept-encoding'];
  return Array.isArray(accepted) ? accepted.join(',') : accepted;
}

/** Who may keep a page for how long. A page that shows the visitor's ISP may be kept by that browser alone, and is asked for again. */
function sharing({ isVisitorShown, locale, isData }: PublicPage): string[] {
  const vary = locale === 'en' && !isData ? 'Accept-Encoding, Accept-Language, Cookie' : 'Accept-Encoding, Cookie';
  const control = isVisitorShown
    ? 'private, no-cache'
    : 'public, max-age=2, stale-while-revalidate=1, stale-if-error=86400';
  return ['Cache-Control', control, 'Vary', vary];
}

function without(head: readonly string[], names: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < head.length; at += 2) {
    const name = head[at] ?? '';
    if (!names.includes(name.toLowerCase())) kept.push(name, head[at + 1] ?? '');
  }
  return kept;
}
