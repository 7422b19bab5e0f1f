/** Most characters of a cursor that are looked at. Own choice. */
const MAX_CURSOR_CHARS = 400;

/** An opaque place in a list, from the key of the last entry that a page held. Own choice. */
export function cursorAfter(key: string): string {
  return Buffer.from(`1 ${key}`).toString('base64url');
}

/** The key that a cursor holds, or null when this API never gave it out. Own choice. */
export function keyOfCursor(cursor: string): string | null {
  if (cursor.length > MAX_CURSOR_CHARS || !/^[\w-]+$/.test(cursor)) return null;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const key = text.startsWith('1 ') ? text.slice(2) : '';
  return key !== '' && cursorAfter(key) === cursor ? key : null;
}

/** One page of a whole list: `next` is the cursor of the page after it, or null at the end. Own choice. */
export interface ListPage<T> {
  entries: readonly T[];
  next: string | null;
}

/**
 * Cuts a page of at most `limit` entries out of a list that stands in the order of `keyOf`, behind the entry of the given key. A key that has left
 * the list still marks its place. Own choice.
 */
export function pageOf<T>(
  list: readonly T[],
  { after, limit, keyOf }: { after: string | null; limit: number; keyOf: (entry: T) => string },
): ListPage<T> {
  const rest = after === null ? list : list.filter((entry) => keyOf(entry) > after);
  const entries = rest.slice(0, limit);
  const last = entries.at(-1);
  return { entries, next: rest.length > limit && last !== undefined ? cursorAfter(keyOf(last)) : null };
}
