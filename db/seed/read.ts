import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/** One fault of a seed file: where it is and what is wrong, in a sentence. `line` counts from 1. */
export interface SeedFault {
  file: string;
  line: number;
  /** Path of the field inside its file, e.g. `isps.3.asns.0.asn`; a column name in a CSV file; empty for the whole. */
  field: string;
  message: string;
}

/** Every fault of the seed files at once, one line each: file, line, field, sentence. */
export class SeedError extends Error {
  readonly faults: readonly SeedFault[];
  constructor(faults: readonly SeedFault[]) {
    const lines = faults.map(
      ({ file, line, field, message }) => `  ${file}:${line} ${field ? `${field}: ` : ''}${message}`,
    );
    super(`The seed files have ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${lines.join('\n')}`);
    this.name = 'SeedError';
    this.faults = faults;
  }
}

/** A seed file that was read: its parsed value, and `fault`, which reports something wrong at a path of it. */
export interface SeedSource<T> {
  value: T | undefined;
  fault(path: readonly PropertyKey[], message: string): void;
}

/**
 * Reads a JSON or YAML seed file and checks it against `schema`. Faults are added to `faults` with the line of the entry,
 * found from its position in the text; the value is undefined when there were any. Throws only when the file cannot be read.
 */
export async function readTree<T>(
  folder: URL,
  file: string,
  schema: z.ZodType<T>,
  faults: SeedFault[],
): Promise<SeedSource<T>> {
  const text = await readFile(new URL(file, folder), 'utf8');
  const lines = new LineCounter();
  // JSON is a part of YAML, so one parser gives both languages the lines of their entries; it is run only when it is needed.
  let tree: ReturnType<typeof parseDocument> | undefined;
  const document = () => {
    tree ??= parseDocument(text, { lineCounter: lines });
    return tree;
  };
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = document().getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const fault = (path: readonly PropertyKey[], message: string) => {
    faults.push({ file, line: lineOf(path), field: path.map(String).join('.'), message });
  };
  let raw: unknown;
  if (file.endsWith('.json')) {
    try {
      raw = JSON.parse(text);
    } catch {
      raw = undefined;
    }
  }
  if (raw === undefined) {
    const errors = document().errors;
    for (const { pos, message } of errors) {
      faults.push({ file, line: lines.linePos(pos[0]).line, field: '', message: message.split('\n')[0] ?? message });
    }
    if (errors.length > 0) return { value: undefined, fault };
    if (file.endsWith('.json')) {
      fault([], 'is not JSON');
      return { value: undefined, fault };
    }
    raw = document().toJS();
  }
  const result = schema.safeParse(raw);
  if (result.success) return { value: result.data, fault };
  for (const issue of result.error.issues) fault(issue.path, issue.message);
  return { value: undefined, fault };
}

/** A row of a CSV seed file with the line it begins on. */
export interface SeedRow<T> {
  line: number;
  row: T;
}

/**
 * Reads a CSV seed file with a header and checks each row against `schema`; empty cells come as empty strings. Faults are
 * added to `faults` by line and column. Good rows are returned even when others are bad.
 */
export async function readRows<T>(
  folder: URL,
  file: string,
  schema: z.ZodType<T>,
  columns: readonly string[],
  faults: SeedFault[],
): Promise<SeedRow<T>[]> {
  const text = await readFile(new URL(file, folder), 'utf8');
  const header = text.split(/\r?\n/, 1)[0] ?? '';
  if (header !== columns.join(',')) {
    faults.push({ file, line: 1, field: '', message: `the header must be ${columns.join(',')}` });
    return [];
  }
  const rows: SeedRow<T>[] = [];
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
    faults.push({ file, line, field: '', message: cause instanceof Error ? cause.message : 'is not CSV' });
    return [];
  }
  for (const { record, info } of records.slice(1)) {
    const line = info.lines;
    if (record.length !== columns.length) {
      faults.push({ file, line, field: '', message: `has ${record.length} cells, not ${columns.length}` });
      continue;
    }
    const result = schema.safeParse(Object.fromEntries(columns.map((column, index) => [column, record[index]])));
    if (result.success) rows.push({ line, row: result.data });
    else {
      for (const issue of result.error.issues) {
        faults.push({ file, line, field: issue.path.map(String).join('.'), message: issue.message });
      }
    }
  }
  return rows;
}
