import { createHmac, timingSafeEqual } from 'node:crypto';

/** Where bounces come back to, and the secret that signs the addresses. */
export interface BounceDesk {
  domain: string;
  secret: string;
}

const macChars = 20;

/**
 * The address that a delivery's bounces come back to: `bounce+<delivery id>-<hmac>@domain`, the id without hyphens and 80 bits of
 * HMAC-SHA-256 in hexadecimal, 60 characters before the `@` (RFC 5321 allows 64). Lower case, because servers on the way may change the case.
 * Throws on what is no UUID. Own choice, after VERP.
 */
export function bounceAddressOf(deliveryPublicId: string, { domain, secret }: BounceDesk): string {
  const id = deliveryPublicId.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(id)) throw new Error('a delivery is named by a UUID');
  return `bounce+${id}-${macOf(id, secret)}@${domain}`;
}

/**
 * Whose bounce address this is. `forged`: it looks like one of ours at our domain, but its HMAC is missing or wrong; null: any other address. Compared in
 * constant time, in any case of letters.
 */
export function readBounceAddress(
  address: string,
  { domain, secret }: BounceDesk,
): { deliveryPublicId: string } | 'forged' | null {
  const [, local = ''] = /^(bounce\+.{0,100})@/.exec(address.toLowerCase()) ?? [];
  if (local === '' || address.slice(local.length + 1).toLowerCase() !== domain.toLowerCase()) return null;
  const [, id, mac] = /^bounce\+([0-9a-f]{32})-([0-9a-f]{20})$/.exec(local) ?? [];
  if (!id || !mac || !timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(id, secret)))) return 'forged';
  return { deliveryPublicId: id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') };
}

function macOf(id: string, secret: string): string {
  return createHmac('sha256', secret).update('bounce-address:').update(id).digest('hex').slice(0, macChars);
}
