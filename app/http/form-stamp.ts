import { createHmac, timingSafeEqual } from 'node:crypto';
import { derivedKey } from './derived-key.ts';

/** The secret that stamps are signed under, and the clock. Own choice. */
export interface StampTools {
  secret: string;
  now(): Date;
}

/** How old a stamp may be, in milliseconds: a day. A form that lay open longer shows none. Own choice. */
export const stampLifeMs = 24 * 60 * 60_000;

const MAC_BYTES = 16;
// Clocks of several machines behind one address.
const SKEW_MS = 60_000;
const shape = /^(?<at>[0-9a-z]{8,9})\.(?<mac>[\w-]{22})$/;

/** The signed time of rendering, for a hidden field of a form: instant in milliseconds to base 36, and 16 bytes of HMAC-SHA-256. The same for everybody who is shown the page. Own choice. */
export function newStamp({ secret, now }: StampTools): string {
  const at = now().getTime().toString(36);
  return `${at}.${macOf(at, secret).toString('base64url')}`;
}

/** How long ago a stamp was made, in whole milliseconds, at least 0; null for none, a forged one, one from the future and one older than `stampLifeMs`. One HMAC. Own choice. */
export function stampAgeMs(text: string, { secret, now }: StampTools): number | null {
  const said = text.length > 40 ? undefined : shape.exec(text)?.groups;
  if (!said) return null;
  const { at = '', mac = '' } = said;
  const given = Buffer.from(mac, 'base64url');
  if (given.length !== MAC_BYTES || !timingSafeEqual(macOf(at, secret), given)) return null;
  const ageMs = now().getTime() - Number.parseInt(at, 36);
  if (ageMs < -SKEW_MS || ageMs > stampLifeMs) return null;
  return Math.max(0, ageMs);
}

function macOf(at: string, secret: string): Buffer {
  return createHmac('sha256', derivedKey(secret, 'form-stamp')).update(at).digest().subarray(0, MAC_BYTES);
}
