import { z } from 'zod';
import { isFormulaLike } from '../filing/bulk.ts';

/** Life of a letter. Mirrors `db/schema/letter.ts`; a rule test compares the two. Decision 0002. */
export const LETTER_STATES = ['draft', 'previewed', 'sent', 'discarded'] as const;

/** One of the states. */
export type LetterState = (typeof LETTER_STATES)[number];

/** Longest subject, in characters (UTF-16 units, as `maxlength` counts). Own choice. */
export const maxSubjectChars = 150;

/** Longest body, in characters, line ends counted as one. Own choice. */
export const maxBodyChars = 8_000;

/** Shortest body that is still a letter, in characters. Own choice. */
export const minBodyChars = 40;

/** Whose person asks, for every verb that touches a letter: nobody reads or changes another's. */
export interface LetterOwner {
  publicId: string;
  personId: number;
}

/** A fact that a letter cites, kept with it. `ref` names the fact in its own table. */
export interface LetterEvidence {
  kind: string;
  ref: string;
  text: string;
  sources: string[];
}

/** What may be wrong with an edited letter; wording in `messages.letter.faults`. */
export const LETTER_FAULTS = [
  'subject_missing',
  'subject_long',
  'body_short',
  'body_long',
  'text_unsendable',
  'subject_formula',
  'body_formula',
] as const;

/** One of the faults. */
export type LetterFault = (typeof LETTER_FAULTS)[number];

const unsendable = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/** A subject as it is sent: one line, runs of space made one. */
export function subjectLine(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/**
 * A body as it is stored, shown, hashed and sent: LF line ends, no space at line ends, no empty lines at either end, exactly one LF
 * at the end. The same input gives the same bytes, and applying it twice changes nothing. Own choice.
 */
export function bodyText(text: string): string {
  const whole = text.normalize('NFC').replaceAll('\r\n', '\n').replaceAll('\r', '\n').replaceAll('\t', '    ');
  // `trimEnd` and not an expression like /\s+$/, which takes a second for a long run of space that ends in a letter.
  const lines = whole.split('\n').map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line !== '');
  const last = lines.findLastIndex((line) => line !== '');
  return `${first < 0 ? '' : lines.slice(first, last + 1).join('\n')}\n`;
}

const isSendable = (text: string) => !unsendable.test(text.replaceAll('\n', ''));

/** The edited letter as the form posts it; gives the subject and body to store. Each issue's message is a `LetterFault`. */
export const letterForm = z.object({
  subject: z
    .string()
    .max(4 * maxSubjectChars, 'subject_long')
    .transform(subjectLine)
    .pipe(
      z.string().min(1, 'subject_missing').max(maxSubjectChars, 'subject_long').refine(isSendable, 'text_unsendable'),
    ),
  body: z
    .string()
    .max(4 * maxBodyChars, 'body_long')
    .transform(bodyText)
    .pipe(
      z.string().min(minBodyChars, 'body_short').max(maxBodyChars, 'body_long').refine(isSendable, 'text_unsendable'),
    ),
});

/** A draft as it is kept although it cannot be sent yet: any length up to four times the limit, nothing that no mail may carry. */
export const draftForm = z.object({
  subject: z
    .string()
    .max(4 * maxSubjectChars)
    .transform(subjectLine)
    .refine(isSendable),
  body: z
    .string()
    .max(4 * maxBodyChars)
    .transform(bodyText)
    .refine(isSendable),
});

/** The edited letter, parsed. */
export type LetterText = z.output<typeof letterForm>;

/** A public id as it stands in addresses: a UUID in lower case. */
export const publicIdSchema = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

/** What a sender agrees to with the act of sending; both must still be as they were shown. `again`: not to send, but to be shown how it stands now. */
export const sendForm = z.object({
  intent: z.enum(['send', 'again']).default('send'),
  /** SHA-256 of the previewed bytes, in hexadecimal, as the preview showed it. */
  seen: z.string().regex(/^[0-9a-f]{64}$/),
  consent: z.coerce.number().int().positive(),
});

/** What of a letter to a docket begins like a formula, the subject before the body; null: nothing. A docket's file carries both, and a spreadsheet would compute it (`isFormulaLike`). */
export function formulaIn({ subject, body }: LetterText): Extract<LetterFault, `${string}_formula`> | null {
  if (isFormulaLike(subject.trimStart())) return 'subject_formula';
  return isFormulaLike(body.trimStart()) ? 'body_formula' : null;
}

/** Which letters to draft: `targets` are ids of campaign targets; `templates` the slug chosen for each, where one was. */
export const choiceForm = z.object({
  targets: z.array(z.coerce.number().int().positive()).min(1).max(10),
  templates: z.record(z.string().regex(/^\d{1,9}$/), z.string().regex(/^[a-z0-9-]{1,80}$/)),
});

/** The choice, parsed. */
export type LetterChoice = z.output<typeof choiceForm>;

/** A posted choice, parsed: `target` once per chosen addressee, `template-ID` with the slug for it; null when nothing usable was chosen. */
export function choiceOf(form: FormData): LetterChoice | null {
  const templates = [...form].flatMap(([name, value]) =>
    name.startsWith('template-') && typeof value === 'string' ? [[name.slice('template-'.length), value]] : [],
  );
  const parsed = choiceForm.safeParse({ targets: form.getAll('target'), templates: Object.fromEntries(templates) });
  return parsed.success ? parsed.data : null;
}
