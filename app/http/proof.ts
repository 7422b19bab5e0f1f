import { hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { Challenge } from 'altcha-lib';
import type { Proof } from '#app/domain/signature/signature.ts';
import { derivedMac } from './derived-key.ts';

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
const PREFIX_DIGITS = 32;
// Nonce, salt, prefix, expiry, signature, counter.
const field = /^(?:[0-9a-f]{32}\.){3}[1-9][0-9]{9}\.[0-9a-f]{64}\.(?:0|[1-9][0-9]{0,8})$/;

/**
 * A challenge for one form, in the format of altcha-lib 2: find the counter whose hash begins with `keyPrefix`. It names nobody, is kept nowhere, and its
 * `expiresAt` is in seconds. One hash and one HMAC to make. Source: altcha-lib 2.8, "deterministic mode"; decision 0025.
 */
export function newProofChallenge({ secret, now }: ProofTools): Challenge {
  const nonce = randomBytes(16).toString('hex');
  const salt = randomBytes(16).toString('hex');
  const counter = randomInt(MOST_TRIES);
  const signed = {
    nonce,
    salt,
    prefix: keyOf(salt, nonce, counter).slice(0, PREFIX_DIGITS),
    expiresAt: String(Math.ceil((now().getTime() + proofLifeMs) / 1000)),
  };
  const text = parametersText(signed);
  return { parameters: JSON.parse(text), signature: signatureOf(text, secret) };
}

/**
 * What the field `proof` of a form is worth: `nonce.salt.keyPrefix.expiresAt.signature.counter`, or empty. `digest` stands for the challenge, the same each
 * time it is handed in, and is null unless the proof is `valid`; a second use is not seen here. At most one HMAC and one hash, some microseconds,
 * whatever a stranger writes. Nothing that costs is read from the field: it names neither algorithm nor rounds. Decision 0025.
 */
export function readProof(text: string, { secret, now }: ProofTools): { proof: Proof; digest: Buffer | null } {
  if (text === '') return { proof: 'none', digest: null };
  if (text.length > 300 || !field.test(text)) return { proof: 'invalid', digest: null };
  const [nonce = '', salt = '', prefix = '', expiresAt = '', signature = '', counter = ''] = text.split('.');
  const mac = signatureOf(parametersText({ nonce, salt, prefix, expiresAt }), secret);
  if (!isSame(mac, signature)) return { proof: 'invalid', digest: null };
  if (Number(expiresAt) * 1000 < now().getTime()) return { proof: 'expired', digest: null };
  if (!keyOf(salt, nonce, Number(counter)).startsWith(prefix)) return { proof: 'invalid', digest: null };
  return { proof: 'valid', digest: digestOf(Number(expiresAt), mac) };
}

const DIGEST_DIGITS = 64;
const EXPIRY_DIGITS = 12;

/** The time of a challenge's end in seconds, then as much of its signature as has room: digests of one hour lie together in their index (decision 0024). */
function digestOf(expiresAt: number, mac: string): Buffer {
  const expiry = expiresAt.toString(16).padStart(EXPIRY_DIGITS, '0');
  return Buffer.from(expiry + mac.slice(0, DIGEST_DIGITS - EXPIRY_DIGITS), 'hex');
}

const ours = Buffer.alloc(DIGEST_DIGITS);
const theirs = Buffer.alloc(DIGEST_DIGITS);

/** Whether two digests in hexadecimal are the same, told in a time that does not depend on where they differ. */
function isSame(mac: string, signature: string): boolean {
  ours.write(mac, 'latin1');
  theirs.write(signature, 'latin1');
  return timingSafeEqual(ours, theirs);
}

const keyed = Buffer.alloc(36);

/** Salt and nonce in hexadecimal, 16 bytes each. */
function keyOf(salt: string, nonce: string, counter: number): string {
  keyed.write(salt, 0, 'hex');
  keyed.write(nonce, 16, 'hex');
  keyed.writeUInt32BE(counter, 32);
  return hash('sha256', keyed, 'hex');
}

/** What is signed: the parameters with their names in order, as altcha-lib signs them. */
function parametersText(said: { nonce: string; salt: string; prefix: string; expiresAt: string }): string {
  return `{"algorithm":"SHA-256","cost":1,"expiresAt":${said.expiresAt},"keyLength":32,"keyPrefix":"${said.prefix}","nonce":"${said.nonce}","salt":"${said.salt}"}`;
}

function signatureOf(text: string, secret: string): string {
  return derivedMac(secret, 'proof', text);
}
