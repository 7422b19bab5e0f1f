import { type Challenge, solveChallenge } from 'altcha-lib';
import { sha256OfBlock } from './sha256.ts';

/** How long a browser works on one challenge before it gives up, in milliseconds. Own choice: the slowest phones need some ten seconds. */
const WORK_MS = 60_000;

/**
 * The value of the field `proof` for a challenge of `/proof`: what the server must see of it again, and the counter that solves it. Null when it could not be
 * solved in time. Source: altcha-lib 2.8; the field is read by `app/http/proof.ts` (decision 0025).
 */
export async function solve(challenge: Challenge): Promise<string | null> {
  const solution = await solveChallenge({
    challenge,
    timeout: WORK_MS,
    async deriveKey(_, salt, password) {
      const message = new Uint8Array(salt.length + password.length);
      message.set(salt);
      message.set(password, salt.length);
      return { derivedKey: sha256OfBlock(message) };
    },
  });
  if (!solution) return null;
  const { nonce, salt, keyPrefix, expiresAt } = challenge.parameters;
  return [nonce, salt, keyPrefix, expiresAt, challenge.signature, solution.counter].join('.');
}
