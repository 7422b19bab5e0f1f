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
 * The mark of a copy of a broadcast: 80 bits of HMAC-SHA-256 over its number, in hexadecimal. It stands in the copy's bounce address and in its Message-ID, so that nobody who knows a number
 * can hand in a bounce or a complaint about somebody else's copy. Own choice.
 */
export function copyMacOf(recipientId: number, secret: string): string {
  return macOf(`copy:${recipientId}`, secret);
}

/** The address that bounces of a copy of a broadcast come back to: `bounce+b<number>-<hmac>@domain`. Throws on what is no number of a row. Own choice, after VERP. */
export function copyBounceAddressOf(recipientId: number, { domain, secret }: BounceDesk): string {
  if (!Number.isSafeInteger(recipientId) || recipientId <= 0) throw new Error('a copy is named by a whole number');
  return `bounce+b${recipientId}-${copyMacOf(recipientId, secret)}@${domain}`;
}

/** The Message-ID of a copy, with angle brackets, the same on every attempt. `origin`: the site's. */
export function copyMessageIdOf(recipientId: number, { origin, secret }: { origin: string; secret: string }): string {
  return `<broadcast.${recipientId}.${copyMacOf(recipientId, secret)}@${new URL(origin).hostname}>`;
}

/** Which copy a Message-ID names; null for any other, and for one that was not made under this secret. Compared in constant time. */
export function readCopyMessageId(messageId: string, secret: string): number | null {
  const [, id, mac] = /^<broadcast\.([0-9]{1,15})\.([0-9a-f]{20})@[^@\s<>]+>$/i.exec(messageId) ?? [];
  return id && mac && isMacOf(mac.toLowerCase(), `copy:${Number(id)}`, secret) ? Number(id) : null;
}

/**
 * Whose bounce address this is. `forged`: it looks like one of ours at our domain, but its HMAC is missing or wrong; null: any other address. Compared in
 * constant time, in any case of letters.
 */
export function readBounceAddress(
  address: string,
  { domain, secret }: BounceDesk,
): { deliveryPublicId: string } | { recipientId: number } | 'forged' | null {
  const [, local = ''] = /^(bounce\+.{0,100})@/.exec(address.toLowerCase()) ?? [];
  if (local === '' || address.slice(local.length + 1).toLowerCase() !== domain.toLowerCase()) return null;
  const [, copy, copyMac] = /^bounce\+b([0-9]{1,15})-([0-9a-f]{20})$/.exec(local) ?? [];
  if (copy && copyMac)
    return isMacOf(copyMac, `copy:${Number(copy)}`, secret) ? { recipientId: Number(copy) } : 'forged';
  const [, id, mac] = /^bounce\+([0-9a-f]{32})-([0-9a-f]{20})$/.exec(local) ?? [];
  if (!id || !mac || !isMacOf(mac, id, secret)) return 'forged';
  return { deliveryPublicId: id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') };
}

function isMacOf(mac: string, id: string, secret: string): boolean {
  return timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(id, secret)));
}

function macOf(id: string, secret: string): string {
  return createHmac('sha256', secret).update('bounce-address:').update(id).digest('hex').slice(0, macChars);
}
