import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { type Switches, takesSignatures } from '#app/domain/installation/switches.ts';
import type { Identify } from '#app/domain/isp/identify.ts';
import type { BatchResult, SignBatch } from '#app/domain/signature/batch.server.ts';
import { formChoices } from '#app/domain/signature/choices.ts';
import { readPlainForm } from '#app/domain/signature/plain-form.ts';
import { signForm } from '#app/domain/signature/signature.ts';
import { clientAddress } from './client-address.ts';
import { parseFields } from './forms.ts';
import type { Locale } from './locale.ts';
import { type Overload, overloadPage } from './overload-page.ts';
import { createRefusalLine } from './refusal-line.ts';
import type { RefusalPage } from './refusal-page.ts';
import { maxBodyBytes } from './request-body.ts';
import { isFromOwnPage } from './same-origin.ts';
import { secured } from './security-headers.ts';
import { plainFields } from './sign-fields.ts';
import { createSignsReader } from './sign-signs.ts';

/** What the desk needs of the listener. `secure`: headers of every answer, in a flat list. */
export interface SignDeskOptions {
  batch: SignBatch;
  identify: Identify;
  trustProxyHops: number;
  origin: string;
  secret: string;
  secure: readonly string[];
  /** The switches as this process knows them; nobody is asked. */
  switches(): Switches;
}

/** The bytes of a form. */
export type Body = Buffer<ArrayBuffer>;

/** The page of a campaign, where its form is posted to. */
export interface Place {
  path: string;
  slug: string;
  locale: Locale;
}

/** A form that the desk takes: where it was posted to, how long it is, and what is known of its sender. */
export interface Posted {
  place: Place;
  length: number;
  from: string | null;
}

/**
 * What becomes of a form: `claim`, after the commit: off to the thank-you page; `page`: the sender is put off; null: only the page of the route can answer it (a
 * form with faults, a campaign that takes nothing).
 */
export type Verdict = { claim: string } | { page: RefusalPage } | null;

/** Takes the sign form of a campaign in front of the site. Own choice. */
export interface SignDesk {
  /** The form that a POST with this address and these headers announces, or null when it is not for the desk. */
  accept(url: string, headers: IncomingHttpHeaders, socketAddress: string | undefined): Posted | null;
  /** Judges a form that was accepted; `done` is called once. */
  judge(posted: Posted, body: Body, done: (verdict: Verdict) => void): void;
  /** The head of the redirect of a claim, names and values in a flat list: that of the route's action, in its order. */
  headOf(place: Place, claim: string, requestId: string): string[];
  /** The same as the lines of HTTP. */
  linesOf(place: Place, claim: string, requestId: string): string;
  /**
   * Takes a request of node:http whole; false leaves it untouched. `done` is called once: with status and bytes of the answer, with the body that was read when the route has
   * to answer, or with null when the sender went away.
   */
  take(visit: SignVisit, done: (outcome: SignOutcome) => void): boolean;
}

/** One request at the desk. */
export interface SignVisit {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
}

/** What became of a request, as `take` says. */
export type SignOutcome = { path: string; status: number; bytes: number } | { body: Body } | null;

const address = /^(?<lang>\/es)?\/campaigns\/(?<slug>[a-z0-9][a-z0-9-]{0,99})$/;
const maxPlaces = 1000;

/**
 * Opens the desk. What it takes: a POST of a browser's plain form (`application/x-www-form-urlencoded`, a stated length within the limit, from our own page by
 * `isFromOwnPage`) to the bare address of a campaign. Its answers are those of the route's action to the byte; every other request is left to the route.
 * While the batch is full the sender gets the page that keeps what they typed. Decision 0024.
 */
