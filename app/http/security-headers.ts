/**
 * Headers of every answer, as a flat list of names and values: no sniffing, no framing, no referrer to other sites, no features, a
 * browsing context of its own, and HTTPS only where the origin is HTTPS. The content policy is a page's own (decision 0004).
 * Source: OWASP ASVS 5.0, 3.4.1 to 3.4.8; MDN, "HTTP security headers" (read 2026-11-22).
 */
export function securityHeaders(origin: string): readonly string[] {
  return [
    'X-Content-Type-Options',
    'nosniff',
    'X-Frame-Options',
    'DENY',
    'Referrer-Policy',
    'same-origin',
    'Permissions-Policy',
    'browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Cross-Origin-Opener-Policy',
    'same-origin',
    'Cross-Origin-Resource-Policy',
    'same-origin',
    ...(origin.startsWith('https://') ? ['Strict-Transport-Security', 'max-age=31536000'] : []),
  ];
}

/** A page's headers with the security headers that it does not set itself: a page may be stricter. Both are flat lists. Own choice. */
export function secured(head: readonly string[], secure: readonly string[]): string[] {
  const own = new Set(head.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()));
  const all = [...head];
  for (let at = 0; at < secure.length; at += 2) {
    const name = secure[at] ?? '';
    if (!own.has(name.toLowerCase())) all.push(name, secure[at + 1] ?? '');
  }
  return all;
}
