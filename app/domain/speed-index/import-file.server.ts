import { parse } from 'csv-parse/sync';
import type { z } from 'zod';
import { SPEED_INDEX_COLUMNS, speedIndexRow } from '#db/seed/table-shapes.ts';
import { type ImportRemark, MAX_IMPORT_BYTES, NO_ISP, OPTIONAL_COLUMNS, REQUIRED_COLUMNS } from './import.ts';

/** A row as the file has it, its cells checked one by one. */
export interface FileRow {
  line: number;
  row: z.output<typeof speedIndexRow>;
}

/** How a name of the index leads to ISPs: by its slug, by the labels of the catalogue, and as entries held already have it. */
export interface KnownNames {
  idsBySlug: ReadonlyMap<string, number>;
  idsByLabel: ReadonlyMap<string, ReadonlySet<number>>;
  heldNames: ReadonlyMap<string, number | null>;
}

const remedies: Record<(typeof SPEED_INDEX_COLUMNS)[number], string> = {
  month: 'write the month as 2026-06',
  isp: 'write the name as the index printed it, e.g. "Verizon FiOS"',
  mbps: 'write the average in Mbps with a point, e.g. 3.40; leave it empty only where a rank was published alone',
  rank: 'write the rank as a whole number, or leave it empty where none was published',
  source: 'name the page or file that the figure was read from',
  confidence: 'write sourced (read in the source), partly (one element derived) or memory (not published)',
  list: 'write major, expanded, country or mobile',
  rank_counts: 'say what the rank counts only where there is a rank',
  isp_slug_today: `write the last part of the ISP's address on this site, or ${NO_ISP}`,
  rank_source: 'name the source of the rank only where there is a rank',
  note: 'leave it empty or write a sentence',
};

/**
 * Reads a file of new months: UTF-8, commas, a header with the required columns. Gives the rows that have no fault of their own, and
 * every fault with its line and column. Source of the shape: db/seed/speed-index.csv.
 */
export function readImportFile(bytes: Uint8Array): { rows: FileRow[]; faults: ImportRemark[] } {
  const whole = (message: string, remedy: string, line = 1) => ({
    rows: [],
    faults: [{ line, column: '', message, remedy }],
  });
  if (bytes.length > MAX_IMPORT_BYTES)
    return whole(`The file has ${bytes.length} bytes, more than ${MAX_IMPORT_BYTES}`, 'import it in parts');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return whole('The file is not UTF-8', 'save it as CSV in UTF-8');
  }
  let records: { record: string[]; info: { lines: number } }[];
  try {
    // The parser's types know only the answer without `info`.
    records = parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as typeof records;
  } catch (cause) {
    const line = cause instanceof Error && 'lines' in cause ? Number(cause.lines) : 1;
    return whole(cause instanceof Error ? cause.message : 'is not CSV', 'close every quotation mark', line);
  }
  const [header, ...lines] = records;
  if (!header) return whole('The file is empty', `write a header: ${REQUIRED_COLUMNS.join(',')}`);
  const columns = header.record.map((name) => name.trim());
  const headerFaults = faultsOfHeader(columns);
  if (headerFaults.length > 0) return { rows: [], faults: headerFaults };
  if (lines.length === 0) return whole('The file has a header and no rows', 'add a row for each figure');
  return readLines(columns, lines);
}

function faultsOfHeader(columns: readonly string[]): ImportRemark[] {
  const known: readonly string[] = [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS];
  const at = { line: 1 };
  return [
    ...REQUIRED_COLUMNS.filter((name) => !columns.includes(name)).map((column) => ({
      ...at,
      column,
      message: 'this column is missing',
      remedy: `the header needs ${REQUIRED_COLUMNS.join(',')}, parted by commas`,
    })),
    ...columns
      .filter((name) => !known.includes(name))
      .map((column) => ({
        ...at,
        column,
        message: 'this column is not known',
        remedy: `take it out; there are ${known.join(',')}`,
      })),
    ...columns
      .filter((name, index) => columns.indexOf(name) !== index)
      .map((column) => ({ ...at, column, message: 'this column stands twice', remedy: 'keep one of them' })),
  ];
}

function readLines(columns: readonly string[], lines: readonly { record: string[]; info: { lines: number } }[]) {
  const rows: FileRow[] = [];
  const faults: ImportRemark[] = [];
  for (const { record, info } of lines) {
    const line = info.lines;
    if (record.length !== columns.length) {
      const message = `has ${record.length} cells, not ${columns.length}`;
      faults.push({ line, column: '', message, remedy: 'put a cell that holds a comma into quotation marks' });
      continue;
    }
    const cells = new Map(columns.map((name, index) => [name, record[index]?.trim() ?? '']));
    const result = speedIndexRow.safeParse(
      Object.fromEntries(SPEED_INDEX_COLUMNS.map((name) => [name, cells.get(name) ?? ''])),
    );
    if (result.success) rows.push({ line, row: result.data });
    else
      for (const issue of result.error.issues) {
        const column = SPEED_INDEX_COLUMNS.find((name) => name === issue.path[0]);
        faults.push({ line, column: column ?? '', message: issue.message, remedy: column ? remedies[column] : '' });
      }
  }
  return { rows, faults };
}

/** Faults between the rows and the world: months that have not ended by `now` (UTC), rows that stand twice, names that lead to no ISP or to several. */
export function faultsAmong(rows: readonly FileRow[], names: KnownNames, now: Date): ImportRemark[] {
  const current = now.toISOString().slice(0, 7);
  const seen = new Map<string, number>();
  const faults: ImportRemark[] = [];
  for (const { line, row } of rows) {
    if (row.month >= current)
      faults.push({
        line,
        column: 'month',
        message: `${row.month} has not ended`,
        remedy: 'the index of a month is published after it; correct the month',
      });
    const key = `${row.month} ${row.list} ${row.isp}`;
    const earlier = seen.get(key);
    if (earlier !== undefined)
      faults.push({
        line,
        column: 'isp',
        message: `${row.isp} stands on line ${earlier} already, for the same month and list`,
        remedy: 'keep the right one of the two',
      });
    seen.set(key, line);
    const fault = ispOf(row, names);
    if (typeof fault === 'string')
      faults.push({ line, column: row.isp_slug_today ? 'isp_slug_today' : 'isp', message: fault, remedy: slugRemedy });
  }
  return faults;
}

const slugRemedy = `correct the name, or write in isp_slug_today the last part of the ISP's address on this site, or ${NO_ISP} where it is no ISP of the catalogue`;

/** Today's ISP of a row, null where it is of none; a sentence where that cannot be told. */
export function ispOf({ isp, isp_slug_today: slug }: FileRow['row'], names: KnownNames): number | null | string {
  if (slug === NO_ISP) return null;
  if (slug !== null) return names.idsBySlug.get(slug) ?? `no ISP of the catalogue is called ${slug}`;
  const labelled = [...(names.idsByLabel.get(isp) ?? [])];
  if (labelled.length > 1) return `${isp} is a name of several ISPs`;
  if (labelled[0] !== undefined) return labelled[0];
  const held = names.heldNames.get(isp);
  return held === undefined ? `the index as we hold it has no name ${isp}` : held;
}
