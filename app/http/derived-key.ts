import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

const known = new Map<string, KeyObject>();

/**
 * A key for one purpose, derived from SECRET by HMAC-SHA-256, so that what one purpose signs means nothing to another. Its bytes are the digest's hexadecimal
 * text, because altcha-lib takes keys as text. The same object each time: it is needed several times a form. Source: RFC 5869 without its salt; own choice.
 */
export function derivedKey(secret: string, purpose: 'network-key' | 'proof' | 'form-stamp'): KeyObject {
  const name = `${purpose} ${secret}`;
  const found = known.get(name);
  if (found) return found;
  // A process has one secret; tests have a few.
  if (known.size >= 100) known.clear();
  const key = createSecretKey(createHmac('sha256', secret).update(purpose).digest('hex'), 'utf8');
  known.set(name, key);
  return key;
}
