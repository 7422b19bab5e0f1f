/** The path and the query of a request, normalised by the URL standard. `search` begins with "?" or is empty. Own choice. */
export interface Target {
  path: string;
  search: string;
}

/** Why a request target is refused: malformed, or longer than `maxTargetChars`. Own choice. */
export type TargetFault = 'bad_request' | 'address_too_long';

/** Longest request target taken, in characters: enough for every link of this site, its search and its claims. Own choice. */
export const maxTargetChars = 4096;

const base = 'http://base.invalid';

/**
 * Parses the target of a request line; a fault is returned. Refused are targets that name no path, percent signs that encode nothing
 * or no UTF-8, NUL (which PostgreSQL takes in no text), backslashes and empty segments at the head (which browsers read as another host).
 * The absolute form counts by its path alone. Source: RFC 9112, section 3.2; WHATWG URL.
 */
export function parseTarget(raw: string | undefined): Target | TargetFault {
  if (raw === undefined || raw === '') return 'bad_request';
  if (raw.length > maxTargetChars) return 'address_too_long';
  const absolute = /^https?:\/\/[^/?#]+/i.exec(raw)?.[0];
  const rest = absolute === undefined ? raw : raw.slice(absolute.length) || '/';
  if (!rest.startsWith('/') || rest.startsWith('//') || rest.includes('\\')) return 'bad_request';
  if (!URL.canParse(base + rest)) return 'bad_request';
  const { pathname, searchParams } = new URL(base + rest);
  if (pathname.startsWith('//') || !isText(pathname)) return 'bad_request';
  // Remix answers `_data` in a way of its own that pages of this site never ask for.
  searchParams.delete('_data');
  const search = rest.includes('?') ? searchParams.toString() : '';
  if (/%00/.test(search)) return 'bad_request';
  return { path: pathname, search: search === '' ? '' : `?${search}` };
}

function isText(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}
