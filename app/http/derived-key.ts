import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

const known = new Map<string, KeyObject>();

/**
 * A key for one purpose, derived from SECRET by HMAC-SHA-256, so that what one purpose signs means nothing to another. Its bytes are the digest's hexadecimal
 * text, because altcha-lib takes keys as text. The same object each time: it is needed several times a form. Source: RFC 5869 without its salt; own choice.
 */
export function derivedKey(secret: string, purpose: 'network-key' | 'proof' | 'form-stamp' | 'trial'): KeyObject {
  const name = `${purpose} ${secret}`;
  const found = known.get(name);
  if (found) return found;
  // A process has one secret; tests have a few.
  if (known.size >= 100) known.clear();
  const key = createSecretKey(createHmac('sha256', secret).update(purpose).digest('hex'), 'utf8');
  known.set(name, key);
  return key;
}

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const MOST_TEXT = 512;
const pads = new WeakMap<KeyObject, { inner: Buffer; outer: Buffer }>();

/**
 * HMAC-SHA-256 of a text under a derived key, in hexadecimal, with the two padded keys made once: half the cost of `createHmac`, which counts where a crowd posts forms. The text is
 * ASCII of at most 512 letters. Throws on a longer one. Source: RFC 2104, section 4.
 */
export function derivedMac(secret: string, purpose: Parameters<typeof derivedKey>[1], text: string): string {
  if (text.length > MOST_TEXT) throw new RangeError('a text for derivedMac is too long');
  const key = derivedKey(secret, purpose);
  let made = pads.get(key);
  if (!made) {
    made = { inner: Buffer.alloc(BLOCK_BYTES + MOST_TEXT), outer: Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES) };
    const bytes = Buffer.alloc(BLOCK_BYTES);
    key.export().copy(bytes);
    for (let at = 0; at < BLOCK_BYTES; at += 1) {
      made.inner[at] = (bytes[at] ?? 0) ^ 0x36;
      made.outer[at] = (bytes[at] ?? 0) ^ 0x5c;
    }
    pads.set(key, made);
  }
  const length = made.inner.write(text, BLOCK_BYTES, 'latin1');
  // Node hands out text in half the time of a Buffer.
  made.outer.write(hash('sha256', made.inner.subarray(0, BLOCK_BYTES + length), 'hex'), BLOCK_BYTES, 'hex');
  return hash('sha256', made.outer, 'hex');
}
