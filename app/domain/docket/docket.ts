import { z } from 'zod';
import type { LetterSource, SenderAddress } from '../letter/source.ts';

/** The most that one search may reach: `offset + limit`. Decision 0017. */
export const maxSearchReach = 10_000;

/** Filings that one page of a search asks for. Own choice: 40 pages fill the reach. */
export const searchPageSize = 250;

/** A proceeding as the docket system knows it: `name` is its bare number, e.g. "22-2". */
export interface EcfsProceeding {
  idProceeding: string;
  name: string;
  description: string;
}

/** What is posted to file an express comment, in the shape that was taken in 2017. Decision 0017. */
export interface EcfsFiling {
  documents: [];
  proceedings: { name: string; id_proceeding: string; description: string }[];
  filers: { name: string }[];
  authors: [];
  bureaus: [];
  lawfirms: [];
  addressentity: { address_line_1: string; address_line_2?: string; city: string; state: string; zip_code: string };
  internationaladdressentity: { addresstext: string };
  contact_email: string;
  text_data: string;
  express_comment: 1;
}

/** A filing as a search returns it, as far as it is looked at. `zip`: five digits; `receivedAt`: when the docket system took it. */
export interface FoundFiling {
  confirmation: string;
  filer: string;
  text: string;
  zip: string | null;
  receivedAt: Date | null;
}

/** The bare number under which the docket system knows a docket: "CG 22-2" is "22-2". */
export function proceedingName(docketNumber: string): string {
  return docketNumber.trim().split(/\s+/).at(-1) ?? '';
}

/** The words of a comment, as every filing of it carries them: the subject, an empty line, the body. No word that the person did not see. */
export function commentText({ subject, body }: Pick<LetterSource, 'subject' | 'body'>): string {
  return `${subject}\n\n${body}`;
}

/** The parts of an address that a filing cannot do without. */
export type AddressGap = 'line1' | 'city' | 'state' | 'zip';

/** Which needed parts of an address are not there; all of them when there is no address. */
export function addressGaps(postal: SenderAddress | null): AddressGap[] {
  return (['line1', 'city', 'state', 'zip'] as const).filter((part) => !postal?.[part]);
}

/**
 * The filing of a letter in a proceeding, made of the previewed bytes alone; the same letter gives the same filing. Null when the letter lacks what
 * the form asks for: a name, or a part of the address (`addressGaps`).
 */
export function ecfsFiling(source: LetterSource, proceeding: EcfsProceeding): EcfsFiling | null {
  const { fromName, postal, replyTo } = source;
  if (!fromName || !postal || addressGaps(postal).length > 0) return null;
  const { line1, line2, city, state, zip, zipExtension } = postal;
  return {
    documents: [],
    proceedings: [
      { name: proceeding.name, id_proceeding: proceeding.idProceeding, description: proceeding.description },
    ],
    filers: [{ name: fromName }],
    authors: [],
    bureaus: [],
    lawfirms: [],
    addressentity: {
      address_line_1: line1 ?? '',
      ...(line2 ? { address_line_2: line2 } : {}),
      city: city ?? '',
      state: state ?? '',
      zip_code: zipExtension ? `${zip}-${zipExtension}` : (zip ?? ''),
    },
    internationaladdressentity: { addresstext: '' },
    contact_email: replyTo ?? '',
    text_data: commentText(source),
    express_comment: 1,
  };
}

const sameLines = (text: string) => text.replace(/\r\n?/g, '\n').trim();
const sameName = (name: string) => name.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();

/** Whether a filing that was found is the one that was posted: the same text but for line ends, the same name, and no other ZIP code. */
export function isSameFiling(found: FoundFiling, posted: EcfsFiling): boolean {
  const zip = posted.addressentity.zip_code.slice(0, 5);
  return (
    sameLines(found.text) === sameLines(posted.text_data) &&
    sameName(found.filer) === sameName(posted.filers[0]?.name ?? '') &&
    (found.zip === null || found.zip === zip)
  );
}

/**
 * How long a filing that was never answered may be on its way to the search, in milliseconds; a look after it that does not find the filing says that it
 * is not there, and it is posted again. 66 hours, from a Friday evening to Monday noon: the system shows filings with a delay, on working days. Own choice.
 */
export const NOT_THERE_AFTER_MS = 66 * 3_600_000;

/** The days between which a search looks for a filing posted at `postedAt`, `YYYY-MM-DD`: a day to either side, since the system's day is Washington's. */
export function searchDays(postedAt: Date, now: Date): { from: string; to: string } {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { from: day(postedAt.getTime() - 86_400_000), to: day(now.getTime() + 86_400_000) };
}

const text = z.string().catch('');
const addressShape = z.object({ zip_code: text }).catch({ zip_code: '' });

/** A search's answer; what is not needed of it is not read. A filing without a number or a text is left out by `foundFilings`. */
const searchShape = z.object({
  filing: z.array(
    z
      .object({
        id_submission: z.coerce.string().catch(''),
        confirmation_number: z.coerce.string().optional().catch(undefined),
        filers: z.array(z.object({ name: text })).catch([]),
        text_data: text,
        addressentity: addressShape.optional().catch(undefined),
        date_received: text,
      })
      .catch({ id_submission: '', filers: [], text_data: '', date_received: '' }),
  ),
});

/** The filings of a search's answer and how many it held; null when the answer is no such list. */
export function foundFilings(answer: unknown): { filings: FoundFiling[]; length: number } | null {
  const parsed = searchShape.safeParse(answer);
  if (!parsed.success) return null;
  const filings = parsed.data.filing.flatMap((one): FoundFiling[] => {
    const confirmation = one.confirmation_number || one.id_submission;
    const [filer] = one.filers;
    if (!confirmation || !one.text_data || !filer) return [];
    const zip = one.addressentity?.zip_code.slice(0, 5);
    return [
      {
        confirmation,
        filer: filer.name,
        text: one.text_data,
        zip: zip || null,
        receivedAt: instantOf(one.date_received),
      },
    ];
  });
  return { filings, length: parsed.data.filing.length };
}

const proceedingsShape = z.object({
  proceeding: z.array(z.object({ id_proceeding: z.coerce.string(), name: z.string(), description: text })),
});

/** The proceeding of exactly that name in an answer; `found: null` when it is not listed. Null when the answer is no such list. */
export function foundProceeding(answer: unknown, name: string): { found: EcfsProceeding | null } | null {
  const parsed = proceedingsShape.safeParse(answer);
  if (!parsed.success) return null;
  const found = parsed.data.proceeding.find((one) => one.name === name);
  return {
    found: found ? { idProceeding: found.id_proceeding, name: found.name, description: found.description } : null,
  };
}

/** An instant from ISO 8601 text, or null. */
export function instantOf(value: string): Date | null {
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? null : at;
}
