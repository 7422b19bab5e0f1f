import { z } from 'zod';
import { type LetterSource, type parseLetterSource, postalLines } from '../letter/source.ts';
import { addressLines } from './address-lines.ts';

/** Sheets that letters are set for: US Letter for a double-window or a single-window envelope no. 10, A4 for a window envelope DL or C6/C5. */
export const PAPERS = ['letter', 'letter-single', 'a4'] as const;

/** One of the sheets with its envelope. */
export type Paper = (typeof PAPERS)[number];

/** The sheet that an address asks for (`?paper=a4`); anything else is US Letter for a double-window envelope. */
export const paperQuery = z.object({ paper: z.enum(PAPERS).catch('letter') });

/** The language of a document. */
export type PaperLocale = 'en' | 'es';

/**
 * One letter as it is set on paper. `senderLines` and `addresseeLines`: postal addresses without the name, a line each, possibly none; `subject` and
 * `body` as they were previewed; `digest`: SHA-256 of the previewed bytes in hexadecimal, which makes the file's identifier.
 */
export interface PaperLetter {
  publicId: string;
  locale: PaperLocale;
  sentAt: Date;
  senderName: string;
  senderLines: readonly string[];
  addresseeName: string;
  addresseeLines: readonly string[];
  subject: string;
  body: string;
  digest: string;
}

/** A sent letter as it is stored: `source` is what `parseLetterSource` read from its bytes; the rest fills what bytes of before migration 0012 lack. */
export interface StoredLetter {
  publicId: string;
  locale: PaperLocale;
  sentAt: Date;
  source: ReturnType<typeof parseLetterSource>;
  digest: string;
  senderName: string;
  senderPostal: string | null;
  senderAddress: LetterSource['postal'];
  addresseeName: string;
  addresseePostal: string | null;
}

/**
 * A stored letter as it goes on paper. Text, names and the addressee's address are those of the previewed bytes wherever these hold them; a sender's
 * address given after sending stands only where the bytes have none. A letter to a docket names its proceeding instead of a street.
 */
export function paperLetter(stored: StoredLetter): PaperLetter {
  const { source, senderAddress, senderPostal } = stored;
  const name = source.to ?? stored.addresseeName;
  const street = source.ways.find(({ channel }) => channel === 'paper')?.address ?? stored.addresseePostal;
  const own = source.postal ?? senderAddress;
  const lines = own ? postalLines(own) : [];
  return {
    publicId: stored.publicId,
    locale: stored.locale,
    sentAt: stored.sentAt,
    senderName: source.fromName ?? stored.senderName,
    senderLines: lines.length > 0 ? lines : (senderPostal?.split('\n').filter(Boolean) ?? []),
    addresseeName: name,
    addresseeLines: [
      ...(street ? addressLines(street, name) : []),
      ...(source.docket && !street ? [source.docket.number] : []),
    ],
    subject: source.subject,
    body: source.body,
    digest: stored.digest,
  };
}

/** One row of a petition's annex. `name` null: the signer did not agree that it is handed in; `day`: UTC day of the confirmation, `YYYY-MM-DD`. */
export interface PetitionSigner {
  number: number;
  name: string | null;
  state: string | null;
  day: string;
}

/**
 * A petition as one document. `id` makes the file's identifier; `asOf`: the instant up to which signatures count, which also dates the file; `rules`: the
 * counting rules, a paragraph each; `count`: exactly as many signers follow, in the order given.
 */
export interface PetitionPaper {
  id: string;
  locale: PaperLocale;
  title: string;
  addressee: string | null;
  ask: string;
  body: string;
  rules: readonly string[];
  count: number;
  asOf: Date;
  signers: Iterable<PetitionSigner> | AsyncIterable<PetitionSigner>;
}
