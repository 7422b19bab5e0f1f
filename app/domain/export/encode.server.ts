import { csvLine } from './csv.ts';
import type { Cell, Column, ExportFormat } from './export.ts';
import { parquetBytes } from './parquet.server.ts';
import { xlsxBytes } from './xlsx.server.ts';

/** What passed: rows, how many have each value of the column tallied by, and the sums of the columns added up. Own choice. */
export interface Passed {
  rows: number;
  byStatus: Record<string, number> | null;
  sums: Record<string, number> | null;
}

/** Begins to count what passes. `by` and `of` are columns. Own choice. */
export function newPassed({ by, of }: { by: string | null; of: readonly string[] }): Passed {
  return {
    rows: 0,
    byStatus: by === null ? null : {},
    sums: of.length === 0 ? null : Object.fromEntries(of.map((name) => [name, 0])),
  };
}

type Row = Record<string, Cell>;

function note(passed: Passed, row: Row): void {
  passed.rows += 1;
  const { byStatus, sums } = passed;
  if (byStatus) byStatus[String(row.status)] = (byStatus[String(row.status)] ?? 0) + 1;
  if (sums) for (const name of Object.keys(sums)) sums[name] = (sums[name] ?? 0) + Number(row[name]);
}

/** Rows as the texts of JSON objects, in batches. */
type TextBatches = AsyncIterable<readonly string[]>;

async function* cells(columns: readonly Column[], batches: TextBatches, passed: Passed): AsyncGenerator<Cell[][]> {
  for await (const batch of batches) {
    const rows: Cell[][] = [];
    for (const text of batch) {
      const row = JSON.parse(text) as Row;
      note(passed, row);
      rows.push(columns.map(({ name }) => row[name] ?? null));
    }
    yield rows;
  }
}

async function* objects(batches: TextBatches, format: 'json' | 'ndjson', passed: Passed): AsyncGenerator<Buffer> {
  if (format === 'json') yield Buffer.from('[\n');
  for await (const batch of batches) {
    const isFirst = passed.rows === 0;
    for (const text of batch) note(passed, JSON.parse(text) as Row);
    if (format === 'ndjson') yield Buffer.from(`${batch.join('\n')}\n`);
    else yield Buffer.from((isFirst ? '' : ',\n') + batch.join(',\n'));
  }
  if (format === 'json') yield Buffer.from('\n]\n');
}

async function* separated(
  columns: readonly Column[],
  rows: AsyncIterable<readonly (readonly Cell[])[]>,
  forSheets: boolean,
): AsyncGenerator<Buffer> {
  yield Buffer.from(
    csvLine(
      columns.map(({ name }) => name),
      forSheets,
    ),
  );
  for await (const batch of rows) yield Buffer.from(batch.map((row) => csvLine(row, forSheets)).join(''));
}

/**
 * Rows in a format, as bytes while they come; memory holds a batch, for Parquet a group of rows. `rows`: the texts of JSON objects with the names of `columns`; `passed` is
 * counted up. docs/exports.md says what each format holds. Throws `CellTooLong` for a workbook.
 */
export function encoded(
  format: ExportFormat,
  columns: readonly Column[],
  rows: TextBatches,
  passed: Passed,
): AsyncGenerator<Buffer> {
  if (format === 'json' || format === 'ndjson') return objects(rows, format, passed);
  const typed = cells(columns, rows, passed);
  if (format === 'xlsx') return xlsxBytes(columns, typed);
  if (format === 'parquet') return parquetBytes(columns, typed);
  return separated(columns, typed, format === 'csv');
}
