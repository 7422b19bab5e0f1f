import { entityTag, namesTag } from '../entity-tag.ts';
import type { ApiLimit } from './limit.ts';

/** Why the API refuses: as in RFC 9457, "Problem Details for HTTP APIs". `faults` names each parameter and what is wrong with it. */
export interface Problem {
  status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 416 | 422 | 429 | 503;
  title: string;
  faults?: readonly { parameter: string; message: string }[];
}

/** Headers of every answer: any page may read it, and nothing of the visitor is taken for it. Source: WHATWG Fetch, "CORS protocol". */
const open = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Robots-Tag': 'noindex',
};

/** Headers of every refusal, as `application/problem+json`. Source: RFC 9457. */
export const problemHead: Readonly<Record<string, string>> = {
  ...open,
  'Content-Type': 'application/problem+json; charset=utf-8',
  'Cache-Control': 'no-store',
};

/** Headers of every answer under a token: only programmes read it, so no page of another site may. Own choice. */
export const closed = {
  'Cache-Control': 'private, no-store',
  'Content-Security-Policy': open['Content-Security-Policy'],
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Robots-Tag': 'noindex',
  Vary: 'Authorization, Accept-Encoding',
};

/** Headers of the listener's own refusal at an address, as `problemHead`; where tokens are asked for no page may read it. Own choice. */
export function problemHeadAt(url: string | undefined): Readonly<Record<string, string>> {
  return isTokenPath(url) ? { ...closed, 'Content-Type': problemHead['Content-Type'] ?? '' } : problemHead;
}

/** Whether an address is one that asks for a token: nothing there is for browsers, and there are writes. Own choice. */
export function isTokenPath(url: string | undefined): boolean {
  return url !== undefined && /^\/api\/v1\/(?:organizer|osdi)(?:[/?]|$)/i.test(url);
}

/** Whether a method that writes is taken at an address, as a request wrote it: POST everywhere but under the API, and POST and DELETE where tokens are asked for. Own choice. */
export function isTaken(method: string | undefined, url: string | undefined): boolean {
  if (isTokenPath(url)) return method === 'POST' || method === 'DELETE';
  return method === 'POST' && !isApiPath(url);
}

/** Whether an address, as a request wrote it, is one of the API. Own choice. */
export function isApiPath(url: string | undefined): boolean {
  return url !== undefined && /^\/api(?:[/?]|$)/.test(url);
}

/** Where a caller stands, as headers. Source: draft-ietf-httpapi-ratelimit-headers-06. */
export function limits(limit: ApiLimit | null): Record<string, string> {
  if (!limit) return {};
  return {
    'RateLimit-Limit': String(limit.requests),
    'RateLimit-Remaining': String(limit.remaining),
    'RateLimit-Reset': String(limit.resetSeconds),
  };
}

/** How an answer may be kept: by everybody for a minute, or by nobody since it is about the caller. Own choice. */
export type Sharing = 'public' | 'private';

/**
 * A body as JSON with a weak entity tag of its text, or 304 when the caller holds those very bytes. `next` becomes a `Link` of
 * RFC 8288. Never throws.
 */
export function answer(
  request: Request,
  body: unknown,
  {
    sharing = 'public',
    next = null,
    limit = null,
  }: { sharing?: Sharing; next?: string | null; limit?: ApiLimit | null } = {},
): Response {
  const text = `${JSON.stringify(body)}\n`;
  const etag = entityTag(text);
  const headers = new Headers({
    ...open,
    ...limits(limit),
    'Content-Type': 'application/json; charset=utf-8',
    ETag: etag,
    'Cache-Control': sharing === 'public' ? 'public, max-age=60, stale-while-revalidate=60' : 'private, no-store',
    Vary: 'Accept-Encoding',
  });
  if (next !== null) headers.set('Link', `<${next}>; rel="next"`);
  if (sharing === 'public' && namesTag(request.headers.get('if-none-match'), etag)) {
    headers.delete('Content-Type');
    return new Response(null, { status: 304, headers });
  }
  return new Response(text, { status: 200, headers });
}

/** A refusal as `application/problem+json`. Source: RFC 9457. */
export function refuse(problem: Problem, limit: ApiLimit | null = null): Response {
  const { status, title, faults } = problem;
  const headers: Record<string, string> = { ...problemHead, ...limits(limit) };
  if (status === 429 && limit) headers['Retry-After'] = String(limit.resetSeconds);
  return new Response(`${JSON.stringify({ type: 'about:blank', status, title, ...(faults ? { faults } : {}) })}\n`, {
    status,
    headers,
  });
}
