import { createHash, createHmac, randomBytes } from 'node:crypto';
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

/** A new claim: 32 random bytes in base64url. It stands in the address of the sender's thank-you page and proves nothing about a mailbox. */
export function newClaim(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 of a claim or a token, the form in which the database keeps it. Source: OWASP ASVS 5.0, 11.5.1. */
export function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
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
