import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse';
import type { ImportFormat } from './import.ts';

/** Most characters of one row; what is longer is a quotation mark that was never closed. Own choice. */
const MAX_ROW_CHARS = 128 * 1024;

/** A row of a file: its number and the line that it begins at, both from 1 and counted with the row of names. */
export interface FileRow {
  row: number;
  line: number;
  cells: string[];
}

/** A file that is no table: `line` is where reading ended. */
export class BrokenFile extends Error {
  readonly line: number;
  constructor(line: number) {
    super('a quotation mark was opened and not closed');
    this.line = line;
  }
}

type Encoding = ImportFormat['encoding'];

/** How bytes are written, by their first: a byte order mark, or every second byte empty. Null when the rest decides between UTF-8 and Windows-1252. */
export function encodingOfHead(head: Uint8Array): Exclude<Encoding, 'windows-1252'> | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  const seen = head.subarray(0, 200);
  const empty = (from: number) => seen.filter((byte, at) => at % 2 === from && byte === 0).length;
  if (empty(1) > seen.length / 5) return 'utf-16le';
  if (empty(0) > seen.length / 5) return 'utf-16be';
  return null;
}

/** Says piece by piece whether bytes are UTF-8, so that a file of any size is judged whole. */
export function utf8Judge() {
  let rest = Buffer.alloc(0);
  let holds = true;
  return {
    push(piece: Uint8Array): void {
      if (!holds) return;
      const bytes = Buffer.concat([rest, piece]);
      // A character of up to four bytes may be cut by the end of the piece.
      let cut = bytes.length;
      for (let back = 1; back <= 3 && back <= bytes.length; back++) {
        const byte = bytes[bytes.length - back] ?? 0;
        if (byte < 0x80) break;
        if (byte >= 0xc0) {
          cut = bytes.length - back;
          break;
        }
      }
      holds = isUtf8(bytes.subarray(0, cut));
      rest = Buffer.from(bytes.subarray(cut));
    },
    isUtf8: () => holds && isUtf8(rest),
  };
}

async function* decoded(pieces: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of pieces) {
    const text = decoder.decode(piece, { stream: true });
    if (text !== '') yield text;
  }
  const last = decoder.decode();
  if (last !== '') yield last;
}

/**
 * The rows of a file, one at a time, empty ones left out; any line ends, rows of any number of cells, quotation marks also where they do not belong. Throws `BrokenFile` when a quotation
 * mark opens and never closes.
 */
export async function* readRows(
  pieces: AsyncIterable<Uint8Array>,
  { encoding, delimiter }: Pick<ImportFormat, 'encoding' | 'delimiter'>,
): AsyncGenerator<FileRow> {
  let found: { record: string[]; lines: number }[] = [];
  let fault: Error | null = null;
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_CHARS,
    // Rows are taken here and not from the stream, which drops those before a fault.
    on_record: (record: string[], { lines }) => {
      found.push({ record, lines });
      return null;
    },
  });
  parser.on('error', (error) => {
    fault = error;
  });
  let row = 0;
  let lastLine = 0;
  const taken = function* () {
    const rows = found;
    found = [];
    for (const { record, lines } of rows) {
      const inside = record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
      lastLine = lines;
      if (record.every((cell) => cell.trim() === '')) continue;
      row += 1;
      yield { row, line: lines - inside, cells: record };
    }
    if (fault) throw new BrokenFile(lastLine + 1);
  };
  try {
    for await (const text of decoded(pieces, encoding)) {
      await new Promise<void>((resolve) => parser.write(text, () => resolve()));
      yield* taken();
    }
    await new Promise<void>((resolve) => parser.end(() => resolve()).once('error', () => resolve()));
    yield* taken();
  } finally {
    parser.destroy();
  }
}

/** How a file is written, and its first rows, from its head and from what was found of the whole. */
export async function formatOf(
  head: Uint8Array,
  isWholeUtf8: boolean,
): Promise<{ format: ImportFormat; sample: string[][] }> {
  const encoding = encodingOfHead(head) ?? (isWholeUtf8 ? 'utf-8' : 'windows-1252');
  const text = new TextDecoder(encoding).decode(head);
  const lines = text
    .split(/\r\n|\n|\r/)
    .slice(0, 20)
    .filter((line) => line.trim() !== '');
  const delimiter = delimiterOf(lines);
  const sample: string[][] = [];
  try {
    for await (const { cells } of readRows(one(head), { encoding, delimiter })) {
      sample.push(cells.map((cell) => cell.slice(0, 200)));
      if (sample.length === 6) break;
    }
  } catch (fault) {
    // The head may end inside of a quoted cell.
    if (!(fault instanceof BrokenFile)) throw fault;
  }
  const first = sample[0] ?? [];
  const hasHeader = !first.some((cell) => cell.includes('@'));
  const columns = first
    .slice(0, 500)
    .map((name, at) => (hasHeader && name.trim() !== '' ? name.trim().slice(0, 80) : String(at + 1)));
  return {
    format: { encoding, delimiter, hasHeader, columns },
    sample: hasHeader ? sample.slice(1) : sample.slice(0, 5),
  };
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The separator that stands equally often, and most, in the first lines; a comma when none does. */
function delimiterOf(lines: readonly string[]): ImportFormat['delimiter'] {
  const bare = lines.map((line) => line.replace(/"[^"]*"/g, ''));
  let best: { delimiter: ImportFormat['delimiter']; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of [',', ';', '\t', '|'] as const) {
    const counts = bare.map((line) => line.split(delimiter).length - 1);
    const [first = 0] = counts;
    if (first === 0) continue;
    const agreeing = counts.filter((count) => count === first).length / counts.length;
    const score = agreeing * 100 + first;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}
