import { createHmac } from 'node:crypto';
import { embeddedIpv4, parseIpv4, parseIpv6 } from '#app/domain/isp/ip-address.ts';

/** How long one key stands for one network: a day or a month, both by UTC. Own choice. */
export type NetworkKeyPeriod = 'day' | 'month';

/** Gives the key of the network that a request came from, or null when no address is known. Own choice. */
export type NetworkKey = (period: NetworkKeyPeriod) => Buffer | null;

/** The secret that keys are made under, and the clock. Own choice. */
export interface NetworkKeyTools {
  secret: string;
  now(): Date;
}

const KEY_BYTES = 16;

/** For pages that are rendered for everybody: no network. Own choice. */
export const noNetworkKey: NetworkKey = () => null;

/**
 * 16 bytes that stand for the network of an address during one UTC day or month, so that repeated use is seen without keeping the address:
 * HMAC-SHA-256 under a key derived from SECRET, over the period and the whole IPv4 address or the first 56 bits of an IPv6 address: homes are
 * given up to 256 networks of 64 bits each (RFC 6177; RIPE-690), and one household must not pass for as many. An IPv6 address that carries an IPv4
 * address counts as that one. Keys of two periods cannot be brought together without SECRET. Null for no address and for what is none. Never to be
 * logged. Source: DESIGN, "Identify"; own choice of length.
 */
export function networkKeyOf(
  address: string | null,
  period: NetworkKeyPeriod,
  { secret, now }: NetworkKeyTools,
): Buffer | null {
  const network = address === null ? null : networkOf(address);
  if (network === null) return null;
  const day = now().toISOString().slice(0, 10);
  const key = createHmac('sha256', secret).update('network-key').digest();
  const text = `${period} ${period === 'day' ? day : day.slice(0, 7)} ${network}`;
  return createHmac('sha256', key).update(text).digest().subarray(0, KEY_BYTES);
}

function networkOf(address: string): string | null {
  const ipv4 = parseIpv4(address);
  if (ipv4 >= 0) return `ipv4 ${ipv4}`;
  const words = parseIpv6(address);
  if (!words) return null;
  const embedded = embeddedIpv4(words);
  return embedded >= 0 ? `ipv4 ${embedded}` : `ipv6 ${words[0]} ${(words[1] ?? 0) >>> 8}`;
}
