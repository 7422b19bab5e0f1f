/** The 128 bits of an IPv6 address as four unsigned 32-bit words, the highest first. Own choice. */
export type Ipv6Words = readonly [number, number, number, number];

/**
 * The 32 bits of a dotted IPv4 address as an unsigned number, or -1 for anything else. Exactly four decimal parts of 0 to 255
 * without leading zeros, because "010" is 8 to some readers and 10 to others. Source: RFC 6943, section 3.1.1. Never throws.
 */
export function parseIpv4(text: string): number {
  const length = text.length;
  if (length < 7 || length > 15) return -1;
  let address = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let at = 0; at < length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      if (digits > 0 && part === 0) return -1;
      part = part * 10 + digit;
      digits += 1;
      if (part > 255) return -1;
    } else if (digit === -2 && digits > 0 && dots < 3) {
      address = address * 256 + part;
      part = 0;
      digits = 0;
      dots += 1;
    } else return -1;
  }
  return dots === 3 && digits > 0 ? address * 256 + part : -1;
}

const zone = /^%[\w.~-]{1,64}$/;
const COLON = 58;
const DOT = 46;

/** Filled anew by each call, which runs to its end before the next. */
const groups = new Uint16Array(8);

/**
 * The words of an IPv6 address, or null for anything else. Takes one "::", a dotted IPv4 tail and a zone id ("fe80::1%eth0"),
 * which is dropped. Source: RFC 4291, section 2.2; RFC 4007, section 11. Never throws.
 */
export function parseIpv6(text: string): Ipv6Words | null {
  const percent = text.indexOf('%');
  const end = percent < 0 ? text.length : percent;
  if (end < 2 || end > 45 || (percent >= 0 && !zone.test(text.slice(percent)))) return null;
  let count = 0;
  let gap = -1;
  let value = 0;
  let digits = 0;
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const digit = hexDigit(code);
    if (digit >= 0) {
      value = value * 16 + digit;
      digits += 1;
      if (digits > 4) return null;
    } else if (code === COLON) {
      if (digits > 0) {
        if (count === 8) return null;
        groups[count] = value;
        count += 1;
        value = 0;
        digits = 0;
      } else if (at > 0) return null;
      const isGap = text.charCodeAt(at + 1) === COLON && at + 1 < end;
      if (isGap) {
        if (gap >= 0) return null;
        gap = count;
        at += 1;
      } else if (at === 0 || at + 1 === end) return null;
    } else if (code === DOT && digits > 0 && count <= 6) {
      const ipv4 = parseIpv4(text.slice(at - digits, end));
      if (ipv4 < 0) return null;
      groups[count] = ipv4 >>> 16;
      groups[count + 1] = ipv4 & 0xffff;
      count += 2;
      digits = 0;
      break;
    } else return null;
  }
  if (digits > 0) {
    if (count === 8) return null;
    groups[count] = value;
    count += 1;
  }
  if (gap < 0 ? count !== 8 : count > 7) return null;
  if (gap >= 0) {
    const missing = 8 - count;
    for (let at = 7; at >= gap + missing; at -= 1) groups[at] = groups[at - missing] as number;
    for (let at = gap + missing - 1; at >= gap; at -= 1) groups[at] = 0;
  }
  return [wordAt(0), wordAt(2), wordAt(4), wordAt(6)];
}

function wordAt(at: number): number {
  return (groups[at] as number) * 65536 + (groups[at + 1] as number);
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  return code >= 65 && code <= 70 ? code - 55 : -1;
}

/**
 * The IPv4 address that an IPv6 address stands for, or -1: IPv4-mapped (::ffff:0:0/96), the well-known NAT64 prefix (64:ff9b::/96), and the
 * two tunnels of `isTunnelled`. Source: RFC 4291, section 2.5.5.2; RFC 6052, section 2.1; RFC 3056, section 2; RFC 4380, section 4.
 */
export function embeddedIpv4([a, b, c, d]: Ipv6Words): number {
  if (a === 0 && b === 0 && c === 0xffff) return d;
  if (a === 0x0064ff9b && b === 0 && c === 0) return d;
  if (a >>> 16 === 0x2002) return (a & 0xffff) * 65536 + (b >>> 16);
  // Teredo carries the client's address with every bit turned.
  if (a === 0x20010000) return ~d >>> 0;
  return -1;
}

/**
 * Whether an IPv6 address is one of a tunnel over IPv4: 6to4 (2002::/16) or Teredo (2001::/32). The IPv4 address inside is the visitor's, but a
 * relay of somebody else's may stand between. Source: RFC 3056; RFC 4380.
 */
export function isTunnelled([a]: Ipv6Words): boolean {
  return a >>> 16 === 0x2002 || a === 0x20010000;
}
