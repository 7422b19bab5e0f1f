/**
 * The columns of the bulk file that the FCC takes comments in, in its order. Source: the FCC's bulk upload template as described in the notes that
 * this project was given (FIELD, "The FCC and other intakes"); the FCC's own page was not read.
 */
export const BULK_COLUMNS = [
  'Proceeding Name',
  'Proceeding Description',
  'Proceeding ID',
  'Name of Filer',
  'Email Address',
  'Address Line 1',
  'Address Line 2',
  'City',
  'State',
  'Zip',
  'Zip Extension',
  'Date Received',
  'Comments',
] as const;

/** Bytes that a part stays under: the FCC takes 5 MB a file, and 4.5 MB leave room for a byte order mark or another line end. */
export const MAX_PART_BYTES = 4_500_000;

/** One comment of a bulk file. `receivedOn`: `YYYY-MM-DD`; parts of the address that are not known are empty. */
export interface BulkComment {
  docket: string;
  docketTitle: string;
  /** The docket's number inside of the system, where it has one; empty otherwise. */
  docketId: string;
  name: string;
  email: string;
  line1: string;
  line2: string;
  city: string;
  state: string;
  zip: string;
  zipExtension: string;
  receivedOn: string;
  comments: string;
}

/** A calendar day as the bulk file has it. `day`: `YYYY-MM-DD`; gives `MM/DD/YYYY`. */
export function bulkDay(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${month}/${date}/${year}`;
}

/** The day of an instant where the FCC is. `at`: any instant; gives `YYYY-MM-DD` in America/New_York. */
export function filingDay(at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York', dateStyle: 'short' }).format(at);
}

/** The cells of a comment in the order of `BULK_COLUMNS`. */
export function bulkCells(comment: BulkComment): string[] {
  const { docket, docketTitle, docketId, name, email, line1, line2, city, state, zip, zipExtension } = comment;
  const place = [line1, line2, city, state, zip, zipExtension];
  return [docket, docketTitle, docketId, name, email, ...place, bulkDay(comment.receivedOn), comment.comments];
}

/** What is the same in every record that an organization hands in: all but the text. */
export type FilerComment = Omit<BulkComment, 'comments'>;

/** A record that an organization hands in: a petition, or one text that many people sent. */
export function organizationComment(filer: FilerComment, comments: string): BulkComment {
  return { ...filer, comments };
}

/**
 * One record of RFC 4180: every cell in quotes, quotes doubled, CR LF at the end, line ends inside of a cell as they are. A filing is handed over as it
 * was written, so no cell is changed; what a spreadsheet would take for a formula is kept out before (`isFormulaLike`).
 */
export function csvRecord(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** Whether a spreadsheet might read a cell as a formula. Source: OWASP ASVS 5.0, 1.2.10, with the full-width forms of the same signs. */
export function isFormulaLike(cell: string): boolean {
  return /^[=+\-@\t\r\n\0\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell);
}

/** One part of a file that was split: `number` from 1; `rows`: records without the header; `bytes`: the whole part, header included. */
export interface FilePart {
  number: number;
  rows: number;
  bytes: Buffer;
}

/**
 * Cuts records into parts of at most `maxBytes` bytes of UTF-8, each with the header before it; a record is never split. The same records give the
 * same parts. Without records there is one part, the header alone. Throws when one record does not fit into a part.
 */
export async function* partsOf(
  header: string,
  records: Iterable<string> | AsyncIterable<string>,
  maxBytes: number = MAX_PART_BYTES,
): AsyncGenerator<FilePart> {
  const head = Buffer.from(header, 'utf8');
  let held: Buffer[] = [head];
  let size = head.length;
  let number = 1;
  for await (const record of records) {
    const bytes = Buffer.from(record, 'utf8');
    if (head.length + bytes.length > maxBytes)
      throw new Error(`a record of ${bytes.length} bytes does not fit into a part of ${maxBytes}`);
    if (size + bytes.length > maxBytes) {
      yield { number, rows: held.length - 1, bytes: Buffer.concat(held, size) };
      number += 1;
      held = [head];
      size = head.length;
    }
    held.push(bytes);
    size += bytes.length;
  }
  if (held.length > 1 || number === 1) yield { number, rows: held.length - 1, bytes: Buffer.concat(held, size) };
}
