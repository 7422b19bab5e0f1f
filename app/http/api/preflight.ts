import type { IncomingMessage } from 'node:http';
import { isTokenPath } from './answer.ts';

/**
 * The headers that answer a browser which asks whether a page of another site may read the API with headers of its own, as a flat list; null when
 * the request asks something else, or asks for what tokens open. Source: WHATWG Fetch, "CORS-preflight request".
 */
export function preflight({
  method,
  url,
  headers,
}: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): string[] | null {
  if (method !== 'OPTIONS' || !url?.startsWith('/api/') || isTokenPath(url)) return null;
  if (headers.origin === undefined || headers['access-control-request-method'] === undefined) return null;
  return [
    'Access-Control-Allow-Origin',
    '*',
    'Access-Control-Allow-Methods',
    'GET, HEAD',
    'Access-Control-Allow-Headers',
    'If-None-Match',
    'Access-Control-Max-Age',
    '86400',
  ];
}
