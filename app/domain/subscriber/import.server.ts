import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import { maskedAddress } from '../segment/segment.ts';
import { type ImportFormat, type ImportMapping, type ImportState, maxImportBytes } from './import.ts';
import { formatOf, utf8Judge } from './import-file.server.ts';

const PIECE_BYTES = 256 * 1024;

/** Who does something to which import. */
export interface ImportDeed {
  organizationId: number;
  importId: number;
  actor: string;
}

/** A file handed in. `pieces`: its bytes, in pieces of any size. */
export interface HandedIn {
  organizationId: number;
  actor: string;
  name: string;
  fileName: string;
  pieces: AsyncIterable<Uint8Array>;
}

/** Why a file or a deed on an import comes to nothing. `state`: it is not in a state that allows it. */
export type ImportRefusal = 'empty' | 'too_large' | 'name_taken' | 'name_missing' | 'unknown' | 'state';

/** In one transaction and nothing before it: the file in pieces, how it is written, and the first guess at its columns is left to the page. */
export async function storeImport(
  { organizationId, actor, name: typed, fileName, pieces }: HandedIn,
  given: Partial<Tools> = {},
): Promise<{ ok: true; importId: number } | { ok: false; reason: ImportRefusal }> {
  const { db, now } = tools(given);
  const name = typed
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 120);
  if (name === '') return { ok: false, reason: 'name_missing' };
  return db
    .transaction(async (tx): Promise<{ ok: true; importId: number } | { ok: false; reason: ImportRefusal }> => {
      const [made] = await tx.execute<{ id: number }>(sql`
        insert into subscriber_imports (organization_id, name, file_name, file_bytes, file_sha256, format, state, created_by, created_at)
        values (${organizationId}, ${name}, ${fileName.slice(0, 200)}, 0, ''::bytea, '{}'::jsonb, 'uploaded', ${actor}, ${now().toISOString()}::timestamptz)
        on conflict on constraint subscriber_imports_name_once do nothing returning id`);
      if (!made) return { ok: false, reason: 'name_taken' };
      const kept = await keepPieces(tx, made.id, pieces);
      if (kept.bytes === 0 || kept.bytes > maxImportBytes) throw new Refused(kept.bytes === 0 ? 'empty' : 'too_large');
      const { format } = await formatOf(kept.head, kept.isUtf8);
      if (format.columns.length === 0) throw new Refused('empty');
      await tx.execute(sql`
        update subscriber_imports set file_bytes = ${kept.bytes}, file_sha256 = ${kept.sha256}::bytea, format = ${JSON.stringify(format)}::text::jsonb
        where id = ${made.id}`);
      const facts = { bytes: kept.bytes, sha256: kept.sha256.toString('hex') };
      const subject = `import ${made.id}`;
      await recordDeed(tx, { organizationId, actor, action: 'audience.import.upload', subject, facts, at: now() });
      return { ok: true, importId: made.id };
    })
    .catch((fault) => {
      if (fault instanceof Refused) return { ok: false, reason: fault.reason };
      throw fault;
    });
}

class Refused extends Error {
  readonly reason: ImportRefusal;
  constructor(reason: ImportRefusal) {
    super(reason);
    this.reason = reason;
  }
}

async function keepPieces(tx: Db, importId: number, pieces: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256');
  const judge = utf8Judge();
  let head = Buffer.alloc(0);
  let waiting: Buffer[] = [];
  let held = 0;
  let bytes = 0;
  let position = 0;
  const flush = async () => {
    if (held === 0) return;
    const piece = Buffer.concat(waiting);
    waiting = [];
    held = 0;
    if (position === 0) head = piece;
    judge.push(piece);
    hash.update(piece);
    await tx.execute(
      sql`insert into import_pieces (import_id, position, bytes) values (${importId}, ${position}, ${piece}::bytea)`,
    );
    position += 1;
  };
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > maxImportBytes) break;
    waiting.push(Buffer.from(piece));
    held += piece.length;
    if (held >= PIECE_BYTES) await flush();
  }
  await flush();
  return { bytes, head, isUtf8: judge.isUtf8(), sha256: hash.digest() };
}

/** The first rows of the file of an import, addresses masked, to see which column is which; empty when the file is gone. At most five. */
export async function sampleImport(
  { organizationId, importId }: Pick<ImportDeed, 'organizationId' | 'importId'>,
  given: Partial<Tools> = {},
): Promise<string[][]> {
  const { db } = tools(given);
  const [row] = await db.execute<{ bytes: Buffer; format: ImportFormat }>(sql`
    select p.bytes, i.format from subscriber_imports i join import_pieces p on p.import_id = i.id and p.position = 0
    where i.id = ${importId} and i.organization_id = ${organizationId}`);
  if (!row) return [];
  const { sample } = await formatOf(row.bytes, row.format.encoding === 'utf-8');
  const shown = (cell: string) =>
    /^\s*[^@\s]+@[^@\s]+\s*$/.test(cell) ? maskedAddress(cell.trim()) : cell.slice(0, 60);
  return sample.slice(0, 5).map((cells) => cells.map(shown));
}

