import { createHmac } from 'node:crypto';

/**
 * The token of a link that stands for one row until one instant, by HMAC-SHA-256 under the secret: a retry of the mail carries the same, a new time another, and the
 * database alone yields none. 43 letters of base64url. Source: RFC 2104.
 */
export function mailedToken(
  use: 'invitation' | 'email-change',
  { id, expiresAt }: { id: number; expiresAt: Date },
  secret: string,
): string {
  return createHmac('sha256', secret).update(`organizer-${use}\n${id}\n${expiresAt.getTime()}`).digest('base64url');
}
