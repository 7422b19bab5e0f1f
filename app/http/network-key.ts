import { createHmac } from 'node:crypto';
import { embeddedIpv4, parseIpv4, parseIpv6 } from '#app/domain/isp/ip-address.ts';
import { derivedKey } from './derived-key.ts';

/** How long one key stands for one network: a day or a month, both by UTC. Own choice. */
export type NetworkKeyPeriod = 'day' | 'month';

/** How wide a network is taken: one home (an IPv4 address, an IPv6 /56), or a block of them (/24, /48). Source: issue 5, point 2. */
export type NetworkWidth = 'home' | 'block';

/** Gives the key of the home network that a request came from, or null when no address is known. Own choice. */
export type NetworkKey = (period: NetworkKeyPeriod) => Buffer | null;

/** The secret that keys are made under, and the clock. Own choice. */
export interface NetworkKeyTools {
  secret: string;
  now(): Date;
}

const KEY_BYTES = 16;

/**
 * 16 bytes that stand for the network of an address during one UTC day or month, so that repeated use is seen without keeping the address:
 * HMAC-SHA-256 under a key derived from SECRET, over the period and, for a home, the whole IPv4 address or the first 56 bits of an IPv6 address: homes are
 * given up to 256 networks of 64 bits each (RFC 6177; RIPE-690), and one household must not pass for as many. For a block, over the first 24 or 48 bits. An IPv6 address that carries an IPv4
 * address counts as that one. Keys of two periods cannot be brought together without SECRET. Null for no address and for what is none. Never to be
 * logged. Source: DESIGN, "Identify"; own choice of length.
 */
export function networkKeyOf(
  address: string | null,
  period: NetworkKeyPeriod,
  { secret, now }: NetworkKeyTools,
  width: NetworkWidth = 'home',
): Buffer | null {
  const network = address === null ? null : networkOf(address, width);
  if (network === null) return null;
  const day = now().toISOString().slice(0, 10);
  const text = `${period} ${period === 'day' ? day : day.slice(0, 7)} ${network}`;
  return createHmac('sha256', derivedKey(secret, 'network-key')).update(text).digest().subarray(0, KEY_BYTES);
}

function networkOf(address: string, width: NetworkWidth): string | null {
  const ipv4 = parseIpv4(address);
  if (ipv4 >= 0) return networkOfIpv4(ipv4, width);
  const words = parseIpv6(address);
  if (!words) return null;
  const embedded = embeddedIpv4(words);
  if (embedded >= 0) return networkOfIpv4(embedded, width);
  const [first = 0, second = 0] = words;
  return width === 'home' ? `ipv6 ${first} ${second >>> 8}` : `ipv6/48 ${first} ${second >>> 16}`;
}

function networkOfIpv4(ipv4: number, width: NetworkWidth): string {
  return width === 'home' ? `ipv4 ${ipv4}` : `ipv4/24 ${ipv4 >>> 8}`;
}
