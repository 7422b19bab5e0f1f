import { lookup as resolveName } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A host that is not of the open internet, where this site asks nothing for anybody. */
export class PrivateNetwork extends Error {
  constructor(host: string) {
    super(`${host} is in a private network`);
  }
}

/** All IPv6 addresses that are given out for the open internet lie in here. Source: IANA, IPv6 Global Unicast Address Assignments. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

/**
 * Whether an address is one of the open internet: not loopback, private, link-local, of a carrier's translation, of documentation, nor an IPv6 address that stands for an IPv4 one (mapped ones
 * are looked at as what they stand for). Source: IANA special-purpose address registries, as ipaddr.js has them.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const found = ipaddr.process(address.replace(/%.*$/, ''));
  if (found.range() !== 'unicast') return false;
  return found.kind() === 'ipv4' || found.match(globalUnicast);
}

/** Resolves names as `dns.lookup` does. */
export type Resolve = (
  host: string,
  options: { all: true; family?: number | 'IPv4' | 'IPv6' | undefined; hints?: number | undefined },
  take: (fault: NodeJS.ErrnoException | null, found: { address: string; family: number }[]) => void,
) => void;

/**
 * A look-up for `http.request` that gives only addresses of the open internet, so that the connection goes to the very addresses that were looked at and a name cannot answer otherwise a moment
 * later. One private address among several refuses the name, with `PrivateNetwork`. Addresses in a URL are not looked up: see `isPrivateHost`.
 */
export function publicLookup(resolve: Resolve = resolveName as Resolve): LookupFunction {
  return (host, options, take) =>
    resolve(host, { ...options, all: true, family: options.family }, (fault, found) => {
      if (fault) return take(fault, '');
      const [first] = found;
      if (!first || found.some(({ address }) => !isPublicAddress(address))) return take(new PrivateNetwork(host), '');
      if (options.all) return take(null, found);
      take(null, first.address, first.family);
    });
}

const localName = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|localdomain|home\.arpa)$/;

/**
 * Whether the host of an address is plainly none of the open internet: an IP address that is not public, in whichever spelling (the URL parser has settled that), or a name of local networks. A
 * name that only resolves to one is found by `publicLookup`.
 */
export function isPrivateHost({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(host) !== 0) return !isPublicAddress(host);
  return !host.includes('.') || localName.test(host);
}
