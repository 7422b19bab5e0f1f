import type { IncomingMessage } from 'node:http';
import { type Identify, notSeen, simulated } from '#app/domain/isp/identify.ts';
import { clientAddress } from './client-address.ts';
import type { Visitor } from './context.ts';
import type { Preferences } from './preferences.ts';

/**
 * How visitors are told apart: the look-up, which slugs are ISPs (a made-up one must not make another page in memory), the proxies to
 * trust, and whether `?as=` may name another address. Own choice.
 */
export interface VisitorOptions {
  identify: Identify;
  isKnownSlug(slug: string): boolean;
  trustProxyHops: number;
  maySimulate: boolean;
}

/** The visitor of pages that are rendered for everybody: nothing is known of them. Own choice. */
export const anybody: Visitor = Object.freeze({ seen: Object.freeze(notSeen('no_address')), statedSlug: null });

/** An address that a request is taken to come from, or null; `isSimulated` when the query named it. Own choice. */
export interface RequestAddress {
  address: string | null;
  isSimulated: boolean;
}

/** Where a request comes from. With `maySimulate`, the query parameter `as` names the address in place of the client's. Own choice. */
export function requestAddress(
  request: IncomingMessage,
  search: string,
  { trustProxyHops, maySimulate }: Pick<VisitorOptions, 'trustProxyHops' | 'maySimulate'>,
): RequestAddress {
  const as = maySimulate && search !== '' ? new URLSearchParams(search).get('as') : null;
  if (as !== null) return { address: as, isSimulated: true };
  const forwarded = request.headers['x-forwarded-for'];
  const address = clientAddress(
    {
      socketAddress: request.socket.remoteAddress,
      forwardedFor: Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
    },
    trustProxyHops,
  );
  return { address, isSimulated: false };
}

/** The visitor at an address, with the choices of their browser as far as they name an ISP. Own choice. */
export function visitorOf(
  { address, isSimulated }: RequestAddress,
  { statedSlug, statedLine }: Preferences,
  { identify, isKnownSlug }: Pick<VisitorOptions, 'identify' | 'isKnownSlug'>,
): Visitor {
  const seen = identify(address);
  const isKnown = statedSlug !== null && isKnownSlug(statedSlug);
  return {
    seen: isSimulated ? simulated(seen) : seen,
    statedSlug: isKnown ? statedSlug : null,
    ...(isKnown && statedLine ? { statedLine } : {}),
  };
}

/** The visitor as a page that does not show networks may know them: without the AS number. Own choice. */
export function withoutNetwork(visitor: Visitor): Visitor {
  return visitor.seen.asn === null ? visitor : { ...visitor, seen: { ...visitor.seen, asn: null } };
}

const keys = new WeakMap<object, string>();

/**
 * A text that is the same for visitors to whom every page looks the same: what was seen, without the AS number unless pages show the network
 * (`isNetworkShown`), what was stated, and the words on trial that they are given. Own choice.
 */
export function visitorKey({ seen, statedSlug, statedLine, variant }: Visitor, isNetworkShown: boolean): string {
  let key = keys.get(seen);
  if (key === undefined) {
    key = JSON.stringify({ ...seen, asn: null });
    keys.set(seen, key);
  }
  const network = `${isNetworkShown ? ` AS${seen.asn}` : ''}${variant ? ` in ${variant}` : ''}`;
  return statedSlug === null ? `${key}${network}` : `${key}${network} ${statedSlug} ${statedLine ?? ''}`;
}
