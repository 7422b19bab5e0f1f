import { z } from 'zod';
import type { CodeFault } from '../confirmation/confirmation.ts';
import { maxReplyChars, maxRoleChars } from '../reply/reply.ts';
import { REPORT_LINES, REPORT_SERVICES, REPORT_TROUBLES } from '../report/report.ts';
import { emailSchema, forbiddenInName, nameSchema } from '../signature/signature.ts';
import { zipDigits } from '../signature/zip.ts';

/** What somebody may hand in about an ISP. The same list as in `db/schema/submission.ts` (decision 0002). */
export const SUBMISSION_KINDS = ['correction', 'reply', 'report', 'me_too'] as const;

/** One kind of submission. */
export type SubmissionKind = (typeof SUBMISSION_KINDS)[number];

/** Shortest account of what is wrong or what happened, in characters: below it there is nothing to check. Own choice. */
export const minTextChars = 10;

/** Longest text of a correction, in characters. Own choice. */
export const maxCorrectionChars = 4000;

/** Longest account of what happened in a report, in characters. Own choice. */
export const maxReportChars = 2000;

/** Longest name of a plan, in characters. Own choice. */
export const maxPlanChars = 100;

/** Longest web address of a source, in characters. Own choice. */
export const maxSourceChars = 1000;

/** How far back a report may reach, in days. Own choice: memory of an evening does not last longer, and evidence grows old. */
export const maxReportAgeDays = 365;

/** What may be wrong with a field beyond `SIGN_FAULTS`. Wording: `messages.submission.faults`. */
export const SUBMISSION_FAULTS = [
  'text_missing',
  'text_short',
  'text_long',
  'text_characters',
  'source_shape',
  'role_missing',
  'role_long',
  'role_characters',
  'plan_long',
  'plan_characters',
  'service_missing',
  'trouble_missing',
  'line_missing',
  'date_missing',
  'date_future',
  'date_old',
  'hour_shape',
  'measurement_shape',
] as const;

/** One of those faults. */
export type SubmissionFault = (typeof SUBMISSION_FAULTS)[number];

const fault = (code: SubmissionFault) => code;
const length = (text: string) => [...text].length;

/**
 * A text of several lines, kept as it was typed: only the line ends that browsers send (CR LF) become LF. `min` and `max` in characters;
 * no controls and no marks that reorder or hide text, so that a page shows what an editor reads.
 */
function writtenText(min: number, max: number) {
  return z.string({ error: fault('text_missing') }).transform((value, context) => {
    const refuse = (code: SubmissionFault) => {
      context.addIssue({ code: 'custom', message: code });
      return z.NEVER;
    };
    const text = value.replace(/\r\n?/g, '\n');
    const said = text.trim();
    if (said === '') return refuse('text_missing');
    if (text.length > 2 * max || length(text) > max) return refuse('text_long');
    if (forbiddenInName.test(text.replace(/[\n\t]/g, ' '))) return refuse('text_characters');
    if (length(said) < min || !/\p{L}/u.test(said)) return refuse('text_short');
    return text;
  });
}

/** A line of words: trimmed, NFC, no controls. */
function line(max: number, faults: { long: SubmissionFault; characters: SubmissionFault }, missing?: SubmissionFault) {
  return z.string(missing ? { error: fault(missing) } : {}).transform((value, context) => {
    const refuse = (code: SubmissionFault) => {
      context.addIssue({ code: 'custom', message: code });
      return z.NEVER;
    };
    const text = value.normalize('NFC').trim().replace(/ {2,}/g, ' ');
    if (text === '' && missing) return refuse(missing);
    if (text.length > 2 * max || length(text) > max) return refuse(faults.long);
    if (forbiddenInName.test(text)) return refuse(faults.characters);
    return text;
  });
}

const sender = { name: nameSchema, email: emailSchema, website: z.string().max(500).default('').catch('filled') };
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** "This is wrong": what is, and where the right thing stands. Messages are codes of `SUBMISSION_FAULTS` and `SIGN_FAULTS`. */
export const correctionForm = z.object({
  whatIsWrong: writtenText(minTextChars, maxCorrectionChars),
  source: z
    .string()
    .optional()
    .transform((value, context) => {
      const text = value?.trim() ?? '';
      if (text === '') return null;
      const parsed =
        text.length <= maxSourceChars && !forbiddenInName.test(text) && !/\s/.test(text) && URL.parse(text);
      if (parsed && /^https?:$/.test(parsed.protocol) && parsed.hostname.includes('.')) return parsed.href;
      context.addIssue({ code: 'custom', message: fault('source_shape') });
      return z.NEVER;
    }),
  ...sender,
});

