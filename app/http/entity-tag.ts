import { createHash } from 'node:crypto';

/** A weak entity tag of a text or of bytes: weak, because the listener may compress the same. Source: RFC 9110, section 8.8.3. */
export function entityTag(body: string | Uint8Array): string {
  return `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

/** Whether an `If-None-Match` names a weak tag, weakly compared; `*` names every one. Source: RFC 9110, section 13.1.2. */
export function namesTag(condition: string | null, tag: string): boolean {
  if (condition === null) return false;
  return condition.split(',').some((one) => ['*', tag, tag.slice(2)].includes(one.trim()));
}
