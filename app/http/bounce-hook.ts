import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type BounceTaken, maxBounceBytes } from '#app/domain/bounce/bounce.ts';
import { readBytes } from './request-body.ts';
import { isFromOwnPage } from './same-origin.ts';

/** What the hook needs: its token (left out: there is no hook), the public origin, and what takes one message (`takeBounce`). Own choice. */
export interface BounceHookOptions {
  token: string | undefined;
  origin: string;
  take(source: Uint8Array): Promise<BounceTaken>;
}

/** Answers `POST /hooks/bounces` and gives the status. Own choice. */
export interface BounceHook {
  isFor(path: string): boolean;
  answer(request: IncomingMessage, response: ServerResponse, head: readonly string[]): Promise<number>;
}

const path = '/hooks/bounces';

/** Seconds after which a mail server may hand in again what overtook our own record. */
const RETRY_AFTER_S = 30;

const statuses = { known: 204, under_way: 503, too_large: 413, unreadable: 422 } as const;

/**
 * The way in for a mail server that pipes bounces over HTTP: the raw message as `message/rfc822`, `Authorization: Bearer TOKEN`, compared in constant time.
 * 204: taken, or known already; 401, 403: not allowed; 404: no token is set; 405, 413, 415, 422: no message that could be taken, do not repeat; 503 with
 * `Retry-After`: hand it in again. Throws what taking throws. Source: RFC 6750 section 2.1; own choice.
 */
export function createBounceHook({ token, origin, take }: BounceHookOptions): BounceHook {
  const wanted = token === undefined ? null : digestOf(`Bearer ${token}`);
  const isAllowed = ({ headers }: IncomingMessage) =>
    wanted !== null && timingSafeEqual(wanted, digestOf(headers.authorization ?? ''));

  async function statusOf(request: IncomingMessage): Promise<number> {
    if (wanted === null) return 404;
    if (request.method !== 'POST') return 405;
    if (!isFromOwnPage(request.headers, origin)) return 403;
    if (!isAllowed(request)) return 401;
    if (request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== 'message/rfc822') return 415;
    if (Number(request.headers['content-length'] ?? 0) > maxBounceBytes) return 413;
    const body = await readBytes(request, maxBounceBytes);
    if (typeof body === 'string') return body === 'too_large' ? 413 : 499;
    const taken = await take(body);
    return taken.ok ? 204 : statuses[taken.reason];
  }

  return {
    isFor: (asked) => asked === path,
    async answer(request, response, head) {
      const status = await statusOf(request);
      const more = {
        401: ['WWW-Authenticate', 'Bearer'],
        405: ['Allow', 'POST'],
        503: ['Retry-After', `${RETRY_AFTER_S}`],
      };
      const own = status === 401 || status === 405 || status === 503 ? more[status] : [];
      // What is left of a body would be read as the next request; closing drops it.
      const closing = request.complete ? [] : ['Connection', 'close'];
      response
        .writeHead(status, [...head, ...own, ...closing, 'Cache-Control', 'no-store', 'Content-Length', '0'])
        .end();
      return status;
    },
  };
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
