import { createHmac, hash, randomBytes } from 'node:crypto';
import { derivedKey } from '#app/http/derived-key.ts';

/**
 * The field `proof` of a form whose browser has done its work, made by whoever knows the secret: the counter is chosen first, so that nothing has to be
 * searched. Format of `app/http/proof.ts`.
 */
export function solvedProof(secret: string, expiresAt = Math.ceil(Date.now() / 1000) + 1800): string {
  const nonce = randomBytes(16);
  const salt = randomBytes(16);
  const prefix = hash('sha256', Buffer.concat([salt, nonce, Buffer.alloc(4)]), 'buffer').toString('hex', 0, 16);
  const said = `{"algorithm":"SHA-256","cost":1,"expiresAt":${expiresAt},"keyLength":32,"keyPrefix":"${prefix}","nonce":"${nonce.toString('hex')}","salt":"${salt.toString('hex')}"}`;
  const signature = createHmac('sha256', derivedKey(secret, 'proof')).update(said).digest('hex');
  return [nonce.toString('hex'), salt.toString('hex'), prefix, expiresAt, signature, 0].join('.');
}
