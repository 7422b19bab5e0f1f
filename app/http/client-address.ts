/** Where a request came from, as far as it can be believed: what the listener reads of it. Own choice. */
export interface RequestSource {
  /** The other end of the TCP connection, which nobody can forge. */
  socketAddress: string | undefined;
  /** The `X-Forwarded-For` header, all lines joined by commas. */
  forwardedFor: string | undefined;
}

const withPort = /^(?:\[(?<v6>[^\]]+)\](?::\d{1,5})?|(?<v4>\d[\d.]{6,14}):\d{1,5})$/;
const address = /^[\da-f.:]{2,45}(?:%[\w.~-]{1,64})?$/i;

/**
 * The address of the client behind `trustedHops` proxies of our own, or null when even the socket has none. With 0 the socket's
 * address counts and every header is ignored. With n the nth entry from the right of `X-Forwarded-For` counts: each trusted proxy
 * appends the address it saw, and whatever stands further left was written by strangers. A chain that is too short (somebody went
 * round a proxy) or an entry that is no address gives the socket's address. `Forwarded`, `X-Real-IP`, `CF-Connecting-IP` and
 * `True-Client-IP` are never read. Source: issue 2, point 5; MDN, "X-Forwarded-For, Selecting an IP address" (read 2026-11-22).
 */
export function clientAddress({ socketAddress, forwardedFor }: RequestSource, trustedHops: number): string | null {
  const own = socketAddress ?? null;
  if (trustedHops === 0 || forwardedFor === undefined) return own;
  const entry = forwardedFor.split(',').at(-trustedHops)?.trim() ?? '';
  const parts = withPort.exec(entry)?.groups;
  const bare = parts?.v6 ?? parts?.v4 ?? entry;
  return address.test(bare) ? bare : own;
}
