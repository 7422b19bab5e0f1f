import { z } from 'zod';

/** What a filing set holds; mirrors `db/schema/filing.ts` (decision 0002). */
export const FILING_KINDS = ['petition', 'personal', 'form'] as const;

/** One of the kinds. */
export type FilingKind = (typeof FILING_KINDS)[number];

/** Version of the rules by which sets are made and counted, as they stand in `docs/filing.md`; it rises with every change of them. */
export const FILING_RULES = 1;

const line = (label: string, max: number) =>
  z
    .string()
    .trim()
    .min(1, `${label} is missing`)
    .max(max, `${label} is longer than ${max} characters`)
    .refine(
      (text) => !/^[=+\-@]|\p{Cc}/u.test(text),
      `${label} begins with a sign of a formula or holds a control character`,
    );

/** Who hands a petition or a group of form letters in: the organization, with the postal address that a docket asks for. */
export const filerSchema = z.object({
  name: line('the name of the filer', 200),
  email: z.email('the filer’s e-mail address is not one'),
  line1: line('the filer’s street', 200),
  line2: z.string().trim().max(200).default(''),
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

/** Sentences that say what counts, in the manifest and on the petition; rule version `FILING_RULES`. `docs/filing.md` holds the same. */
export const COUNTING_RULES: readonly string[] = [
  'A signature counts once per campaign and mailbox, from the moment its holder confirmed it by a button or a code that was mailed there, until it is withdrawn or removed by an organizer with a reason.',
  'Signers who did not agree that their name is handed in are counted and stand in the annex as "name withheld".',
  'A letter counts once per person, campaign and addressee. Its writer saw the exact text before sending it and agreed to its publication.',
  'A letter is personal when at least 40 of its words, and a fifth of them, stand neither in the template nor in any letter like it; or at least 12 that are half of it. Every other letter is a form letter and is counted with the letters like it.',
  'No word of a letter was changed or chosen by a machine.',
  'Withdrawn letters and signatures are left out as long as the set has not been handed in.',
];
