import { createHmac } from 'node:crypto';
import { type Cookie, createCookie } from '@remix-run/node';
import { env } from '#app/env.server.ts';

/** How long a confirmed person may write letters before confirming again, in seconds: seven days. Own choice. */
export const writerSessionSeconds = 7 * 24 * 60 * 60;

/** The person who writes: shown by confirming to hold a mailbox. */
export interface Writer {
  personId: number;
  /** The signature that was confirmed: whose words they are where two people share the mailbox; null in a session from before there were such. */
  signatureId: number | null;
}

let cookie: Cookie | undefined;

/** The signed cookie; its key is derived from SECRET for this use alone, so that no other signature of SECRET passes as a session. */
function writerCookieOf(): Cookie {
  const { secret, origin } = env();
  cookie ??= createCookie('writer', {
    httpOnly: true,
    sameSite: 'lax',
    secure: origin.startsWith('https://'),
    path: '/',
    maxAge: writerSessionSeconds,
    secrets: [createHmac('sha256', secret).update('writer-session').digest('hex')],
  });
  return cookie;
}

/**
 * Who may write, by the request's cookie; null for none, a forged or malformed one, or one given out more than
 * `writerSessionSeconds` before `now` (the server's clock decides, not the browser's).
 */
export async function readWriter(request: Request, now: Date = new Date()): Promise<Writer | null> {
  const value: unknown = await writerCookieOf().parse(request.headers.get('Cookie'));
  if (typeof value !== 'object' || value === null) return null;
  const { personId, signatureId, issuedAt } = value as Record<string, unknown>;
  if (!Number.isSafeInteger(personId) || typeof issuedAt !== 'number') return null;
  const ageMs = now.getTime() - issuedAt;
  if (ageMs < 0 || ageMs > writerSessionSeconds * 1000) return null;
  return {
    personId: personId as number,
    signatureId: Number.isSafeInteger(signatureId) ? (signatureId as number) : null,
  };
}

/** The `Set-Cookie` value that makes this browser the person's and the signer's, from `now` for seven days. Hand it out only after a confirmation. */
export function writerCookie(
  personId: number,
  signatureId: number | null = null,
  now: Date = new Date(),
): Promise<string> {
  return writerCookieOf().serialize({ personId, signatureId, issuedAt: now.getTime() });
}
