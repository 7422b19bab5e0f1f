import { createHmac, hash, randomBytes } from 'node:crypto';
import { derivedKey } from '#app/http/derived-key.ts';
import { newStamp } from '#app/http/form-stamp.ts';
import { newProofChallenge } from '#app/http/proof.ts';

/**
 * The fields `proof` and `stamp` of a form that lay open for so long while a script solved a challenge of its own. `secret` is the site's; the work itself is spared,
 * since the counter asked for is 1.
 */
export function provedFields(secret: string, openMs = 30_000): { proof: string; stamp: string } {
  const now = () => new Date();
  const [nonce, salt] = [randomBytes(16), randomBytes(16)];
  const keyPrefix = hash('sha256', Buffer.concat([salt, nonce, Buffer.of(0, 0, 0, 1)]), 'hex').slice(0, 32);
  const { parameters } = newProofChallenge({ secret, now });
  const asked = { ...parameters, keyPrefix, nonce: nonce.toString('hex'), salt: salt.toString('hex') };
  const signature = createHmac('sha256', derivedKey(secret, 'proof')).update(JSON.stringify(asked)).digest('hex');
  return {
    proof: [asked.nonce, asked.salt, keyPrefix, asked.expiresAt, signature, '1'].join('.'),
    stamp: newStamp({ secret, now: () => new Date(Date.now() - openMs) }),
  };
}
