import { z } from 'zod';

/** What a person says became of their complaint. Mirrors `db/schema/delivery.ts`; a test compares the two. Own choice. */
export const COMPLAINT_OUTCOMES = ['resolved', 'answered', 'no_answer', 'not_served'] as const;

/** One of the outcomes. */
export type ComplaintOutcome = (typeof COMPLAINT_OUTCOMES)[number];

const DAY_MS = 86_400_000;

/** Days in which a provider must answer in writing a complaint that the FCC served on it. Source: the FCC's help pages, in the seed of its contact. */
export const ANSWER_DAYS = 30;

/** Days that the reminder waits longer: the clock starts when the FCC serves the complaint, and only the day of filing is known. Own choice. */
export const GRACE_DAYS = 5;

/** When the answer is due, counted from the day of filing: earlier than the true day by as long as the FCC took to serve the complaint. */
export function answerDueAt(filedAt: Date): Date {
  return new Date(filedAt.getTime() + ANSWER_DAYS * DAY_MS);
}

/** When the person is asked whether the provider answered. */
export function reminderAt(dueAt: Date): Date {
  return new Date(dueAt.getTime() + GRACE_DAYS * DAY_MS);
}

/** How long the mailed link to the question works after the answer was due, in milliseconds: 180 days. Own choice. */
export const linkLifeMs = 180 * DAY_MS;

/** Whole days from `now` to an instant, upwards; 0 when it is over. */
export function daysLeft(until: Date, now: Date): number {
  return Math.max(0, Math.ceil((until.getTime() - now.getTime()) / DAY_MS));
}

/** Longest number of a ticket or confirmation, in characters. Own choice. */
export const maxTicketChars = 60;

/** What may be wrong with a noted filing; wording in `messages.filing.faults`. */
export type FiledFault = 'ticket_shape' | 'day_missing' | 'day_future' | 'day_early';

/**
 * A person's own filing as the form posts it. The number may be left out; marks and blanks that people copy along ("Ticket No. #123") are dropped.
 * `day`: `YYYY-MM-DD`. Each issue's message is a `FiledFault`.
 */
export const filedForm = z.object({
  ticket: z
    .string()
    .max(400, 'ticket_shape')
    .default('')
    .transform((text) =>
      text
        .normalize('NFKC')
        .trim()
        .replace(/^(?:ticket|confirmation|case|complaint|reference|number|no\.?|n[oº]\.?|id|#|:|\s)+/iu, '')
        .trim(),
    )
    .pipe(
      z
        .string()
        .max(maxTicketChars, 'ticket_shape')
        .regex(/^(?:[\p{L}\p{N}][\p{L}\p{N} ./_-]*)?$/u, 'ticket_shape'),
    )
    .transform((text) => text || null),
  day: z.string('day_missing').pipe(z.iso.date('day_missing')),
});

/** A person's own filing, parsed. */
export type Filed = z.output<typeof filedForm>;

/**
 * What is wrong with the day of a filing, or null. Not after today, and not before the letter was finished; a day of grace on that side, because the
 * person's calendar may be a day behind UTC.
 */
export function dayFault(day: string, { finishedAt, now }: { finishedAt: Date; now: Date }): FiledFault | null {
  if (day > now.toISOString().slice(0, 10)) return 'day_future';
  return day < new Date(finishedAt.getTime() - DAY_MS).toISOString().slice(0, 10) ? 'day_early' : null;
}

/** The answer to "did they answer?" as the form posts it. */
export const outcomeForm = z.object({ outcome: z.enum(COMPLAINT_OUTCOMES, 'outcome_missing') });

/** A complaint under way. Days in UTC; `outcome` null until the person says something. */
export interface ComplaintClock {
  ispName: string | null;
  filedAt: Date;
  answerDueAt: Date;
  outcome: ComplaintOutcome | null;
  outcomeAt: Date | null;
}
