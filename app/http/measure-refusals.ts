import type { RecordRefusal } from '#app/domain/measurement/record.ts';
import { messagesIn } from '#app/messages/messages.ts';
import type { Locale } from './locale.ts';
import type { RefusalWords } from './refusals.ts';

/** Why a test is not taken in; `form_incomplete`: the post lacks what the page had put in; `too_many`: the network handed in enough today. */
export type HandInRefusal = RecordRefusal | 'form_incomplete' | 'too_many';

const statuses = {
  unknown_test: 404,
  too_old: 410,
  no_figures: 422,
  form_incomplete: 422,
  too_many: 429,
} satisfies Record<HandInRefusal, number>;

/** The HTTP status and the words of a reason, in a language; a reason without either does not compile. Source: RFC 9110 for the statuses. */
export function handInRefusal(reason: HandInRefusal, locale: Locale): RefusalWords & { status: number } {
  const words: Record<HandInRefusal, RefusalWords> = messagesIn(locale).measure.handIn.refusals;
  return { status: statuses[reason], ...words[reason] };
}
