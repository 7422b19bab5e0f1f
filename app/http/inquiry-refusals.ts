import type { CodeFault } from '#app/domain/confirmation/confirmation.ts';
import type { InquiryRefusal } from '#app/domain/inquiry/inquiry.ts';
import { messagesIn } from '#app/messages/messages.ts';
import type { Locale } from './locale.ts';
import type { RefusalWords } from './refusals.ts';

const statuses = {
  inquiry_unknown: 404,
  inquiry_expired: 410,
  code_wrong: 422,
  code_locked: 429,
  expired: 410,
} satisfies Record<InquiryRefusal | CodeFault, number>;

/** The HTTP status and the words for a link or a code that opens nothing; a reason without either does not compile. Source: RFC 9110, RFC 6585. */
export function inquiryRefusal(reason: InquiryRefusal | CodeFault, locale: Locale): RefusalWords & { status: number } {
  const words: Record<InquiryRefusal | CodeFault, RefusalWords> = messagesIn(locale).inquiry.refusals;
  return { status: statuses[reason], ...words[reason] };
}
