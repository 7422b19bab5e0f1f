import { and, asc, eq, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { editorialChanges } from '#db/schema/editorial.ts';
import { incidents } from '#db/schema/incident.ts';
import {
  type EditorialChange,
  type EditorialState,
  SEED_EDITOR,
  type SignedReason,
  signedReason,
  statesAfter,
} from './editorial.ts';

/** Most lines of one entry's history that are returned. Own choice. */
export const MAX_CHANGES = 500;

/** What became of a change of state. `changed_meanwhile`: another editor was first, and `from` is where the entry stands now. */
export type StateChanged =
  | { ok: true; from: EditorialState; to: EditorialState }
  | { ok: false; reason: 'unknown_entry' }
  | { ok: false; reason: 'same_state'; from: EditorialState }
  | { ok: false; reason: 'not_allowed'; from: EditorialState; allowed: readonly EditorialState[] }
  | { ok: false; reason: 'changed_meanwhile'; from: EditorialState };

/**
 * Moves an entry to another editorial state and writes the line of its history, in one transaction. Of two editors who decide upon the same
 * state at once, one is heard and the other told `changed_meanwhile`. Throws `ZodError` when reason or name is missing or too long.
 */
export async function changeIncidentState(
  { slug, to, ...signed }: { slug: string; to: EditorialState } & SignedReason,
  given: Partial<Tools> = {},
): Promise<StateChanged> {
  const { db, now } = tools(given);
  const { reason, by } = signedReason.parse(signed);
  return db.transaction(async (tx): Promise<StateChanged> => {
    const [seen] = await tx
      .select({ id: incidents.id, state: incidents.editorialState })
      .from(incidents)
      .where(eq(incidents.slug, slug));
    if (!seen) return { ok: false, reason: 'unknown_entry' };
    const from = seen.state;
    if (from === to) return { ok: false, reason: 'same_state', from };
    const allowed = statesAfter(from);
    if (!allowed.includes(to)) return { ok: false, reason: 'not_allowed', from, allowed };
    const changed = await tx
      .update(incidents)
      .set({ editorialState: to, updatedAt: risen(now()) })
      .where(and(eq(incidents.id, seen.id), eq(incidents.editorialState, from)))
      .returning({ id: incidents.id });
    if (changed.length === 0) {
      const [current] = await tx
        .select({ state: incidents.editorialState })
        .from(incidents)
        .where(eq(incidents.id, seen.id));
      return { ok: false, reason: 'changed_meanwhile', from: current?.state ?? from };
    }
    await writeChange(tx, { incidentId: seen.id, from, to, reason, by, at: now() });
    return { ok: true, from, to };
  });
}

/** The history of an entry, oldest first, at most 500 lines. */
export async function listEditorialChanges(
  { incidentId }: { incidentId: number },
  given: Partial<Tools> = {},
): Promise<EditorialChange[]> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(editorialChanges)
    .where(eq(editorialChanges.incidentId, incidentId))
    .orderBy(asc(editorialChanges.id))
    .limit(MAX_CHANGES);
  return rows.map((row) => ({
    from: row.fromState,
    to: row.toState,
    reason: row.reason,
    by: row.changedBy === SEED_EDITOR ? null : row.changedBy,
    at: row.changedAt.toISOString(),
  }));
}

/** Writes one line of an entry's history; `from` null for its first. The line stays for ever (trigger `editorial_changes_append_only`). */
export async function writeChange(
  db: Db,
  {
    incidentId,
    from,
    to,
    reason,
    by,
    at,
  }: SignedReason & {
    incidentId: number;
    from: EditorialState | null;
    to: EditorialState;
    at: Date;
  },
): Promise<void> {
  await db
    .insert(editorialChanges)
    .values({ incidentId, fromState: from, toState: to, reason, changedBy: by, changedAt: at });
}

/** `updated_at` after a change at `at`: feeds order by it, so that it rises even when two clocks differ. Own choice. */
export function risen(at: Date) {
  return sql`greatest(${incidents.updatedAt} + interval '1 millisecond', ${at.toISOString()}::timestamptz)`;
}
