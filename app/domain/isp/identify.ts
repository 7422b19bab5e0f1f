import { embeddedIpv4, isTunnelled, parseIpv4, parseIpv6 } from './ip-address.ts';
import { hidesIsp, type NetworkChoice, type NetworkKind } from './network-kind.ts';
import type { RangeNetwork, Ranges } from './ranges.ts';
import { asnOf, findIpv4, findIpv6, NETWORK_NONE, NETWORK_PRIVATE, NETWORK_RESERVED } from './ranges.ts';

/** How sure an identification is: the newest ranges agree, only an older edition or a shared network says so, or nothing is known. */
export type IdentifyConfidence = 'high' | 'low' | 'none';

/** Every reason why an ISP was or was not seen, as `IdentifyReason` explains. Own choice. */
export const IDENTIFY_REASONS = [
  'range',
  'older_range',
  'shared_network',
  'unsure_network',
  'tunnel',
  'simulated',
  'hosting_network',
  'vpn_network',
  'private',
  'reserved',
  'not_in_catalogue',
  'not_announced',
  'malformed',
  'no_address',
] as const;

/**
 * Why an ISP was or was not seen. `private` is an address of no public network, as on a developer's machine; `reserved` one that no
 * visitor can have; `tunnel` 6to4 or Teredo, read by the IPv4 address inside; `not_announced` no edition gives the address to anybody.
 */
export type IdentifyReason = (typeof IDENTIFY_REASONS)[number];

/**
 * The ISP seen from a network address. `slugs` holds the candidates in the catalogue's order: one when the network is one ISP's, several
 * when an AS number is shared, none when unknown, hosting or VPN-like. `choices`: what a person on a network shared by brands or kinds of
 * line may be on, else empty. Never holds the address.
 */
export interface IspSeen {
  slugs: readonly string[];
  asn: number | null;
  kind: NetworkKind;
  confidence: IdentifyConfidence;
  reason: IdentifyReason;
  choices: readonly NetworkChoice[];
}

/** What turns a network address (or none) into the ISP seen; handed to the listener. */
export type Identify = (address: string | null) => IspSeen;

const nothing: readonly never[] = Object.freeze([]);

/** Nothing seen, for the reason given. */
export function notSeen(reason: IdentifyReason, asn: number | null = null): IspSeen {
  return { slugs: nothing, asn, kind: 'unknown', confidence: 'none', reason, choices: nothing };
}

/**
 * Builds the look-up over compiled ranges: in memory, asking nobody, and the same frozen result for every address of a known network.
 * Confidence is low when only an older edition knows the range, when several ISPs share the network, when the files are unsure what the network
 * is for, and through a tunnel. An IPv4 address inside an IPv6 address counts as that one. Garbage gives `malformed`; nothing throws.
 * Source: DESIGN, "Identify"; issue 3, point 1; own choice of marks.
 */
export function createIdentify(ranges: Ranges): Identify {
  const noAddress = Object.freeze(notSeen('no_address'));
  const malformed = Object.freeze(notSeen('malformed'));
  const results = ranges.networks.map((network) => Object.freeze(seenOn(network)));
  results[NETWORK_NONE] = Object.freeze(notSeen('not_announced'));
  results[NETWORK_PRIVATE] = Object.freeze(notSeen('private'));
  results[NETWORK_RESERVED] = Object.freeze(notSeen('reserved'));
  const resultOf = (network: number): IspSeen =>
    results[network] ?? notSeen('not_in_catalogue', asnOf(ranges, network));
  return (address) => {
    if (address === null) return noAddress;
    const ipv4 = parseIpv4(address);
    if (ipv4 >= 0) return resultOf(findIpv4(ranges, ipv4));
    const words = parseIpv6(address);
    if (!words) return malformed;
    const embedded = embeddedIpv4(words);
    if (embedded < 0) return resultOf(findIpv6(ranges, words));
    const seen = resultOf(findIpv4(ranges, embedded));
    return isTunnelled(words) && seen.slugs.length > 0
      ? Object.freeze({ ...seen, confidence: 'low', reason: 'tunnel' })
      : seen;
  };
}

function seenOn({ asn, slugs, kind, isSure, choices, edition }: RangeNetwork): IspSeen {
  const isOlder = edition === 'older';
  return {
    slugs: Object.freeze([...slugs]),
    asn,
    kind,
    confidence: isOlder || slugs.length > 1 || !isSure ? 'low' : 'high',
    reason: reasonOf({ kind, isOlder, isSure, isShared: choices.length > 1 }),
    choices: Object.freeze([...choices]),
  };
}

function reasonOf(network: {
  kind: NetworkKind;
  isOlder: boolean;
  isSure: boolean;
  isShared: boolean;
}): IdentifyReason {
  if (network.kind === 'hosting') return 'hosting_network';
  if (network.kind === 'vpn') return 'vpn_network';
  if (network.isOlder) return 'older_range';
  if (network.isShared) return 'shared_network';
  return network.isSure ? 'range' : 'unsure_network';
}

/** Marks an identification as simulated, for development: the ISP of the given address, none of the certainty. */
export function simulated(seen: IspSeen): IspSeen {
  return seen.slugs.length > 0 ? { ...seen, reason: 'simulated' } : seen;
}

/** An ISP as an identification names it: today's name, with the brands and former names under which people know it. */
export interface NamedIsp {
  slug: string;
  name: string;
  brands: readonly string[];
  formerNames: readonly string[];
}

/** An identification for people and programs: plain values, fit for JSON. `isHidden`: a VPN or a data centre stands before the ISP. */
export interface Identification {
  isps: { slug: string; name: string; brands: string[]; formerNames: string[] }[];
  asn: number | null;
  kind: NetworkKind;
  confidence: IdentifyConfidence;
  reason: IdentifyReason;
  isShared: boolean;
  isHidden: boolean;
  choices: NetworkChoice[];
}

/**
 * The visitor's identification with the names of its ISPs, in the order of `seen.slugs`; an ISP that `named` lacks is left out. Holds no
 * address. Own choice of fields.
 */
export function identificationOf(seen: IspSeen, named: readonly NamedIsp[]): Identification {
  const { slugs, asn, kind, confidence, reason, choices } = seen;
  return {
    isps: slugs.flatMap((slug) => {
      const isp = named.find((one) => one.slug === slug);
      if (!isp) return [];
      return [{ slug, name: isp.name, brands: [...isp.brands], formerNames: [...isp.formerNames] }];
    }),
    asn,
    kind,
    confidence,
    reason,
    isShared: choices.length > 1,
    isHidden: hidesIsp(kind),
    choices: choices.map((choice) => ({ ...choice })),
  };
}
