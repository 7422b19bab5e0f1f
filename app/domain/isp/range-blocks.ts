import { parseIpv4, parseIpv6 } from './ip-address.ts';

/** A stretch of addresses from `start` up to but without `end`, and the AS number that announces it (0: nobody). */
export interface Span {
  start: bigint;
  end: bigint;
  asn: number;
}

const IPV4_BITS = 32;
const IPV6_BITS = 128;

/** The first number past the last address of a family. Own choice. */
export const FAMILY_END = { ipv4: 1n << BigInt(IPV4_BITS), ipv6: 1n << BigInt(IPV6_BITS) } as const;

/**
 * Addresses of private networks and of the machine itself: this-host, private use, carrier NAT, link-local, unique local, NAT64 inside one
 * network. Source: RFC 6890 and the IANA special-purpose address registries (read 2026-11-22); RFC 8215.
 */
export const PRIVATE_BLOCKS: Record<'ipv4' | 'ipv6', readonly Span[]> = {
  ipv4: [
    blockOf('10.0.0.0', 8),
    blockOf('100.64.0.0', 10),
    blockOf('127.0.0.0', 8),
    blockOf('169.254.0.0', 16),
    blockOf('172.16.0.0', 12),
    blockOf('192.168.0.0', 16),
  ],
  ipv6: [blockOf('::1', 128), blockOf('64:ff9b:1::', 48), blockOf('fc00::', 7), blockOf('fe80::', 9)],
};

/**
 * Addresses that no visitor can have: documentation, benchmarks, multicast, future use, and everything outside 2000::/3 but the private
 * blocks; and the blocks of 6to4 and Teredo, whatever announces their relays, because they are read by the IPv4 address inside. Source: the same registries; RFC 5737, RFC 2544, RFC 5771, RFC 1112, RFC 7526, RFC 4291, RFC 3849, RFC 9637, RFC 5180.
 */
export const RESERVED_BLOCKS: Record<'ipv4' | 'ipv6', readonly Span[]> = {
  ipv4: [
    blockOf('0.0.0.0', 8),
    blockOf('192.0.0.0', 24),
    blockOf('192.0.2.0', 24),
    blockOf('192.88.99.0', 24),
    blockOf('198.18.0.0', 15),
    blockOf('198.51.100.0', 24),
    blockOf('203.0.113.0', 24),
    blockOf('224.0.0.0', 3),
  ],
  ipv6: [
    blockOf('::', 3),
    blockOf('2001::', 32),
    blockOf('2001:2::', 48),
    blockOf('2001:db8::', 32),
    blockOf('2002::', 16),
    blockOf('3fff::', 20),
    blockOf('4000::', 2),
    blockOf('8000::', 1),
  ],
};

function blockOf(address: string, prefix: number): Span {
  const ipv4 = parseIpv4(address);
  const bits = ipv4 >= 0 ? IPV4_BITS : IPV6_BITS;
  const start =
    ipv4 >= 0 ? BigInt(ipv4) : (parseIpv6(address) ?? []).reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
  return { start, end: start + (1n << BigInt(bits - prefix)), asn: 0 };
}
