import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { newProofChallenge, readProof } from '#app/http/proof.ts';
import { sha256OfBlock } from '#app/ui/proof/sha256.ts';
import { solve } from '#app/ui/proof/solve.ts';

test('the hash of the browser is SHA-256 for every length that fills one block', () => {
  for (let length = 0; length <= 55; length += 1) {
    const message = randomBytes(length);
    const wanted = createHash('sha256').update(message).digest('hex');
    expect([length, Buffer.from(sha256OfBlock(message)).toString('hex')]).toEqual([length, wanted]);
  }
  expect(() => sha256OfBlock(randomBytes(56))).toThrow(RangeError);
});

test('what the browser solves the server takes as valid', async () => {
  const tools = { secret: 'a secret of tests that is long enough', now: () => new Date() };
  const field = await solve(newProofChallenge(tools));
  expect(readProof(field ?? '', tools).proof).toBe('valid');
});
