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

const group = /^[0-9a-f]{1,4}$/i;
const zone = /%[\w.~-]{1,64}$/;

/**
 * The words of an IPv6 address, or null for anything else. Takes one "::", a dotted IPv4 tail and a zone id ("fe80::1%eth0"),
 * which is dropped. Source: RFC 4291, section 2.2; RFC 4007, section 11. Never throws.
 */
export function parseIpv6(text: string): Ipv6Words | null {
  if (text.length < 2 || text.length > 110) return null;
  const bare = text.replace(zone, '');
  const halves = bare.split('::');
  if (halves.length > 2) return null;
  const head = groupsOf(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : [];
  if (!head || !tail) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const all = [...head, ...new Array<number>(missing).fill(0), ...tail];
  const word = (at: number) => (all[at] ?? 0) * 65536 + (all[at + 1] ?? 0);
  return [word(0), word(2), word(4), word(6)];
}

function groupsOf(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (const [at, part] of parts.entries()) {
    if (group.test(part)) groups.push(Number.parseInt(part, 16));
    else {
      const ipv4 = mayEndInIpv4 && at === parts.length - 1 ? parseIpv4(part) : -1;
      if (ipv4 < 0) return null;
      groups.push(Math.floor(ipv4 / 65536), ipv4 % 65536);
    }
  }
  return groups.length <= 8 ? groups : null;
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
