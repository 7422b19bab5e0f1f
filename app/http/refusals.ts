import type { CodeRefusal, ConfirmRefusal, SignRefusal } from '#app/domain/signature/signature.ts';
import { messagesIn } from '#app/messages/messages.ts';
import type { Locale } from './locale.ts';

/** Every reason for which a verb behind a page says no. */
export type Reason = SignRefusal | ConfirmRefusal | CodeRefusal;

/** A refusal as a page shows it: a heading, and what the person can do. */
export interface RefusalWords {
  title: string;
  text: string;
}

/**
 * The status of each reason. 404: not known; 410: was there once; 422: what was typed; 429: too often. Source: RFC 9110, RFC 6585.
 */
const statuses = {
  campaign_unknown: 404,
  campaign_not_open: 409,
  campaign_closed: 409,
  unknown: 404,
  expired: 410,
  withdrawn: 409,
  invalidated: 409,
  mailbox_shared: 409,
  code_wrong: 422,
  code_locked: 429,
} satisfies Record<Reason, number>;

/** The HTTP status and the words of a reason, in a language. A reason without either does not compile. DESIGN house rule 3. */
export function refusalOf(reason: Reason, locale: Locale): RefusalWords & { reason: Reason; status: number } {
  const words: Record<Reason, RefusalWords> = messagesIn(locale).sign.refusals;
  return { reason, status: statuses[reason], ...words[reason] };
}