/** The name of a list that came to nothing: the next try may have the old one. */
const givenUp = sql`left(name, 100) || ' (#' || id || ')'`;

/** Says what the columns mean and has every row looked at: nothing is taken in yet. Also to correct what was said before. */
export function checkImport(
  { mapping, ...deed }: ImportDeed & { mapping: ImportMapping },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: ImportRefusal }> {
  const change = sql`state = 'checking', mapping = ${JSON.stringify(mapping)}::text::jsonb, rows = null, rows_done = 0, figures = '{}'::jsonb, failure = null`;
  return turn(deed, { from: ['uploaded', 'checked'], change, action: 'audience.import.check' }, given);
}

/** Takes the rows in that the look found to be good. */
export function startImport(deed: ImportDeed, given: Partial<Tools> = {}) {
  const at = sql`${tools(given).now().toISOString()}::timestamptz`;
  const change = sql`state = 'importing', rows_done = 0, figures = '{}'::jsonb, started_at = ${at}`;
  return turn(deed, { from: ['checked'], change, action: 'audience.import.start' }, given);
}

/** Ends an import where it stands; the file goes. Members that it added until then stay until it is taken back. */
export function cancelImport(deed: ImportDeed, given: Partial<Tools> = {}) {
  const at = sql`${tools(given).now().toISOString()}::timestamptz`;
  const change = sql`state = 'cancelled', finished_at = ${at}, rows = null, name = ${givenUp}`;
  return turn(
    deed,
    { from: ['uploaded', 'checking', 'checked', 'importing'], change, action: 'audience.import.cancel' },
    given,
  );
}

/** Takes back what an import added, as `undoImported` says; what is left over from an earlier try goes as well. */
export function undoImport(deed: ImportDeed, given: Partial<Tools> = {}) {
  const change = sql`state = 'undoing'`;
  return turn(deed, { from: ['done', 'cancelled', 'undone'], change, action: 'audience.import.undo' }, given);
}

/** One conditional change of state, with the job that does the work and the entry that says who wanted it. */
function turn(
  { organizationId, importId, actor }: ImportDeed,
  { from, change, action }: { from: readonly ImportState[]; change: ReturnType<typeof sql>; action: string },
  given: Partial<Tools>,
): Promise<{ ok: true } | { ok: false; reason: ImportRefusal }> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const [held] = await tx.execute<{ state: ImportState; mapping: unknown }>(sql`
      select state, mapping from subscriber_imports where id = ${importId} and organization_id = ${organizationId} for update`);
    if (!held) return { ok: false, reason: 'unknown' };
    if (!from.includes(held.state)) return { ok: false, reason: 'state' };
    if (action === 'audience.import.undo' && held.mapping === null) return { ok: false, reason: 'state' };
    await tx.execute(sql`update subscriber_imports set ${change} where id = ${importId}`);
    if (action === 'audience.import.check')
      await tx.execute(sql`delete from import_faults where import_id = ${importId}`);
    if (action === 'audience.import.start')
      await tx.execute(sql`delete from import_faults where import_id = ${importId}`);
    if (action === 'audience.import.cancel')
      await tx.execute(sql`delete from import_pieces where import_id = ${importId}`);
    else await enqueueJob(tx, { name: 'audience.import', data: { importId } });
    const subject = `import ${importId}`;
    await recordDeed(tx, { organizationId, actor, action, subject, facts: { from: held.state }, at: now() });
    return { ok: true };
  });
}

/** How long a file waits for an organizer, in milliseconds: seven days. Own choice. */
const waitsMs = 7 * 24 * 60 * 60 * 1000;

/** Cancels imports that nobody went on with for seven days, and deletes their files; answers how many. */
export async function cancelStaleImports(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const before = new Date(now().getTime() - waitsMs).toISOString();
  const stale = await db.execute<{ id: number; organization_id: number }>(sql`
    select id, organization_id from subscriber_imports where state in ('uploaded', 'checked') and created_at < ${before}::timestamptz limit 100`);
  for (const { id, organization_id: organizationId } of stale)
    await cancelImport({ organizationId, importId: id, actor: 'system' }, given);
  return stale.length;
}
