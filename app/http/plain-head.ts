/** The head of a POST as far as it is read: address, the few headers that decide over a form, and how many bytes it takes with its blank line. */
export interface PlainHead {
  url: string;
  headers: Readonly<Record<string, string>>;
  bytes: number;
}

const START = 'POST ';
const VERSION = ' HTTP/1.1\r\n';
const maxHeadBytes = 16 * 1024;
// A header is a name of token letters, a colon, and letters without controls; no line goes on in the next. Source: RFC 9112, section 5; RFC 9110, section 5.6.2.
const lines = /^(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n)+$/;

/** Headers that are handed on. */
const read: ReadonlySet<string> = new Set([
  'host',
  'content-type',
  'content-length',
  'origin',
  'sec-fetch-site',
  'x-forwarded-for',
]);
/** Headers that ask for more than a plain answer. */
const asking: ReadonlySet<string> = new Set([
  'transfer-encoding',
  'expect',
  'upgrade',
  'trailer',
  'http2-settings',
  'proxy-connection',
]);
const lengths: ReadonlySet<number> = new Set([...read, ...asking, 'connection'].map((name) => name.length));

/**
 * Reads the head of a POST that lies whole at the beginning of these bytes; null for anything that is not of the plainest: another method or version, a head cut off, a line that is
 * no header, a header that counts and comes twice, one that asks for more, no host. Null says nothing but that a whole parser must look. Own choice.
 */
export function readPlainHead(bytes: Buffer): PlainHead | null {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4f) return null;
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0 || end > maxHeadBytes) return null;
  const text = bytes.toString('latin1', 0, end + 2);
  const first = text.indexOf('\r\n');
  const versionAt = first + 2 - VERSION.length;
  if (!text.startsWith(START) || versionAt <= START.length || !text.startsWith(VERSION, versionAt)) return null;
  const url = text.slice(START.length, versionAt);
  if (!lines.test(text.slice(first + 2))) return null;
  const headers: Record<string, string> = {};
  for (let from = first + 2; from < text.length; ) {
    const next = text.indexOf('\r\n', from);
    const colon = text.indexOf(':', from);
    if (lengths.has(colon - from)) {
      const name = text.slice(from, colon).toLowerCase();
      if (asking.has(name)) return null;
      if (
        name === 'connection' &&
        text
          .slice(colon + 1, next)
          .trim()
          .toLowerCase() !== 'keep-alive'
      )
        return null;
      if (read.has(name)) {
        if (headers[name] !== undefined) return null;
        headers[name] = text.slice(colon + 1, next).trim();
      }
    }
    from = next + 2;
  }
  return headers.host ? { url, headers, bytes: end + 4 } : null;
}
