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
  const ageMs = now().getTime() - (goodOf(secret).get(text) ?? instantOf(text, secret) ?? Number.NaN);
  return ageMs >= -SKEW_MS && ageMs <= stampLifeMs ? Math.max(0, ageMs) : null;
}

const mostRemembered = 10_000;
let good = { secret: '', instants: new Map<string, number>() };

/** Stamps that were found good, and their instants: a page from memory hands one stamp to all who are shown it within a second. */
function goodOf(secret: string): Map<string, number> {
  if (good.secret !== secret || good.instants.size >= mostRemembered) good = { secret, instants: new Map() };
  return good.instants;
}

/** The instant of a stamp that was signed here, in milliseconds; null for any other text. */
function instantOf(text: string, secret: string): number | null {
  const said = text.length > 40 ? undefined : shape.exec(text)?.groups;
  if (!said) return null;
  const { at = '', mac = '' } = said;
  const given = Buffer.from(mac, 'base64url');
  if (given.length !== MAC_BYTES || !timingSafeEqual(macOf(at, secret), given)) return null;
  const atMs = Number.parseInt(at, 36);
  goodOf(secret).set(text, atMs);
  return atMs;
}

function macOf(at: string, secret: string): Buffer {
  return createHmac('sha256', derivedKey(secret, 'form-stamp')).update(at).digest().subarray(0, MAC_BYTES);
}
