import type { IncomingMessage } from 'node:http';
import { type Identify, notSeen, simulated } from '#app/domain/isp/identify.ts';
import { clientAddress } from './client-address.ts';
import type { Visitor } from './context.ts';
import type { Preferences } from './preferences.ts';

/** How visitors are told apart: the look-up, the proxies to trust, and whether `?as=` may name another address. Own choice. */
export interface VisitorOptions {
  identify: Identify;
  trustProxyHops: number;
  maySimulate: boolean;
}

/** The visitor of pages that are rendered for everybody: nothing is known of them. Own choice. */
export const anybody: Visitor = Object.freeze({ seen: Object.freeze(notSeen('no_address')), statedSlug: null });

/** The visitor of a request. With `maySimulate`, the address in the query parameter `as` is looked up in place of the client's. */
export function visitorOf(
  request: IncomingMessage,
  search: string,
  { statedSlug }: Preferences,
  { identify, trustProxyHops, maySimulate }: VisitorOptions,
): Visitor {
  const as = maySimulate && search !== '' ? new URLSearchParams(search).get('as') : null;
  if (as !== null) return { seen: simulated(identify(as)), statedSlug };
  const forwarded = request.headers['x-forwarded-for'];
  const address = clientAddress(
    {
      socketAddress: request.socket.remoteAddress,
      forwardedFor: Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
    },
    trustProxyHops,
  );
  return { seen: identify(address), statedSlug };
}

const keys = new WeakMap<object, string>();

/** A text that is the same for visitors to whom every page looks the same. */
export function visitorKey({ seen, statedSlug }: Visitor): string {
  let key = keys.get(seen);
  if (key === undefined) {
    key = JSON.stringify(seen);
    keys.set(seen, key);
  }
  return statedSlug === null ? key : `${key} ${statedSlug}`;
}
