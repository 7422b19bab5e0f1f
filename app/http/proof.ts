import { createHmac, hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { Challenge } from 'altcha-lib';
import type { Proof } from '#app/domain/signature/signature.ts';
import { derivedKey } from './derived-key.ts';

/** The secret that challenges are signed under, and the clock. Own choice. */
export interface ProofTools {
  secret: string;
  now(): Date;
}

/** How long a challenge may be solved and handed in, in milliseconds: half an hour. Own choice. */
export const proofLifeMs = 30 * 60_000;

/** How many hashes a browser tries at most before it meets the one that is asked for; half of it on average. Decision 0025. */
const MOST_TRIES = 300_000;

// What altcha-lib calls a key: the SHA-256 of salt, nonce and counter. A prefix of half of it cannot be met by chance.
const PREFIX_BYTES = 16;
const field =
  /^(?<nonce>[0-9a-f]{32})\.(?<salt>[0-9a-f]{32})\.(?<prefix>[0-9a-f]{32})\.(?<expiresAt>[1-9][0-9]{9})\.(?<signature>[0-9a-f]{64})\.(?<counter>0|[1-9][0-9]{0,8})$/;

/**
 * A challenge for one form, in the format of altcha-lib 2: find the counter whose hash begins with `keyPrefix`. It names nobody, is kept nowhere, and its
 * `expiresAt` is in seconds. One hash and one HMAC to make. Source: altcha-lib 2.8, "deterministic mode"; decision 0025.
 */
export function newProofChallenge({ secret, now }: ProofTools): Challenge {
  const nonce = randomBytes(16);
  const salt = randomBytes(16);
  const counter = randomInt(MOST_TRIES);
  const signed = {
    nonce: nonce.toString('hex'),
    salt: salt.toString('hex'),
    prefix: keyOf(salt, nonce, counter).subarray(0, PREFIX_BYTES).toString('hex'),
    expiresAt: String(Math.ceil((now().getTime() + proofLifeMs) / 1000)),
  };
  const text = parametersText(signed);
  return { parameters: JSON.parse(text), signature: signatureOf(text, secret).toString('hex') };
}

/**
 * What the field `proof` of a form is worth: `nonce.salt.keyPrefix.expiresAt.signature.counter`, or empty. `digest` stands for the challenge, the same each
 * time it is handed in, and is null unless the proof is `valid`; a second use is not seen here. At most one HMAC and one hash, some microseconds,
 * whatever a stranger writes. Nothing that costs is read from the field: it names neither algorithm nor rounds. Decision 0025.
 */
export function readProof(text: string, { secret, now }: ProofTools): { proof: Proof; digest: Buffer | null } {
  if (text === '') return { proof: 'none', digest: null };
  const said = text.length > 300 ? undefined : field.exec(text)?.groups;
  if (!said) return { proof: 'invalid', digest: null };
  const { nonce = '', salt = '', prefix = '', expiresAt = '', signature = '', counter = '' } = said;
  const digest = signatureOf(parametersText({ nonce, salt, prefix, expiresAt }), secret);
  if (!timingSafeEqual(digest, Buffer.from(signature, 'hex'))) return { proof: 'invalid', digest: null };
  if (Number(expiresAt) * 1000 < now().getTime()) return { proof: 'expired', digest: null };
  const key = keyOf(Buffer.from(salt, 'hex'), Buffer.from(nonce, 'hex'), Number(counter));
  if (key.toString('hex', 0, PREFIX_BYTES) !== prefix) return { proof: 'invalid', digest: null };
  return { proof: 'valid', digest };
}

function keyOf(salt: Buffer, nonce: Buffer, counter: number): Buffer {
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(counter);
  return hash('sha256', Buffer.concat([salt, nonce, tail]), 'buffer');
}

/** What is signed: the parameters with their names in order, as altcha-lib signs them. */
function parametersText(said: { nonce: string; salt: string; prefix: string; expiresAt: string }): string {
  return `{"algorithm":"SHA-256","cost":1,"expiresAt":${said.expiresAt},"keyLength":32,"keyPrefix":"${said.prefix}","nonce":"${said.nonce}","salt":"${said.salt}"}`;
}

function signatureOf(text: string, secret: string): Buffer {
  return createHmac('sha256', derivedKey(secret, 'proof')).update(text).digest();
}
