import type { Readable } from 'node:stream';
import type { Sql } from 'postgres';

/** Rows on their way out of the database. `end` gives the connection back, and ends the query first where rows are left. Own choice. */
export interface CopiedRows {
  rows: Readable;
  end(): Promise<void>;
}

/**
 * Starts a COPY on a connection of its own; `snapshot` names one that another transaction has exported, whose rows are read then. Where rows are left, `end` ends the query
 * first, because whoever reads no further would let the server go on to the last row. The cancelling goes by the server process of this transaction, so that it also
 * holds through a pooler. Source: PostgreSQL, COPY, SET TRANSACTION SNAPSHOT.
 */
export async function copyOut(pool: Sql, statement: string, snapshot?: string): Promise<CopiedRows> {
  const own = await pool.reserve();
  try {
    await own.unsafe(snapshot === undefined ? 'begin read only' : 'begin isolation level repeatable read read only');
    if (snapshot !== undefined) await own.unsafe(`set transaction snapshot '${snapshot.replaceAll("'", "''")}'`);
    const [backend] = await own.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid');
    const rows = await own.unsafe(statement).readable();
    const closed = new Promise<void>((resolve) => {
      rows.on('close', resolve).on('error', () => {});
    });
    const end = async () => {
      try {
        if (!rows.readableEnded && !rows.destroyed) {
          await pool.unsafe(`select pg_cancel_backend(${Number(backend?.pid)})`);
          rows.resume();
          await closed;
        }
        readOn(rows);
        await own.unsafe('rollback').catch(() => {});
      } finally {
        own.release();
      }
    };
    return { rows, end };
  } catch (fault) {
    await own.unsafe('rollback').catch(() => {});
    own.release();
    throw fault;
  }
}

/**
 * Has the driver read on. It pauses the connection while the stream is full, and a stream that has ended asks for nothing more: where the end came with the last rows and the server's
 * "ready" did not, the next answer would never be read. Source: postgres.js 3.4.9, `CopyOutResponse` and `CopyData` in `connection.js`.
 */
function readOn(rows: Readable): void {
  try {
    rows._read(0);
  } catch {
    // A connection that is lost has no socket to read from.
  }
}

/** How the database itself writes rows: as CSV, as an array of objects or one a line. Own choice. */
export type CopyFormat = 'csv' | 'json' | 'ndjson';

/** The COPY of a query in a format; the query is made of literals of this repository and of numbers. Source: PostgreSQL, COPY. */
export function copyStatement(query: string, format: CopyFormat): string {
  return format === 'csv'
    ? `copy (${query}) to stdout with (format csv, header, encoding 'UTF8')`
    : `copy (select row_to_json(r) from (${query}) r) to stdout with (format text, encoding 'UTF8')`;
}

/** What the driver hands on: whole rows, any number of them, the last one with its line end. Throws where that is not so. */
function whole(chunk: Buffer, encoding: 'latin1' | 'utf8'): string {
  const text = chunk.toString(encoding);
  if (!text.endsWith('\n')) throw new Error('a row of the export came in parts');
  return text;
}

const unescaped = (text: string) => (text.includes('\\') ? text.replaceAll('\\\\', '\\') : text);

/**
 * The rows of a COPY in the format wanted, in pieces of many rows: what arrived together is handled together, because a call per row costs as much as the query. No value may
 * hold a line end: days, slugs, letters of states and figures. Bytes are read and written as latin1, so that UTF-8 passes unchanged. `count` is told how many lines passed,
 * the header of CSV among them. Own choice.
 */
export async function* framed(
  rows: Readable,
  format: CopyFormat,
  count: (lines: number) => void,
): AsyncGenerator<Buffer> {
  let isFirst = true;
  if (format === 'json') yield Buffer.from('[\n');
  for await (const chunk of rows.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    let text = whole(chunk, 'latin1');
    let passed = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) passed += 1;
    count(passed);
    // COPY in text format doubles the backslashes that JSON has; JSON holds no other character that it escapes.
    if (format !== 'csv') text = unescaped(text);
    if (format === 'csv') text = text.replaceAll('\n', '\r\n');
    if (format === 'json') text = (isFirst ? '' : ',\n') + text.slice(0, -1).replaceAll('\n', ',\n');
    isFirst = false;
    yield Buffer.from(text, 'latin1');
  }
  if (format === 'json') yield Buffer.from('\n]\n');
}

/** The rows of a COPY in JSON, each as its text, in batches as they arrive. Any value may hold anything: JSON has no line end inside. Own choice. */
export async function* jsonRows(rows: Readable): AsyncGenerator<string[]> {
  for await (const chunk of rows.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>)
    yield unescaped(whole(chunk, 'utf8')).slice(0, -1).split('\n');
}