/** The reply of an ISP: who speaks, in what role, and the words, which stay as typed. */
export const replyForm = z.object({
  role: line(maxRoleChars, { long: 'role_long', characters: 'role_characters' }, 'role_missing'),
  body: writtenText(1, maxReplyChars),
  ...sender,
});

/** "Me too": somebody who saw the same on their own line. */
export const meTooForm = z.object(sender);

/**
 * A report, read at `now`: the day lies within the last 365 days and is not still to come anywhere in the country. Of the ZIP only the state
 * is kept. `measurement` is the public id of a test, or an address that ends in it.
 */
export function reportFormAt(now: Date) {
  const dayMs = 24 * 60 * 60 * 1000;
  // Guam is 10 hours ahead of UTC: its calendar may show tomorrow.
  const latest = new Date(now.getTime() + 10 * 60 * 60 * 1000).toISOString().slice(0, 10);
  const earliest = new Date(now.getTime() - maxReportAgeDays * dayMs).toISOString().slice(0, 10);
  return z.object({
    service: z.enum(REPORT_SERVICES, { error: fault('service_missing') }),
    trouble: z.enum(REPORT_TROUBLES, { error: fault('trouble_missing') }),
    line: z.enum(REPORT_LINES, { error: fault('line_missing') }),
    occurredOn: z.iso
      .date({ error: fault('date_missing'), abort: true })
      .refine((day) => day <= latest, { error: fault('date_future') })
      .refine((day) => day >= earliest, { error: fault('date_old') }),
    occurredHour: z
      .string()
      .regex(/^(?:|[01]?[0-9]|2[0-3])$/, fault('hour_shape'))
      .optional()
      .transform((hour) => (hour ? Number(hour) : null)),
    plan: line(maxPlanChars, { long: 'plan_long', characters: 'plan_characters' })
      .optional()
      .transform((plan) => plan || null),
    whatHappened: writtenText(minTextChars, maxReportChars),
    zip: z
      .string()
      .optional()
      .transform((value, context) => {
        const found = zipDigits(value ?? '');
        if (found.ok) return found.zip;
        if (found.reason === 'missing') return null;
        context.addIssue({ code: 'custom', message: `zip_${found.reason}` });
        return z.NEVER;
      }),
    measurement: z
      .string()
      .optional()
      .transform((value, context) => {
        const text = value?.trim() ?? '';
        if (text === '') return null;
        const id = text.length <= maxSourceChars ? uuid.exec(text)?.[0] : undefined;
        if (id) return id.toLowerCase();
        context.addIssue({ code: 'custom', message: fault('measurement_shape') });
        return z.NEVER;
      }),
    ...sender,
  });
}

/** The correction form as parsed. */
export type CorrectionForm = z.output<typeof correctionForm>;

/** The reply form as parsed. */
export type ReplyForm = z.output<typeof replyForm>;

/** The report form as parsed. */
export type ReportForm = z.output<ReturnType<typeof reportFormAt>>;

/** The "me too" form as parsed. */
export type MeTooForm = z.output<typeof meTooForm>;

/**
 * Why a form is not taken; none depends on who handed in what before. `domain_unlisted`: a reply from a mailbox that is at none of the ISP's
 * domains. Wording: `http/submission-refusals.ts`.
 */
export type SubmissionRefusal =
  | 'incident_unknown'
  | 'isp_unknown'
  | 'report_unknown'
  | 'domain_unlisted'
  | 'measurement_unknown';

/** Why a link does not confirm. `submission_unknown` covers malformed; `domain_unlisted`: the reply's mail domain was taken off meanwhile. */
export type SubmissionConfirmRefusal = 'submission_unknown' | 'submission_expired' | 'domain_unlisted';

/** Why a code does not confirm. */
export type SubmissionCodeRefusal = CodeFault;
