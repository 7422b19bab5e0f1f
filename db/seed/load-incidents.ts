import { and, eq, inArray, ne, notExists, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { editorialChanges } from '../schema/editorial.ts';
import { incidentIsps, incidents } from '../schema/incident.ts';
import type { Facts } from './facts.ts';
import { idOf, ispIds } from './load-parties.ts';
import type { IncidentFields } from './shapes.ts';
import { type Loaded, removeByIds, upsert } from './upsert.ts';

/** The name under which the seed writes history; `app/domain/incident/editorial.ts` keeps the same. */
const SEED_EDITOR = 'seed';

const FIRST_REASON = 'Entered with its sources from the facts that come with the software.';

/** Fields of an entry that its words come from: everything but its key and its editorial state. */
const WORDS = [
  'occurredOn',
  'datePrecision',
  'dateNote',
  'type',
  'segment',
  'title',
  'summary',
  'statementEn',
  'statementEs',
  'ispPosition',
  'outcome',
  'figures',
  'tags',
  'sources',
  'confidence',
] as const;

/** The row of an entry without its editorial state. Text that an entry leaves out becomes null. Own choice. */
export function incidentRow(entry: IncidentFields): Omit<typeof incidents.$inferInsert, 'editorialState'> {
  return {
    slug: entry.id,
    occurredOn: entry.date,
    datePrecision: entry.datePrecision,
    dateNote: entry.dateNote ?? null,
    type: entry.type,
    segment: entry.segment,
    title: entry.title,
    summary: entry.summary,
    statementEn: entry.statement?.en ?? null,
    statementEs: entry.statement?.es ?? null,
    ispPosition: entry.ispPosition ?? null,
    outcome: entry.outcome ?? null,
    figures: entry.figures ?? null,
    tags: entry.tags,
    sources: entry.sources,
    confidence: entry.confidence,
  };
}

/**
 * Brings the ISPs that entries name to what `named` says, leaving rows that say it already. Returns how many rows were written and removed, and the
 * entries that this changed.
 */
export async function nameIsps(
  db: Db,
  incidentIds: readonly number[],
  named: (typeof incidentIsps.$inferInsert)[],
): Promise<{ written: number; removed: number; changed: Set<number> }> {
  const changed = new Set<number>();
  if (incidentIds.length === 0) return { written: 0, removed: 0, changed };
  const keyOf = ({ incidentId, nameThen, ispId }: typeof incidentIsps.$inferInsert) =>
    `${incidentId} ${nameThen} ${ispId ?? null}`;
  const held = await db
    .select()
    .from(incidentIsps)
    .where(inArray(incidentIsps.incidentId, [...incidentIds]));
  const said = new Set(named.map(keyOf));
  const known = new Set(held.map(keyOf));
  const stale = held.filter((row) => !said.has(keyOf(row)));
  const missing = named.filter((row) => !known.has(keyOf(row)));
  for (const { incidentId } of [...stale, ...missing]) changed.add(incidentId);
  const removed = await removeByIds(
    db,
    incidentIsps,
    stale.map(({ id }) => id),
  );
  const target = [incidentIsps.incidentId, incidentIsps.nameThen, incidentIsps.ispId];
  const written = await upsert(db, incidentIsps, missing, { target, update: [] });
  return { written, removed, changed };
}

/**
 * Loads incidents, the ISPs they name and the first line of their history. An entry that an editor changed, in state or words, is the
 * editor's: the seed leaves it whole, because a verdict is about the words that were read.
 */
export async function loadIncidents(db: Db, { incidents: file }: Facts): Promise<Loaded> {
  const changedByEditors = await db
    .selectDistinct({ slug: incidents.slug })
    .from(incidents)
    .innerJoin(editorialChanges, eq(editorialChanges.incidentId, incidents.id))
    .where(ne(editorialChanges.changedBy, SEED_EDITOR));
  const editors = new Set(changedByEditors.map(({ slug }) => slug));
  const entries = file.entries.filter(({ id }) => !editors.has(id));
  const before = new Set((await db.select({ id: incidents.id }).from(incidents)).map(({ id }) => id));
  const risen = sql`greatest(${incidents.updatedAt} + interval '1 millisecond', now())`;
  let written = await upsert(
    db,
    incidents,
    entries.map((entry) => ({ ...incidentRow(entry), editorialState: 'verified' as const })),
    { target: [incidents.slug], update: WORDS, stamp: { updatedAt: risen } },
  );
  const held = await db.select({ id: incidents.id, slug: incidents.slug }).from(incidents);
  const ids = new Map(held.map(({ id, slug }) => [slug, id]));
  const catalogue = await ispIds(db);
  const named = entries.flatMap(({ id, isps }) =>
    isps.map(({ nameThen, slug }) => ({
      incidentId: idOf(ids, id),
      ispId: slug === null ? null : idOf(catalogue, slug),
      nameThen,
    })),
  );
  const own = entries.map(({ id }) => idOf(ids, id));
  const naming = await nameIsps(db, own, named);
  written += naming.written;
  const renamed = [...naming.changed].filter((id) => before.has(id));
  if (renamed.length > 0) await db.update(incidents).set({ updatedAt: risen }).where(inArray(incidents.id, renamed));
  written += await writeFirstLines(db, own);
  return {
    entries: file.entries.length,
    written,
    removed: naming.removed,
    left: held.length - file.entries.length,
    kept: file.entries.length - entries.length,
  };
}

/** Gives entries without any history its first line. Returns how many were written. */
async function writeFirstLines(db: Db, incidentIds: readonly number[]): Promise<number> {
  if (incidentIds.length === 0) return 0;
  const history = db
    .select({ one: sql`1` })
    .from(editorialChanges)
    .where(eq(editorialChanges.incidentId, incidents.id));
  const without = await db
    .select({ incidentId: incidents.id, toState: incidents.editorialState, changedAt: incidents.createdAt })
    .from(incidents)
    .where(and(inArray(incidents.id, [...incidentIds]), notExists(history)));
  if (without.length === 0) return 0;
  const lines = without.map((entry) => ({ ...entry, reason: FIRST_REASON, changedBy: SEED_EDITOR }));
  return (await db.insert(editorialChanges).values(lines).returning({ id: editorialChanges.id })).length;
}
