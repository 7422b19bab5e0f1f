import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type ConfirmationTools, confirmationTools } from '../confirmation/challenge.server.ts';
import { listIsps } from '../isp/isp.server.ts';
import { listAddressRules } from '../person/person.server.ts';
import {
  type ImportField,
  type ImportFigures,
  type ImportState,
  importFormat,
  importMapping,
  maxImportRows,
  maxKeptFaults,
  type RowFault,
} from './import.ts';
import { BrokenFile, readRows } from './import-file.server.ts';
import { ispIdsByName, type ReadRow, type RowTools, readRow } from './import-row.ts';
import { type Placed, placeRows } from './import-rows.server.ts';
import { undoImported } from './import-undo.server.ts';
import { suppressionDigest } from './suppression.server.ts';

/** Rows of one transaction. Own choice. */
const ROWS_AT_ONCE = 1000;

type Run = {
  id: number;
  organization_id: number;
  state: ImportState;
  format: unknown;
  mapping: unknown;
  rows_done: number;
  figures: ImportFigures;
};

/** Somebody else changed what is to be done meanwhile: this run ends, and what it began is not kept. */
class Superseded extends Error {}

interface Fault {
  row: number;
  line: number;
  column: ImportField;
  reason: RowFault;
  otherLine: number | null;
}

/** The pieces of the file, one after the other. */
async function* piecesOf(db: Db, importId: number): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; position++) {
    const [piece] = await db.execute<{ bytes: Buffer }>(
      sql`select bytes from import_pieces where import_id = ${importId} and position = ${position}`,
    );
    if (!piece) return;
    yield piece.bytes;
  }
}

/**
 * Does what the state of an imported list asks for, and goes on where a run before it stopped: looks at every row without changing anything (`checking`), takes the rows in
 * (`importing`), or takes back what was taken in (`undoing`). Each thousand rows are one transaction with the place where it ends, so that a killed run repeats nothing. In any other state, and
 * when there is no such import, it does nothing. A file that is no table ends as `failed`.
 */
export async function runImport(
  importId: number,
  given: Partial<ConfirmationTools> = {},
): Promise<{ state: ImportState | 'unknown'; rows: number }> {
  const tools = confirmationTools(given);
  const { db, now } = tools;
  const [run] = await db.execute<Run>(sql`
    select id, organization_id, state, format, mapping, rows_done, figures from subscriber_imports where id = ${importId}`);
  if (!run) return { state: 'unknown', rows: 0 };
  try {
    if (run.state === 'undoing') return { state: 'undone', rows: await undoImported(importId, { db, now }) };
    if (run.state === 'checking' || run.state === 'importing') return await readThrough(run, tools);
  } catch (fault) {
    if (fault instanceof Superseded) return { state: 'cancelled', rows: run.rows_done };
    if (!(fault instanceof BrokenFile) && !(fault instanceof TooManyRows)) throw fault;
    const failure = fault instanceof BrokenFile ? `broken:${fault.line}` : 'too_many_rows';
    await db.transaction(async (tx) => {
      await tx.execute(sql`update subscriber_imports set state = 'failed', name = left(name, 100) || ' (#' || id || ')', failure = ${failure}, finished_at = ${now().toISOString()}::timestamptz
        where id = ${importId} and state in ('checking', 'importing')`);
      await tx.execute(sql`delete from import_pieces where import_id = ${importId}`);
    });
    return { state: 'failed', rows: 0 };
  }
  return { state: run.state, rows: run.rows_done };
}

class TooManyRows extends Error {}

