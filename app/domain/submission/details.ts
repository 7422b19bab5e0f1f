import { z } from 'zod';
import { REPORT_LINES, REPORT_SERVICES, REPORT_TROUBLES } from '../report/report.ts';

/** What of a correction waits in `submissions.details`. */
export const correctionDetails = z.object({ whatIsWrong: z.string(), source: z.string().nullable() });

/** What of a reply waits: the role and the words of its author. The mail domain is read from the address again. */
export const replyDetails = z.object({ role: z.string(), body: z.string() });

/** What of a report waits. `zip` has become the state by then; `measurement` is the public id of a test. */
export const reportDetails = z.object({
  service: z.enum(REPORT_SERVICES),
  trouble: z.enum(REPORT_TROUBLES),
  line: z.enum(REPORT_LINES),
  occurredOn: z.string(),
  occurredHour: z.number().int().nullable(),
  plan: z.string().nullable(),
  whatHappened: z.string(),
  usState: z.string().nullable(),
  measurement: z.string().nullable(),
});

/** What of a report waits. */
export type ReportDetails = z.infer<typeof reportDetails>;

/** What a "me too" came to. `same_person`: it was one's own report; `repeated`: this person had confirmed it before. */
export const ME_TOO_OUTCOMES = ['counted', 'other_network', 'same_person', 'repeated'] as const;

/** One such outcome. */
export type MeTooOutcome = (typeof ME_TOO_OUTCOMES)[number];

/** What is left in `details` after confirming: the public id of what the submission became (of the report, for "me too"), and its outcome. */
export const confirmedDetails = z.object({
  became: z.uuid(),
  outcome: z.enum(ME_TOO_OUTCOMES).nullable().default(null),
});

/** What a submission became. */
export type ConfirmedDetails = z.infer<typeof confirmedDetails>;
