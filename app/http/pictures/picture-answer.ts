import { namesTag } from '../entity-tag.ts';
import { PictureStore } from './picture-store.ts';

/** Types of what is drawn, by file ending. Own choice. */
export const PICTURE_TYPES = {
  png: 'image/png',
  svg: 'image/svg+xml; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
} as const;

/** A file ending of a picture or of the figures behind it. Own choice. */
export type PictureEnding = keyof typeof PICTURE_TYPES;

/** The name and the ending of a file of the site, or null for another ending or another kind of name. Own choice. */
export function pictureName(file: string | undefined): { name: string; ending: PictureEnding } | null {
  const match = /^([a-z0-9][a-z0-9-]{0,99})\.(png|svg|csv)$/.exec(file ?? '');
  return match?.[1] && match[2] ? { name: match[1], ending: match[2] as PictureEnding } : null;
}

// 24 MB holds some 400 pictures; an hour is how long a change of the facts may take to show. Own choice.
const store = new PictureStore({ bytes: 24_000_000, ageMs: 3_600_000, waiting: 60 });

/**
 * Answers a picture of the public record from memory, drawing it if need be: kept by everybody for an hour, with an entity tag, readable by
 * any page. `download` names the file for saving. 404 when there is nothing to draw, 503 when too many wait to be drawn. Own choice.
 */
export async function answerPicture(
  request: Request,
  { key, ending, download }: { key: string; ending: PictureEnding; download?: string },
  draw: () => Promise<Buffer | null>,
): Promise<Response> {
  const picture = await store.get(`${key}.${ending}`, PICTURE_TYPES[ending], draw);
  if (!picture) return new Response(null, { status: 404 });
  if (picture === 'busy')
    return new Response(null, { status: 503, headers: { 'Retry-After': '5', 'Cache-Control': 'no-store' } });
  const headers = new Headers({
    'Content-Type': picture.type,
    ETag: picture.etag,
    'Cache-Control': 'public, max-age=3600, stale-while-revalidate=86400',
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  if (download) headers.set('Content-Disposition', `attachment; filename="${download}.${ending}"`);
  if (namesTag(request.headers.get('if-none-match'), picture.etag)) {
    headers.delete('Content-Type');
    return new Response(null, { status: 304, headers });
  }
  return new Response(new Uint8Array(picture.bytes), { headers });
}