async function readThrough(
  run: Run,
  { db, now, secret }: ConfirmationTools,
): Promise<{ state: ImportState; rows: number }> {
  const format = importFormat.parse(run.format);
  const rowTools: RowTools = {
    rules: await listAddressRules({ db, now }),
    ispIds: ispIdsByName(await listIsps({ db })),
    now: now(),
    mapping: importMapping.parse(run.mapping),
  };
  const progress = { rowsDone: run.rows_done, figures: { ...run.figures } };
  const firstLines = new Map<number, number>();
  let batch: Taken[] = [];
  let faults: Fault[] = [];
  let rows = 0;
  const save = async () => {
    await saveRows(db, run, { batch, faults, rows, at: now(), progress });
    batch = [];
    faults = [];
  };
  for await (const { line, cells, row } of readRows(piecesOf(db, run.id), format)) {
    if (format.hasHeader && row === 1) continue;
    rows += 1;
    if (rows > maxImportRows) throw new TooManyRows();
    const read = readRow(cells, rowTools);
    const digest = read.ok ? suppressionDigest(read.row.canonical, secret) : null;
    // 53 bits of the digest: a million rows share one with a chance of one in 18,000.
    const key = digest ? digest.readUIntBE(0, 6) * 32 + ((digest[6] ?? 0) >> 3) : 0;
    const firstLine = digest ? firstLines.get(key) : undefined;
    if (digest && firstLine === undefined) firstLines.set(key, line);
    if (rows <= run.rows_done) continue;
    if (!read.ok) faults.push({ row: rows, line, column: read.column, reason: read.reason, otherLine: null });
    else if (firstLine !== undefined)
      faults.push({ row: rows, line, column: 'email', reason: 'duplicate', otherLine: firstLine });
    else if (digest) batch.push({ ...read.row, digest });
    if (batch.length + faults.length >= ROWS_AT_ONCE) await save();
  }
  await save();
  return { state: await finish(db, run, rows, now()), rows };
}

/** A row that is taken in, with the digest by which the suppressed are known. */
type Taken = ReadRow & { digest: Buffer };

interface Save {
  batch: Taken[];
  faults: Fault[];
  rows: number;
  at: Date;
  progress: { rowsDone: number; figures: ImportFigures };
}

/** Keeps what became of some rows and where the next ones begin, in one transaction that only one run at a time can make. */
async function saveRows(db: Db, run: Run, { batch, faults, rows, at, progress }: Save): Promise<void> {
  const { figures } = await db.transaction(async (tx) => {
    const [held] = await tx.execute<{ figures: ImportFigures }>(sql`
      select figures from subscriber_imports where id = ${run.id} and state = ${run.state} and rows_done = ${progress.rowsDone} for update`);
    if (!held) throw new Superseded();
    const placed: Placed = await placeRows(tx, batch, {
      importId: run.id,
      organizationId: run.organization_id,
      isDry: run.state === 'checking',
      at,
    });
    const next = { ...held.figures };
    const count = (figure: keyof ImportFigures, by: number) => {
      if (by > 0) next[figure] = (next[figure] ?? 0) + by;
    };
    count('added', placed.added);
    count('known', placed.known);
    count('suppressed', placed.suppressed);
    count('refused', faults.filter(({ reason }) => reason !== 'duplicate').length);
    count('duplicates', faults.filter(({ reason }) => reason === 'duplicate').length);
    count('unknownIsp', batch.filter(({ ispTyped, ispId }) => ispTyped && ispId === null).length);
    count('unknownState', batch.filter(({ stateTyped, state }) => stateTyped && state === null).length);
    const kept = (held.figures.refused ?? 0) + (held.figures.duplicates ?? 0);
    await keepFaults(tx, run.id, faults.slice(0, Math.max(0, maxKeptFaults - kept)));
    await tx.execute(sql`
      update subscriber_imports set rows_done = ${rows}, figures = ${JSON.stringify(next)}::text::jsonb where id = ${run.id}`);
    return { figures: next };
  });
  progress.rowsDone = rows;
  progress.figures = figures;
}

async function keepFaults(tx: Db, importId: number, faults: readonly Fault[]): Promise<void> {
  if (faults.length === 0) return;
  await tx.execute(sql`
    insert into import_faults (import_id, "row", line, "column", reason, other_line)
    select ${importId}, f."row", f.line, f."column", f.reason, f."otherLine"
    from jsonb_to_recordset(${JSON.stringify(faults)}::text::jsonb) as f ("row" integer, line integer, "column" text, reason text, "otherLine" integer)
    on conflict do nothing`);
}

async function finish(db: Db, run: Run, rows: number, at: Date): Promise<ImportState> {
  const state = run.state === 'checking' ? 'checked' : 'done';
  return db.transaction(async (tx) => {
    const ended = await tx.execute(sql`
      update subscriber_imports set state = ${state}, rows = ${rows}, rows_done = ${state === 'checked' ? 0 : rows},
        finished_at = case when ${state} = 'done' then ${at.toISOString()}::timestamptz end
      where id = ${run.id} and state = ${run.state}`);
    if (ended.count === 0) throw new Superseded();
    if (state === 'done') await tx.execute(sql`delete from import_pieces where import_id = ${run.id}`);
    return state;
  });
}
