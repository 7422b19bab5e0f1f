import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a POST may be believed to come from our own pages, or from a program that acts for no browser's session. Browsers say so
 * in `Sec-Fetch-Site`, which pages cannot forge: `same-origin` and `none` pass, `same-site` and `cross-site` do not. Older ones send
 * `Origin`, which must be ours or the host that was asked. A request with neither header passes. Decision 0005; OWASP, "Cross-Site
 * Request Forgery Prevention", Fetch Metadata (read 2026-11-22).
 */
export function isFromOwnPage(headers: IncomingHttpHeaders, origin: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const from = headers.origin;
  if (from === undefined || from === origin) return true;
  const host = /^https?:\/\/([^/?#@\\]+)$/.exec(from)?.[1];
  return host !== undefined && host === headers.host;
}

const oneClick = /^(?:\/es)?\/unsubscribe\/[A-Za-z0-9_-]{35}$/;

/**
 * Whether a form may be posted to this path from anywhere: one-click unsubscribing, which mail programs do on their own. It carries its right in the address and reads neither cookie nor
 * form, so that another site could only do what the holder of the link may. Source: RFC 8058, section 3.2.
 */
export function isFromAnywhere(path: string): boolean {
  return oneClick.test(path);
}
