import { createHmac, hash, randomFillSync } from 'node:crypto';
import { type Tools, tools } from '#app/db.server.ts';
import { env } from '#app/env.server.ts';

/** What the verbs of signing, handing in and confirming use: database, clock, and the secret from which links and codes are derived. */
export interface ConfirmationTools extends Tools {
  secret: string;
}

/** The tools of production, laid under those given; the secret is SECRET. */
export function confirmationTools(given: Partial<ConfirmationTools> = {}): ConfirmationTools {
  const base = tools(given);
  return {
    get db() {
      return base.db;
    },
    now: base.now,
    get secret() {
      return given.secret ?? env().secret;
    },
  };
}

const TIME_BYTES = 6;
const CLAIM_BYTES = 32;
// The last letter of 32 bytes in base64url has its two lowest bits clear; this one has not, so that no token looks like a claim.
const CLAIM_END = '_';
const CLAIM_CHARS = 43;

const randomBlock = Buffer.alloc(CLAIM_BYTES * 128);
let randomUsed = randomBlock.length;

/**
 * A new claim: the instant, 204 random bits and a mark, 43 letters of base64url. It stands in the address of the sender's thank-you page and proves nothing
 * about a mailbox. It begins with its instant so that rows of one hour lie together in the index of their digests (decision 0024).
 */
export function newClaim(nowMs: number = Date.now()): string {
  if (randomUsed === randomBlock.length) {
    randomFillSync(randomBlock);
    randomUsed = 0;
  }
  const bytes = randomBlock.subarray(randomUsed, randomUsed + CLAIM_BYTES);
  randomUsed += CLAIM_BYTES;
  bytes.writeUIntBE(nowMs, 0, TIME_BYTES);
  const claim = bytes.toString('base64url').slice(0, CLAIM_CHARS - 1) + CLAIM_END;
  bytes.fill(0);
  return claim;
}

/**
 * The form in which the database keeps a claim or a token: its SHA-256; of a claim, its instant (6 bytes) and the first 26 bytes of the SHA-256 of the whole, so that
 * digests rise as the claims do. Source: OWASP ASVS 5.0, 11.5.1; decision 0024.
 */
export function digestOf(text: string): Buffer {
  if (text.length !== CLAIM_CHARS || !text.endsWith(CLAIM_END)) return hash('sha256', text, 'buffer');
  return Buffer.from(claimDigestHex(text), 'hex');
}

/** `digestOf` a claim that `newClaim` gave, in hexadecimal. */
export function claimDigestHex(claim: string): string {
  const instant = Buffer.from(claim.slice(0, 8), 'base64url')
    .toString('hex')
    .padEnd(2 * TIME_BYTES, '0');
  return instant + hash('sha256', claim, 'hex').slice(0, 2 * (CLAIM_BYTES - TIME_BYTES));
}

/**
 * The token and the six digits of the challenge whose claim has this digest, both by HMAC-SHA-256 under the secret: a retry of the mail
 * carries the same, and the database alone yields neither. The code is kept as a keyed digest, since a million plain ones are soon
 * tried. Source: RFC 2104; own choice of six digits; the remainder favours no code by more than 1 in 2^32 / 10^6.
 */
export function challengeSecrets(claimHash: Buffer, secret: string): { token: string; code: string } {
  const keyed = (use: string) => createHmac('sha256', secret).update(`${use}:`).update(claimHash).digest();
  const code = keyed('code').readUInt32BE(0) % 1_000_000;
  return { token: keyed('confirm').toString('base64url'), code: String(code).padStart(6, '0') };
}

/** The keyed digest of a code of that challenge, the form in which the database keeps it. */
export function codeDigest(claimHash: Buffer, code: string, secret: string): Buffer {
  return createHmac('sha256', secret).update('code-digest:').update(claimHash).update(code).digest();
}
