import { type Challenge, solveChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { describe, expect, it } from 'vitest';
import { derivedKey } from '#app/http/derived-key.ts';
import { newProofChallenge, proofLifeMs, readProof } from '#app/http/proof.ts';

const secret = 'a secret of tests that is long enough';
const at = new Date();
const now = () => at;
const later = (ms: number) => () => new Date(at.getTime() + ms);

async function solved(challenge: Challenge) {
  const solution = await solveChallenge({ challenge, deriveKey });
  if (!solution) throw new Error('not solved');
  const { nonce, salt, keyPrefix, expiresAt } = challenge.parameters;
  return {
    solution,
    field: [nonce, salt, keyPrefix, expiresAt, challenge.signature, solution.counter].join('.'),
  };
}

const challenge = newProofChallenge({ secret, now });
const { solution, field } = await solved(challenge);
const read = (text: string, tools = { secret, now }) => readProof(text, tools);
const part = (place: number, value: string) => field.split('.').toSpliced(place, 1, value).join('.');

describe('a proof of work', () => {
  it('is solved by altcha-lib and accepted by it as well as by us', async () => {
    const hmacSignatureSecret = derivedKey(secret, 'proof').export().toString('utf8');
    expect(await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret })).toMatchObject({
      verified: true,
    });
    const { proof, digest } = read(field);
    expect(proof).toBe('valid');
    // In the index the challenges of one hour lie together.
    expect(digest?.readUIntBE(0, 6)).toBe(challenge.parameters.expiresAt);
    expect(digest?.toString('hex', 6)).toBe(challenge.signature?.slice(0, 52));
  });

  it('has one digest however often it is handed in, and another challenge has another', async () => {
    expect(read(field).digest).toEqual(read(field).digest);
    const other = await solved(newProofChallenge({ secret, now }));
    expect(read(other.field)).toMatchObject({ proof: 'valid' });
    expect(read(other.field).digest).not.toEqual(read(field).digest);
  });

  it('is none when the field is empty, and expired half an hour later', () => {
    expect(read('')).toEqual({ proof: 'none', digest: null });
    expect(read(field, { secret, now: later(proofLifeMs) })).toMatchObject({ proof: 'valid' });
    expect(read(field, { secret, now: later(proofLifeMs + 1001) })).toEqual({ proof: 'expired', digest: null });
  });

  it.each([
    ['another counter', part(5, String(solution.counter + 1))],
    ['a counter that wraps round', part(5, String(solution.counter + 2 ** 32))],
    ['a counter with a zero in front', part(5, `0${solution.counter}`)],
    ['another nonce', part(0, '0'.repeat(32))],
    ['another salt', part(1, '0'.repeat(32))],
    ['an easier prefix', part(2, '0'.repeat(32))],
    ['no prefix', part(2, '')],
    ['a later end', part(3, String(Number(field.split('.')[3]) + 1))],
    ['another signature', part(4, '0'.repeat(64))],
    ['a short signature', part(4, '00')],
    ['a signature in capitals', part(4, field.split('.')[4]?.toUpperCase().replaceAll(/[0-9]/g, 'A') ?? '')],
    ['a line more', `${field}\n`],
    ['a part more', `${field}.0`],
    ['a challenge of another secret', field, 'another secret of tests that is long enough'],
    ['the words of a stranger', 'x'.repeat(100_000)],
  ])('does not hold with %s', (_, text, under = secret) => {
    expect(read(text, { secret: under, now })).toEqual({ proof: 'invalid', digest: null });
  });

  it('is forged before it is expired', () => {
    expect(read(part(4, '0'.repeat(64)), { secret, now: later(2 * proofLifeMs) }).proof).toBe('invalid');
  });
});
