/**
 * A file that is one person's: kept by no cache, shown under its own name. `title` becomes the file's name in plain letters, e.g. "Ohio’s office" gives
 * `letter-ohio-s-office.pdf`. Source: RFC 6266, 4.3.
 */
export function privateFile(bytes: Uint8Array, type: 'application/pdf', title: string): Response {
  const plain = title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': type,
      'Content-Length': String(bytes.length),
      'Content-Disposition': `inline; filename="letter${plain && `-${plain}`}.pdf"`,
      'Cache-Control': 'private, no-store',
      'Referrer-Policy': 'strict-origin',
      'X-Robots-Tag': 'noindex',
    },
  });
}

/** A text that is one person's, to be saved under `fileName` (letters, digits, hyphens, full stops): kept by no cache. Source: RFC 6266, 4.1. */
export function privateText(
  text: string,
  fileName: string,
  type: 'text/plain' | 'application/json' = 'text/plain',
): Response {
  return new Response(text, {
    headers: {
      'Content-Type': `${type}; charset=utf-8`,
      'Content-Length': String(Buffer.byteLength(text)),
      'Content-Disposition': `attachment; filename="${fileName}"`,
      'Cache-Control': 'private, no-store',
      'Referrer-Policy': 'strict-origin',
      'X-Robots-Tag': 'noindex',
    },
  });
}
