import { createHmac, timingSafeEqual } from 'node:crypto';
import { type ConfirmationTools, confirmationTools } from '../confirmation/challenge.server.ts';

const ID_BYTES = 6;
const BROADCAST_BYTES = 4;
const MAC_BYTES = 16;
const BYTES = ID_BYTES + BROADCAST_BYTES + MAC_BYTES;
const shape = /^[A-Za-z0-9_-]{35}$/;

/** Whose copy of which broadcast a link came with. `subscriptionId` 0: a test mail, which is nobody's; `broadcastId` 0: a mail that was no broadcast. */
export interface MemberLink {
  subscriptionId: number;
  broadcastId: number;
}

/** The addresses that a mail to a member carries, absolute, and the two headers of one-click unsubscribing; both headers are to be signed by DKIM. */
export interface UnsubscribeUrls {
  unsubscribeUrl: string;
  preferencesUrl: string;
  headers: { 'List-Unsubscribe': string; 'List-Unsubscribe-Post': string };
}

function mac(secret: string, head: Buffer): Buffer {
  return createHmac('sha256', secret).update('member-link:').update(head).digest().subarray(0, MAC_BYTES);
}

/**
 * The token of one member's copy of one broadcast: both numbers and 128 bits of HMAC-SHA-256 under SECRET, 35 letters of base64url. Nothing is stored for it, and it holds as
 * long as SECRET does. Throws on a number that does not fit.
 */
export function memberToken({ subscriptionId, broadcastId }: MemberLink, secret: string): string {
  const head = Buffer.alloc(ID_BYTES + BROADCAST_BYTES);
  head.writeUIntBE(subscriptionId, 0, ID_BYTES);
  head.writeUInt32BE(broadcastId, ID_BYTES);
  return Buffer.concat([head, mac(secret, head)]).toString('base64url');
}

/** Whose link a token is; null when it was not made under this secret. Compares in constant time. */
export function readMemberToken(token: string, secret: string): MemberLink | null {
  if (!shape.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  // The last letter has bits to spare: one link, one spelling.
  if (bytes.length !== BYTES || bytes.toString('base64url') !== token) return null;
  const head = bytes.subarray(0, ID_BYTES + BROADCAST_BYTES);
  if (!timingSafeEqual(mac(secret, head), bytes.subarray(head.length))) return null;
  return { subscriptionId: head.readUIntBE(0, ID_BYTES), broadcastId: head.readUInt32BE(ID_BYTES) };
}

/**
 * Where a member leaves a list, in one click (RFC 8058) or by a page, and changes what comes. `origin` without a trailing slash. No database is asked, so that a million mails are
 * addressed in seconds.
 */
export function unsubscribeUrls(
  { subscriptionId, broadcastId, locale }: MemberLink & { locale: 'en' | 'es' },
  given: Partial<ConfirmationTools> & { origin: string },
): UnsubscribeUrls {
  const { secret } = confirmationTools(given);
  const token = memberToken({ subscriptionId, broadcastId }, secret);
  const home = `${given.origin}${locale === 'es' ? '/es' : ''}`;
  const unsubscribeUrl = `${home}/unsubscribe/${token}`;
  return {
    unsubscribeUrl,
    preferencesUrl: `${home}/preferences/${token}`,
    headers: { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  };
}
