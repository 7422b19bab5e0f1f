import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Identify } from '#app/domain/isp/identify.ts';
import type { BatchResult, SignBatch } from '#app/domain/signature/batch.server.ts';
import { readPlainForm } from '#app/domain/signature/plain-form.ts';
import { signForm } from '#app/domain/signature/signature.ts';
import { readSigns } from './form-signs.ts';
import { parseFields } from './forms.ts';
import type { Locale } from './locale.ts';
import { type Overload, overloadPage } from './overload-page.ts';
import { maxBodyBytes } from './request-body.ts';
import { isFromOwnPage } from './same-origin.ts';
import { secured } from './security-headers.ts';
import { plainFields } from './sign-fields.ts';
import { requestAddress } from './visitor.ts';

/** What the desk needs of the listener. `secure`: headers of every answer, in a flat list. */
export interface SignDeskOptions {
  batch: SignBatch;
  identify: Identify;
  trustProxyHops: number;
  origin: string;
  secret: string;
  secure: readonly string[];
}

/** One POST at the desk: told of the outcome once. */
export interface SignVisit {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
}

/** What became of a POST: answered with a status and bytes of body, or it belongs to the page, which gets the body that was read. Null: the sender is gone. */
export type SignOutcome = { path: string; status: number; bytes: number } | { body: Uint8Array<ArrayBuffer> } | null;

/** Takes the sign form of a campaign in front of the site. Own choice. */
export interface SignDesk {
  /**
   * Whether this request is taken; false leaves it untouched. `done` is called once: after the commit and the answer, or at once for a form that only the page can answer (one
   * with faults, of a campaign that takes nothing).
   */
  take(visit: SignVisit, done: (outcome: SignOutcome) => void): boolean;
}

type Body = Buffer<ArrayBuffer>;

interface Place {
  path: string;
  slug: string;
  locale: Locale;
}

const address = /^(?<lang>\/es)?\/campaigns\/(?<slug>[a-z0-9][a-z0-9-]{0,99})$/;
const maxPlaces = 1000;

/**
 * Opens the desk. What it takes: a POST of a browser's plain form (`application/x-www-form-urlencoded`, a stated length within the limit, from our own page by
 * `isFromOwnPage`) to the bare address of a campaign. Its answers are those of the route's action to the byte; every other request is left to the route.
 * While the batch is full the sender gets the page that keeps what they typed. Decision 0024.
 */
export function createSignDesk(options: SignDeskOptions): SignDesk {
  const { batch, secure, identify, trustProxyHops } = options;
  const places = new Map<string, Place>();
  const keyTools = { secret: options.secret, now: () => new Date() };

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

  function putOff({ response }: SignVisit, { path, locale }: Place, overload: Overload, body: Buffer): SignOutcome {
    const fields = [...new URLSearchParams(body.toString('utf8'))];
    const page = overloadPage(overload, { target: path, locale, fields, isSigning: true });
    response.writeHead(page.status, secured(page.head, secure)).end(page.body);
    return { path, status: page.status, bytes: page.body.length };
  }

  /** The outcome where it is known at once; undefined when the form has gone to the batch. */
  function read(
    visit: SignVisit,
    place: Place,
    body: Body,
    done: (outcome: SignOutcome) => void,
  ): SignOutcome | undefined {
    const text = body.toString('latin1');
    if (text.includes('\0') || text.includes('%00')) return { body };
    if (batch.isFull()) return putOff(visit, place, 'busy', body);
    const said = plainFields(text);
    let form = said && readPlainForm(said);
    if (!form) {
      const parsed = parseFields(new URLSearchParams(body.toString('utf8')), signForm);
      if (parsed.status !== 'success') return { body };
      form = parsed.value;
    }
    const from = requestAddress(visit.request, '', { trustProxyHops, maySimulate: false }).address;
    const { proof, stamp, ...typed } = form;
    const { slug: campaignSlug, locale } = place;
    const signs = readSigns({ proof, stamp }, from, keyTools);
    const input = { ...typed, campaignSlug, locale, seen: identify(from), signs };
    batch.take(input, (result) => done(settle(visit, place, body, result)));
    return undefined;
  }

  function settle(visit: SignVisit, place: Place, body: Body, result: BatchResult): SignOutcome {
    if (result === 'unsaved') return putOff(visit, place, 'away', body);
    if (!result.ok) return { body };
    // The head that the route's redirect has, in its order.
    const head = ['location', `${place.path}/thanks?claim=${result.claim}`, 'X-Request-Id', visit.requestId, ...secure];
    head.push('Cache-Control', 'private, no-store', 'Content-Length', '0', 'Vary', 'Accept-Encoding, Cookie');
    visit.response.writeHead(303, head).end();
    return { path: place.path, status: 303, bytes: 0 };
  }

  return {
    take(visit, done) {
      const { request } = visit;
      const { headers } = request;
      if (request.method !== 'POST' || headers['content-type'] !== 'application/x-www-form-urlencoded') return false;
      const place = placeOf(request.url ?? '');
      const length = lengthOf(headers['content-length']);
      if (!place || length === null || headers['transfer-encoding'] !== undefined) return false;
      if (!isFromOwnPage(headers, options.origin)) return false;
      readWhole(request, length, (body) => {
        const outcome = body ? read(visit, place, body, done) : null;
        if (outcome !== undefined) done(outcome);
      });
      return true;
    },
  };
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
