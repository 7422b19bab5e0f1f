import { isDeepStrictEqual } from 'node:util';
import { eq, inArray } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { type incidentIsps, incidents } from '#db/schema/incident.ts';
import { isps } from '#db/schema/isp.ts';
import { incidentRow, nameIsps } from '#db/seed/load-incidents.ts';
import type { IncidentFields } from '#db/seed/shapes.ts';
import { risen, writeChange } from './editorial.server.ts';
import { type EditorialState, type SignedReason, signedReason } from './editorial.ts';

/** Why an entry was not taken. `unknown_isps`: slugs that no ISP of the catalogue has. */
export type EntryRefused =
  | { ok: false; reason: 'slug_taken' }
  | { ok: false; reason: 'unknown_entry' }
  | { ok: false; reason: 'unchanged' }
  | { ok: false; reason: 'unknown_isps'; slugs: readonly string[] };

/** What became of an entry that an editor handed in. `state`: where it stands now. */
export type EntryTaken = { ok: true; state: EditorialState } | EntryRefused;

/**
 * Takes a new entry into the register in state "new", which is not public, with the first line of its history. The slug is its address for
 * ever. Throws `ZodError` when reason or name is missing or too long.
 */
export async function addIncident(
  entry: IncidentFields,
  signed: SignedReason,
  given: Partial<Tools> = {},
): Promise<EntryTaken> {
  const { db, now } = tools(given);
  const { reason, by } = signedReason.parse(signed);
  const at = now();
  return db.transaction(async (tx): Promise<EntryTaken> => {
    const naming = await readNaming(tx, entry);
    if (!naming.ok) return naming;
    const [added] = await tx
      .insert(incidents)
      .values({ ...incidentRow(entry), editorialState: 'new', createdAt: at, updatedAt: at })
      .onConflictDoNothing({ target: incidents.slug })
      .returning({ id: incidents.id });
    if (!added) return { ok: false, reason: 'slug_taken' };
    await nameIsps(tx, [added.id], naming.of(added.id));
    await writeChange(tx, { incidentId: added.id, from: null, to: 'new', reason, by, at });
    return { ok: true, state: 'new' };
  });
}

/**
 * Replaces the words of an entry, found by its slug, and writes the reason into its history; the editorial state stays. From then on the seed
 * leaves the entry alone. Throws `ZodError` when reason or name is missing or too long.
 */
export async function editIncident(
  entry: IncidentFields,
  signed: SignedReason,
  given: Partial<Tools> = {},
): Promise<EntryTaken> {
  const { db, now } = tools(given);
  const { reason, by } = signedReason.parse(signed);
  return db.transaction(async (tx): Promise<EntryTaken> => {
    const [held] = await tx.select().from(incidents).where(eq(incidents.slug, entry.id)).for('update');
    if (!held) return { ok: false, reason: 'unknown_entry' };
    const naming = await readNaming(tx, entry);
    if (!naming.ok) return naming;
    const row = incidentRow(entry);
    const { changed } = await nameIsps(tx, [held.id], naming.of(held.id));
    const before = Object.fromEntries(Object.keys(row).map((field) => [field, held[field as keyof typeof held]]));
    if (changed.size === 0 && isDeepStrictEqual(before, { ...row })) return { ok: false, reason: 'unchanged' };
    await tx
      .update(incidents)
      .set({ ...row, updatedAt: risen(now()) })
      .where(eq(incidents.id, held.id));
    const state = held.editorialState;
    await writeChange(tx, { incidentId: held.id, from: state, to: state, reason, by, at: now() });
    return { ok: true, state };
  });
}

type Naming =
  | { ok: true; of(incidentId: number): (typeof incidentIsps.$inferInsert)[] }
  | Extract<EntryRefused, { reason: 'unknown_isps' }>;

/** The ISPs that an entry names, found in the catalogue. */
async function readNaming(db: Db, entry: IncidentFields): Promise<Naming> {
  const asked = entry.isps.flatMap(({ slug }) => (slug === null ? [] : [slug]));
  const found =
    asked.length === 0
      ? []
      : await db.select({ id: isps.id, slug: isps.slug }).from(isps).where(inArray(isps.slug, asked));
  const ids = new Map(found.map(({ id, slug }) => [slug, id]));
  const unknown = asked.filter((slug) => !ids.has(slug));
  if (unknown.length > 0) return { ok: false, reason: 'unknown_isps', slugs: unknown };
  return {
    ok: true,
    of: (incidentId) =>
      entry.isps.map(({ nameThen, slug }) => ({
        incidentId,
        nameThen,
        ispId: slug === null ? null : (ids.get(slug) ?? null),
      })),
  };
}
