import type { IncomingMessage } from 'node:http';
import type { RunDirection } from '#app/domain/measurement/run.ts';

/** The WebSocket subprotocol that both sides must name. Source: ndt7 specification v0.11.0, "The WebSocket handshake". */
export const NDT7_PROTOCOL = 'net.measurementlab.ndt.v7';

/** Where the paths of the protocol and our own `/ndt/v7/status` begin. Source: ndt7 specification; the last one is our own choice. */
export const NDT7_PREFIX = '/ndt/v7/';

/** Smallest and largest binary message, in bytes. Source: ndt7 specification v0.11.0, "WebSocket channel usage". */
export const MESSAGE_BYTES = { first: 2 ** 13, largest: 2 ** 24 } as const;

/** How long a sender sends, and when a test is cut whatever happens, in milliseconds. Source: ndt7 specification v0.11.0. */
export const TEST_MS = { sending: 10_000, cut: 13_000 } as const;

/** Pause between two text measurements, each with its ping, in milliseconds; the specification allows ten a second. Own choice. */
export const MEASUREMENT_EVERY_MS = 250;

const MAX_QUERY_BYTES = 4096;

/** The clock of a test: milliseconds that only grow, and a deed after some; the answer calls it off. Own choice. */
export interface Ndt7Clock {
  nowMs(): number;
  after(ms: number, deed: () => void): () => void;
}

/** The clock of production. */
export const systemClock: Ndt7Clock = {
  nowMs: () => performance.now(),
  after(ms, deed) {
    const timer = setTimeout(deed, ms);
    return () => clearTimeout(timer);
  },
};

/** A handshake that may go on, or the status that refuses it. `sessionId` is null when the query names none. Own choice. */
export type Handshake =
  | { ok: true; direction: RunDirection; sessionId: string | null }
  | { ok: false; status: 400 | 403 | 404 | 426; why: string };

/**
 * Reads an upgrade request as the specification asks: a known path, a WebSocket of version 13, the subprotocol, and a query of at most 4,096
 * bytes of valid UTF-8; of a repeated key the first counts. A browser must come from one of `origins` or from the host that it asked, so
 * that no other site can make a visitor spend traffic; programs send no Origin. Source: ndt7 specification v0.11.0; RFC 6455, 4.2.2 and 10.2.
 */
export function readHandshake(request: IncomingMessage, origins: readonly string[]): Handshake {
  const { method, url = '', headers } = request;
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  const query = at < 0 ? '' : url.slice(at + 1);
  const direction = directionOf(path);
  if (!direction) return { ok: false, status: 404, why: 'no such test' };
  if (method !== 'GET') return { ok: false, status: 400, why: 'a handshake is a GET' };
  if (headers.upgrade?.toLowerCase() !== 'websocket') return { ok: false, status: 426, why: 'ask for a WebSocket' };
  if (headers['sec-websocket-version'] !== '13') return { ok: false, status: 426, why: 'ask for version 13' };
  if (!/^[+/\w]{22}==$/.test(headers['sec-websocket-key'] ?? '')) return { ok: false, status: 400, why: 'no key' };
  const named = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim());
  if (!named?.includes(NDT7_PROTOCOL)) return { ok: false, status: 400, why: `name the subprotocol ${NDT7_PROTOCOL}` };
  if (Buffer.byteLength(query) > MAX_QUERY_BYTES) return { ok: false, status: 400, why: 'the query is too long' };
  if (!isUtf8(query)) return { ok: false, status: 400, why: 'the query is not UTF-8' };
  if (!isOwnOrigin(headers.origin, headers.host, origins)) return { ok: false, status: 403, why: 'foreign origin' };
  return { ok: true, direction, sessionId: sessionOf(query) };
}

/** Whether a browser at `origin` may use this server: no browser, one of `origins`, or the host that was asked. RFC 6455, 10.2. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, origins: readonly string[]): boolean {
  if (origin === undefined || origins.includes(origin)) return true;
  return host !== undefined && /^https?:\/\/(.+)$/.exec(origin)?.[1] === host;
}

function directionOf(path: string): RunDirection | null {
  if (path === `${NDT7_PREFIX}download`) return 'download';
  return path === `${NDT7_PREFIX}upload` ? 'upload' : null;
}

function isUtf8(query: string): boolean {
  try {
    decodeURIComponent(query);
    return true;
  } catch {
    return false;
  }
}

const uuid = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

function sessionOf(query: string): string | null {
  const given = new URLSearchParams(query).get('session')?.toLowerCase() ?? '';
  return uuid.test(given) ? given : null;
}

/** The size of the next binary message after `sentBytes` in all: doubled while it is smaller than a sixteenth of them. Source: ndt7 specification, appendix. */
export function nextMessageBytes(sizeBytes: number, sentBytes: number): number {
  return sizeBytes >= MESSAGE_BYTES.largest || sizeBytes >= sentBytes / 16 ? sizeBytes : sizeBytes * 2;
}
