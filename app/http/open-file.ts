import { entityTag, namesTag } from './entity-tag.ts';

/** A file that anybody may fetch, from any page: a feed or a download. `changedAt` null when it holds nothing yet. Own choice. */
export interface OpenFile {
  text: string;
  contentType: string;
  changedAt: Date | null;
  /** The name under which browsers save it; without it they show it. */
  fileName?: string;
}

/** Seconds for which caches may keep a file without asking again. Own choice: feed readers ask every few minutes at most. */
const MAX_AGE_SECONDS = 300;

/**
 * Answers with a file: an entity tag of its bytes, when it last changed, five minutes in any cache, readable by scripts of every site; or 304
 * when the caller holds the very same. Source: RFC 9110, sections 8.8 and 13.1.2; WHATWG Fetch, "CORS protocol".
 */
export function answerFile(request: Request, { text, contentType, changedAt, fileName }: OpenFile): Response {
  const etag = entityTag(text);
  const headers = new Headers({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'ETag, Last-Modified',
    'Cache-Control': `public, max-age=${MAX_AGE_SECONDS}`,
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'cross-origin',
    ETag: etag,
    Vary: 'Accept-Encoding',
  });
  if (changedAt) headers.set('Last-Modified', changedAt.toUTCString());
  if (namesTag(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  headers.set('Content-Type', contentType);
  if (fileName) headers.set('Content-Disposition', `attachment; filename="${fileName}"`);
  return new Response(text, { headers });
}
