import { embeddedIpv4, parseIpv4, parseIpv6 } from './ip-address.ts';
import type { Ranges } from './ranges.ts';
import { findIpv4, findIpv6, NETWORK_NONE, NETWORK_PRIVATE } from './ranges.ts';

/** How sure an identification is: the newest ranges agree, only the older edition or a shared network says so, or nothing is known. */
export type IdentifyConfidence = 'high' | 'low' | 'none';

/** Why an ISP was or was not seen. `private` is an address of no public network, as on a developer's machine. */
export type IdentifyReason =
  | 'range'
  | 'older_range'
  | 'shared_network'
  | 'simulated'
  | 'private'
  | 'not_in_catalogue'
  | 'no_address';

/** What the network is used for, as far as the catalogue knows; the same words as `NETWORK_USES` of the schema. */
export type NetworkUse = 'residential_mixed' | 'mobile_fixed_wireless' | 'shared' | 'uncertain';

/**
 * The ISP seen from a network address. `slugs` holds the candidates in the catalogue's order: one when the network is one
 * ISP's, several when an AS number is shared, none when unknown. Never holds the address.
 */
export interface IspSeen {
  slugs: readonly string[];
  asn: number | null;
  use: NetworkUse | null;
  confidence: IdentifyConfidence;
  reason: IdentifyReason;
}

/** What turns a network address (or none) into the ISP seen; handed to the listener. */
export type Identify = (address: string | null) => IspSeen;

/** Nothing seen, for the reason given. */
export function notSeen(reason: IdentifyReason): IspSeen {
  return { slugs: [], asn: null, use: null, confidence: 'none', reason };
}

/**
 * Builds the look-up over compiled ranges: in memory, asking nobody, and the same frozen result for every address of a network.
 * Confidence is low when only the older edition knows the range, when several ISPs share the network, and when the catalogue is
 * unsure what the network is for. Garbage gives `no_address`; nothing throws. Source: DESIGN, "Identify"; own choice of marks.
 */
export function createIdentify(ranges: Ranges): Identify {
  const noAddress = Object.freeze(notSeen('no_address'));
  const results = ranges.networks.map((network): IspSeen => {
    const shared = network.slugs.length > 1;
    return Object.freeze({
      slugs: Object.freeze([...network.slugs]),
      asn: network.asn,
      use: network.use,
      confidence: network.edition === 'older' || shared || network.use === 'uncertain' ? 'low' : 'high',
      reason: network.edition === 'older' ? 'older_range' : shared ? 'shared_network' : 'range',
    } as const);
  });
  results[NETWORK_NONE] = Object.freeze(notSeen('not_in_catalogue'));
  results[NETWORK_PRIVATE] = Object.freeze(notSeen('private'));
  return (address) => {
    if (address === null) return noAddress;
    const ipv4 = parseIpv4(address);
    if (ipv4 >= 0) return results[findIpv4(ranges, ipv4)] ?? noAddress;
    const words = parseIpv6(address);
    if (!words) return noAddress;
    const embedded = embeddedIpv4(words);
    return results[embedded >= 0 ? findIpv4(ranges, embedded) : findIpv6(ranges, words)] ?? noAddress;
  };
}

/** Marks an identification as simulated, for development: the ISP of the given address, none of the certainty. */
export function simulated(seen: IspSeen): IspSeen {
  return seen.slugs.length > 0 ? { ...seen, reason: 'simulated' } : seen;
}
