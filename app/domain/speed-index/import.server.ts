import { createHash } from 'node:crypto';
import { eq, inArray, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { ispNames, isps } from '#db/schema/isp.ts';
import { speedIndexEntries, speedIndexImports } from '#db/schema/speed-index.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { contradicts, doubtsOf, type ImportConflict, type ImportOutcome, type ImportRow } from './import.ts';
import { type FileRow, faultsAmong, ispOf, type KnownNames, readImportFile } from './import-file.server.ts';

/**
 * A file of new months: its name as people know it, its bytes, who brings it ("command" or "organizer:ID"). With `replaceReason` values that are
 * held and differ are replaced; with `isDryRun` nothing is written.
 */
export interface ImportInput {
  fileName: string;
  bytes: Uint8Array;
  importedBy: string;
  isDryRun?: boolean;
  replaceReason?: string | null;
}

type Held = typeof speedIndexEntries.$inferSelect;

/**
 * Takes in a file of months whole, in one transaction, or refuses it with every fault. The same file a second time changes nothing. A
 * row that says what is held already is left as it is; one that contradicts it is refused unless a reason to replace is given.
 * What is imported or replaced belongs to its import from then on: the seed neither overwrites nor deletes it. The import and
 * the reason are noted in `audit_events`.
 */
export async function importSpeedIndex(input: ImportInput, given: Partial<Tools> = {}): Promise<ImportOutcome> {
  const { db, now } = tools(given);
  const sha256 = createHash('sha256').update(input.bytes).digest();
  return db.transaction(async (tx) => {
    // The lock of the seed: neither runs while the other does.
    await tx.execute(sql`select pg_advisory_xact_lock(6140111)`);
    const [known] = await tx.select().from(speedIndexImports).where(eq(speedIndexImports.sha256, sha256));
    if (known) return { ok: true, kind: 'already_imported', importId: known.id, importedAt: known.importedAt };
    const { rows: fileRows, faults } = readImportFile(input.bytes);
    const names = await knownNames(tx);
    const allFaults = [...faults, ...faultsAmong(fileRows, names, now())].sort((a, b) => a.line - b.line);
    const rows = fileRows.flatMap((row) => importRow(row, names));
    const held = await heldEntries(tx, rows);
    const warnings = doubtsOf(
      rows,
      held.map((entry) => ({ ...entry, month: entry.month.slice(0, 7) })),
    );
    if (allFaults.length > 0) return { ok: false, reason: 'faulty', faults: allFaults, warnings };
    const { fresh, changed, unchanged } = settle(rows, held);
    const reason = input.replaceReason?.trim() || null;
    if (changed.length > 0 && reason === null)
      return { ok: false, reason: 'differs', conflicts: changed.map(conflictOf), warnings };
    const done = {
      ok: true,
      kind: 'imported',
      added: fresh.length,
      unchanged,
      replaced: changed.length,
      warnings,
    } as const;
    if (input.isDryRun) return { ...done, importId: null, isDryRun: true };
    const importId = await write(tx, { input, sha256, fresh, changed, reason, at: now() });
    return { ...done, importId, isDryRun: false };
  });
}

async function knownNames(db: Db): Promise<KnownNames> {
  const labels = await db.select().from(ispNames).where(eq(ispNames.kind, 'index'));
  const idsByLabel = new Map<string, Set<number>>();
  for (const { name, ispId } of labels) idsByLabel.set(name, (idsByLabel.get(name) ?? new Set()).add(ispId));
  const held = await db
    .selectDistinct({ name: speedIndexEntries.indexName, ispId: speedIndexEntries.ispId })
    .from(speedIndexEntries);
  const all = await db.select({ id: isps.id, slug: isps.slug }).from(isps);
  return {
    idsBySlug: new Map(all.map(({ id, slug }) => [slug, id])),
    idsByLabel,
    heldNames: new Map(held.map(({ name, ispId }) => [name, ispId])),
  };
}

function importRow({ line, row }: FileRow, names: KnownNames): ImportRow[] {
  const ispId = ispOf(row, names);
  if (typeof ispId === 'string') return [];
  const { month, list, isp: indexName, mbps, rank, source, confidence, note } = row;
  const { rank_counts: rankCounts, rank_source: rankSource } = row;
  return [{ line, month, list, indexName, ispId, mbps, rank, rankCounts, source, rankSource, confidence, note }];
}

/** What is held under the names of the file, all months: to find the same entries and to measure new ones by. */
async function heldEntries(db: Db, rows: readonly ImportRow[]): Promise<Held[]> {
  const names = [...new Set(rows.map(({ indexName }) => indexName))];
  if (names.length === 0) return [];
  return db.select().from(speedIndexEntries).where(inArray(speedIndexEntries.indexName, names));
}

type Change = { row: ImportRow; held: Held };

function settle(rows: readonly ImportRow[], held: readonly Held[]) {
  const byKey = new Map(held.map((entry) => [`${entry.month} ${entry.list} ${entry.indexName}`, entry]));
  const fresh: ImportRow[] = [];
  const changed: Change[] = [];
  let unchanged = 0;
  for (const row of rows) {
    const entry = byKey.get(`${row.month}-01 ${row.list} ${row.indexName}`);
    if (!entry) fresh.push(row);
    else if (contradicts(entry, row)) changed.push({ row, held: entry });
    else unchanged += 1;
  }
  return { fresh, changed, unchanged };
}

function conflictOf({ row, held }: Change): ImportConflict {
  const { line, month, list, indexName } = row;
  const figures = ({ mbps, rank }: { mbps: number | null; rank: number | null }) => ({ mbps, rank });
  return { line, month, list, indexName, held: figures(held), given: figures(row) };
}

type Writing = {
  input: ImportInput;
  sha256: Buffer;
  fresh: readonly ImportRow[];
  changed: readonly Change[];
  reason: string | null;
  at: Date;
};

async function write(db: Db, { input, sha256, fresh, changed, reason, at }: Writing): Promise<number> {
  const [made] = await db
    .insert(speedIndexImports)
    .values({
      fileName: input.fileName,
      sha256,
      rowsAdded: fresh.length,
      importedBy: input.importedBy,
      importedAt: at,
    })
    .returning({ id: speedIndexImports.id });
  if (!made) throw new Error('The import was written and gave no number');
  for (let from = 0; from < fresh.length; from += 500)
    await db
      .insert(speedIndexEntries)
      .values(
        fresh
          .slice(from, from + 500)
          .map(({ line: _, ...row }) => ({ ...row, month: `${row.month}-01`, importId: made.id })),
      );
  for (const { row, held } of changed)
    await db
      .update(speedIndexEntries)
      .set({
        ispId: row.ispId,
        ...(row.mbps === null
          ? {}
          : { mbps: row.mbps, source: row.source, confidence: row.confidence, note: row.note }),
        ...(row.rank === null
          ? {}
          : { rank: row.rank, rankCounts: row.rankCounts, rankSource: row.rankSource ?? row.source }),
        importId: made.id,
      })
      .where(eq(speedIndexEntries.id, held.id));
  await recordDeed(db, {
    organizationId: null,
    at,
    actor: input.importedBy,
    action: 'speed-index.import',
    subject: `speed-index-import:${made.id}`,
    facts: { file: input.fileName, added: fresh.length, reason, replaced: changed.map(conflictOf) },
  });
  return made.id;
}