export function createSignDesk(options: SignDeskOptions): SignDesk {
  const { batch, secure, identify, trustProxyHops, origin } = options;
  const places = new Map<string, Place>();
  const line = createRefusalLine(() => batch.isFull());
  const readSigns = createSignsReader({ secret: options.secret, now: () => new Date() });

  function placeOf(url: string): Place | null {
    const known = places.get(url);
    if (known) return known;
    const found = address.exec(url)?.groups;
    if (!found) return null;
    const place: Place = { path: url, slug: found.slug ?? '', locale: found.lang ? 'es' : 'en' };
    // Strangers must not make it grow.
    if (places.size >= maxPlaces) places.clear();
    places.set(url, place);
    return place;
  }

  function putOff({ path, locale }: Place, overload: Overload, body: Body): Verdict {
    const fields = [...new URLSearchParams(body.toString('utf8'))];
    const { status, head, body: page } = overloadPage(overload, { target: path, locale, fields, isSigning: true });
    return { page: { status, head: secured(head, secure), body: page } };
  }

  /** The verdict where it is known at once; undefined when the form has gone to the batch. */
  function read({ place, from }: Posted, body: Body, done: (verdict: Verdict) => void): Verdict | undefined {
    const text = body.toString('latin1');
    if (text.includes('\0') || text.includes('%00')) return null;
    const said = plainFields(text);
    let form = said && readPlainForm(said);
    if (!form) {
      const parsed = parseFields(new URLSearchParams(body.toString('utf8')), signForm);
      if (parsed.status !== 'success') return null;
      form = parsed.value;
    }
    const { name, email, zip, isp, isNamePublic, website, consent, proof, stamp } = form;
    const { slug: campaignSlug, locale } = place;
    const signs = readSigns({ proof, stamp }, from);
    const seen = identify(from);
    const input = {
      name,
      email,
      zip,
      isp,
      isNamePublic,
      website,
      consent,
      campaignSlug,
      locale,
      seen,
      signs,
      choices: formChoices(form),
    };
    batch.take(input, (result) => done(verdictOf(place, body, result)));
    return undefined;
  }

  function verdictOf(place: Place, body: Body, result: BatchResult): Verdict {
    if (result === 'unsaved') return putOff(place, 'away', body);
    return result.ok ? { claim: result.claim } : null;
  }

  function judge(posted: Posted, body: Body, done: (verdict: Verdict) => void): void {
    const switches = options.switches();
    if (!takesSignatures(switches)) {
      done(putOff(posted.place, switches.isReadOnly ? 'reading' : 'paused', body));
      return;
    }
    line.enter((isPutOff) => {
      const verdict = isPutOff ? putOff(posted.place, 'busy', body) : read(posted, body, done);
      if (verdict !== undefined) done(verdict);
    });
  }

  // What stays the same is put together once.
  const tail = [
    ...secure,
    'Cache-Control',
    'private, no-store',
    'Content-Length',
    '0',
    'Vary',
    'Accept-Encoding, Cookie',
  ];
  function headOf({ path }: Place, claim: string, requestId: string): string[] {
    return ['location', `${path}/thanks?claim=${claim}`, 'X-Request-Id', requestId, ...tail];
  }

  const tailLines = linesOfHead(tail);
  function linesOf({ path }: Place, claim: string, requestId: string): string {
    return `location: ${path}/thanks?claim=${claim}\r\nX-Request-Id: ${requestId}\r\n${tailLines}`;
  }

  function accept(url: string, headers: IncomingHttpHeaders, socketAddress: string | undefined): Posted | null {
    if (headers['content-type'] !== 'application/x-www-form-urlencoded') return null;
    const place = placeOf(url);
    const length = lengthOf(headers['content-length']);
    if (!place || length === null || headers['transfer-encoding'] !== undefined) return null;
    if (!isFromOwnPage(headers, origin)) return null;
    const forwarded = headers['x-forwarded-for'];
    const forwardedFor = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
    return { place, length, from: clientAddress({ socketAddress, forwardedFor }, trustProxyHops) };
  }

  return {
    accept,
    judge,
    headOf,
    linesOf,
    take({ request, response, requestId }, done) {
      if (request.method !== 'POST') return false;
      const posted = accept(request.url ?? '', request.headers, request.socket.remoteAddress);
      if (!posted) return false;
      const { place } = posted;
      readWhole(request, posted.length, (body) => {
        if (!body) return done(null);
        return judge(posted, body, (verdict) => {
          if (!verdict) done({ body });
          else if ('claim' in verdict) {
            response.writeHead(303, headOf(place, verdict.claim, requestId)).end();
            done({ path: place.path, status: 303, bytes: 0 });
          } else {
            const { status, head, body: page } = verdict.page;
            response.writeHead(status, head).end(page);
            done({ path: place.path, status, bytes: page.length });
          }
        });
      });
      return true;
    },
  };
}

/** A head, names and values in a flat list, as the lines of HTTP. */
export function linesOfHead(head: readonly string[]): string {
  let lines = '';
  for (let at = 0; at < head.length; at += 2) lines += `${head[at]}: ${head[at + 1]}\r\n`;
  return lines;
}

function lengthOf(stated: string | undefined): number | null {
  if (stated === undefined || !/^[0-9]{1,5}$/.test(stated)) return null;
  const length = Number(stated);
  return length > 0 && length <= maxBodyBytes ? length : null;
}

/** Reads a body of a known length; null when the sender went away before. `done` is called once. */
function readWhole(request: IncomingMessage, length: number, done: (body: Body | null) => void): void {
  const chunks: Body[] = [];
  let rest = length;
  request.on('data', (chunk: Body) => {
    rest -= chunk.length;
    chunks.push(chunk);
    const [first] = chunks;
    if (rest === 0 && first) done(chunks.length === 1 ? first : Buffer.concat(chunks));
  });
  request.on('close', () => {
    if (rest > 0) done(null);
  });
  request.on('error', () => {});
}
