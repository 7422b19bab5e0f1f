/**
 * Headers of a page whose address or words are one person's: kept by no cache, and no path of it in a Referer. `strict-origin` and not
 * `no-referrer`, because browsers then send `Origin: null` with the page's own form. Source: Referrer Policy (W3C), Fetch, 3.2.
 */
export function privateHeaders(): Record<string, string> {
  return { 'Cache-Control': 'no-store', 'Referrer-Policy': 'strict-origin' };
}
