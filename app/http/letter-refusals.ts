import type { DraftResult } from '#app/domain/letter/draft.server.ts';
import type { EditResult, PreviewResult } from '#app/domain/letter/edit.server.ts';
import type { InsertResult } from '#app/domain/letter/insert.server.ts';
import type { PostedResult } from '#app/domain/letter/posted.server.ts';
import type { SendRefusal } from '#app/domain/letter/send.server.ts';
import type { WithdrawResult } from '#app/domain/letter/withdraw.server.ts';
import { messagesIn } from '#app/messages/messages.ts';
import type { Locale } from './locale.ts';

/** Every reason for which a verb behind the pages of letters says no; `form_incomplete`: the post lacks what the page had put in. */
export type LetterReason =
  | SendRefusal
  | Extract<EditResult, { ok: false }>['reason']
  | Extract<DraftResult | PreviewResult | InsertResult | PostedResult | WithdrawResult, { ok: false }>['reason']
  | 'form_incomplete';

const statuses = {
  unknown: 404,
  already_sent: 409,
  not_confirmed: 403,
  not_previewed: 409,
  text_changed: 409,
  consent_changed: 409,
  no_channel: 409,
  campaign_unknown: 404,
  campaign_not_open: 409,
  target_unavailable: 422,
  no_template: 422,
  form_incomplete: 422,
  ways_changed: 409,
  address_missing: 422,
  subject_formula: 422,
  body_formula: 422,
  too_long: 422,
  nothing_to_insert: 422,
  evidence_gone: 409,
  measurement_unknown: 422,
  there_already: 409,
  no_room: 422,
  not_prepared: 409,
  not_sent: 409,
} satisfies Record<LetterReason, number>;

/** The HTTP status and the words of a reason, in a language; a reason without either does not compile. Source: RFC 9110 for the statuses. */
export function letterRefusal(
  reason: LetterReason,
  locale: Locale,
): { reason: LetterReason; status: number; text: string } {
  const words: Record<LetterReason, string> = messagesIn(locale).letter.refusals;
  return { reason, status: statuses[reason], text: words[reason] };
}
