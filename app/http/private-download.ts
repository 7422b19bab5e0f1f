import { Readable } from 'node:stream';
import { parseRange } from './ledger-files.ts';
import { privateHeaders } from './private-page.ts';

/** A file that only some may fetch. `sha256`: hexadecimal digest, its strong entity tag; `read` gives the bytes from `from` up to but not including `to`. Own choice. */
export interface PrivateDownload {
  name: string;
  bytes: number;
  sha256: string;
  read(from: number, to: number): Readable;
}

/** Where a request begins to read: 0 for the whole; null when the answer will be 304 or 416. A condition that does not hold gives the whole. Source: RFC 9110, 13.1.5, 14.2. */
function rangeOf(request: Request, tag: string, bytes: number): { from: number; to: number } | 'unsatisfiable' | null {
  const range = request.headers.get('range');
  const condition = request.headers.get('if-range');
  return range === null || (condition !== null && condition !== tag) ? null : parseRange(range, bytes);
}

/**
 * A file to be saved, whole or from where a download broke off: one range, its digest as the entity tag. Kept by no cache and not compressed on its way, so that lengths hold.
 * `isBegin`: whether the answer holds its first byte. Source: RFC 9110, section 14; RFC 6266.
 */
export function answerDownload(
  request: Request,
  { name, bytes, sha256, read }: PrivateDownload,
): { response: Response; isBegin: boolean } {
  const tag = `"${sha256}"`;
  const headers = new Headers({
    ...privateHeaders(),
    'Cache-Control': 'private, no-store, no-transform',
    'Accept-Ranges': 'bytes',
    ETag: tag,
    'Content-Disposition': `attachment; filename="${name}"`,
    'Content-Type': 'application/octet-stream',
    'X-Content-Type-Options': 'nosniff',
  });
  const asked = rangeOf(request, tag, bytes);
  if (asked === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${bytes}`);
    return { response: new Response(null, { status: 416, headers }), isBegin: false };
  }
  const { from, to } = asked ?? { from: 0, to: bytes };
  headers.set('Content-Length', String(to - from));
  if (asked) headers.set('Content-Range', `bytes ${from}-${to - 1}/${bytes}`);
  const body = to > from ? (Readable.toWeb(read(from, to)) as ReadableStream) : null;
  return { response: new Response(body, { status: asked ? 206 : 200, headers }), isBegin: from === 0 };
}
