import type {
  SubmissionCodeRefusal,
  SubmissionConfirmRefusal,
  SubmissionFault,
  SubmissionRefusal,
} from '#app/domain/submission/submission.ts';
import { messagesIn } from '#app/messages/messages.ts';
import type { Locale } from './locale.ts';
import type { RefusalWords } from './refusals.ts';

/** Every reason for which a link or a code of a submission does not confirm. Own choice. */
export type SubmissionReason = SubmissionConfirmRefusal | SubmissionCodeRefusal;

const statuses = {
  submission_unknown: 404,
  submission_expired: 410,
  domain_unlisted: 409,
  code_wrong: 422,
  code_locked: 429,
  expired: 410,
} satisfies Record<SubmissionReason, number>;

/** The HTTP status and the words of a reason, in a language; a reason without either does not compile. Source: RFC 9110, RFC 6585. */
export function submissionRefusal(reason: SubmissionReason, locale: Locale): RefusalWords & { status: number } {
  const words: Record<SubmissionReason, RefusalWords> = messagesIn(locale).submission.refusals;
  return { status: statuses[reason], ...words[reason] };
}

/** A refusal that the person can mend in a field, with its fault; null for a page that is not there. Own choice. */
export const refusedField = {
  domain_unlisted: { field: 'email', fault: 'domain_unlisted' },
  measurement_unknown: { field: 'measurement', fault: 'measurement_unknown' },
  incident_unknown: null,
  isp_unknown: null,
  report_unknown: null,
} as const satisfies Record<SubmissionRefusal, { field: string; fault: string } | null>;

/** Faults of a field that only the database could find. Own choice. */
export type FoundFault = SubmissionFault | 'domain_unlisted' | 'measurement_unknown';
