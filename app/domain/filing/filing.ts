import { z } from 'zod';

/** What a filing set holds; mirrors `db/schema/filing.ts` (decision 0002). */
export const FILING_KINDS = ['petition', 'personal', 'form'] as const;

/** One of the kinds. */
export type FilingKind = (typeof FILING_KINDS)[number];

/** Version of the rules by which sets are made and counted, as they stand in `docs/filing.md`; it rises with every change of them. */
export const FILING_RULES = 1;

const text = (label: string, max: number) =>
  z
    .string()
    .trim()
    .max(max, `${label} is longer than ${max} characters`)
    .refine(
      (text) => !/^[=+\-@]|\p{Cc}/u.test(text),
      `${label} begins with a sign of a formula or holds a control character`,
    );
const line = (label: string, max: number) => text(label, max).min(1, `${label} is missing`);

/** Who hands a petition or a group of form letters in: the organization, with the postal address that a docket asks for. */
export const filerSchema = z.object({
  name: line('the name of the filer', 200),
  email: z
    .email('the filer’s e-mail address is not one')
    .regex(/^[^+-]/, 'the filer’s e-mail address begins like a formula'),
  line1: line('the filer’s street', 200),
  line2: text('the filer’s second line', 200).default(''),
  city: line('the filer’s city', 100),
  state: z.string().regex(/^[A-Z]{2}$/, 'the filer’s state is two capital letters'),
  zip: z.string().regex(/^\d{5}$/, 'the filer’s ZIP is five digits'),
});

/** A filer, parsed. */
export type Filer = z.output<typeof filerSchema>;

/** A filing set as it is listed. `members`: letters, or signers of a petition; instants in UTC. */
export interface FilingSet {
  publicId: string;
  campaign: string;
  docket: string;
  kind: FilingKind;
  members: number;
  cutoffAt: Date;
  createdAt: Date;
  createdBy: string;
  filedAt: Date | null;
  confirmation: string | null;
  cancelledAt: Date | null;
}

/** What a file of a set is, in its manifest. `rows`: records without the header, or documents of an archive; `sha256`: hexadecimal. */
export interface ManifestFile {
  name: string;
  rows: number;
  bytes: number;
  sha256: string;
}

/** The same petition as it was handed in before, with fewer signers. `filedOn`: UTC day, `YYYY-MM-DD`. */
export interface EarlierPetition {
  filedOn: string;
  confirmation: string;
}

const SIGNATURE_RULES = [
  'A signature counts once per campaign and mailbox, from the moment its holder confirmed it by a button or a code that was mailed there, until it is withdrawn or removed by an organizer with a reason.',
  'Signers who did not agree that their name is handed in are counted and stand in the annex as "name withheld". Their state stands there only where at least 11 of the petition withheld their name in it.',
  'Who withdraws before the petition is handed in is left out.',
];

const LETTER_RULES = [
  'A letter counts once per person, campaign and addressee. Its writer has confirmed a mailbox, saw the exact text before sending it and agreed to its publication.',
  'A letter is personal when at least 40 of its words, and a fifth of them, stand neither in its template nor in the letters most like it; or at least 12 that are half of it. Every other letter is a form letter and is counted with the letters like it.',
  'No word of a letter was changed after its writer saw it. What its template filled in is the sender’s name, place and provider and published facts with their sources; no wording is varied by machine.',
  'Who withdraws a letter before it is handed in is left out.',
];

/** Sentences that say what counts in a set, for the manifest and the petition; rule version `FILING_RULES`. `docs/filing.md` holds the same. */
export function countingRules(kind: FilingKind): readonly string[] {
  return kind === 'petition' ? SIGNATURE_RULES : LETTER_RULES;
}
