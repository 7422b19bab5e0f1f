import { and, asc, desc, eq, exists, inArray, ne, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { editorialChanges } from '#db/schema/editorial.ts';
import { incidentIsps, incidents } from '#db/schema/incident.ts';
import { isps } from '#db/schema/isp.ts';
import { PUBLISHED_STATES } from './editorial.ts';
import { listNamedIsps } from './incident.server.ts';
import { type EntryNotice, NOTICE_STATES, noticeStateOf, type RegisterFilter } from './register.ts';

/** Most notices that one listing returns. Own choice: a register that withdraws more has another trouble. */
export const MAX_NOTICES = 200;

/** The condition that an entry was shown once: its address answers for ever. Nothing from memory was ever shown. */
export function wasPublished(db: Db) {
  return and(
    ne(incidents.confidence, 'memory'),
    exists(
      db
        .select({ one: sql`1` })
        .from(editorialChanges)
        .where(
          and(eq(editorialChanges.incidentId, incidents.id), inArray(editorialChanges.toState, [...PUBLISHED_STATES])),
        ),
    ),
  );
}

/**
 * Notices of the state that a filter names, newest event first, at most 200, of its ISP and year. A filter by type finds none: the
 * type of an entry is gone with its words.
 */
export async function listNotices(filter: RegisterFilter, given: Partial<Tools> = {}): Promise<EntryNotice[]> {
  const { db } = tools(given);
  const state = noticeStateOf(filter);
  if (state === null || filter.type !== undefined) return [];
  const { isp, year } = filter;
  const names = db
    .select({ one: sql`1` })
    .from(incidentIsps)
    .innerJoin(isps, eq(isps.id, incidentIsps.ispId))
    .where(and(eq(incidentIsps.incidentId, incidents.id), eq(isps.slug, isp ?? '')));
  const rows = await db
    .select()
    .from(incidents)
    .where(
      and(
        wasPublished(db),
        eq(incidents.editorialState, state),
        isp === undefined ? undefined : exists(names),
        year === undefined ? undefined : sql`to_char(${incidents.occurredOn}, 'YYYY') = ${year}`,
      ),
    )
    .orderBy(desc(incidents.occurredOn), asc(incidents.slug))
    .limit(MAX_NOTICES);
  return toNotices(db, rows);
}

/** Rows of entries that were shown and are not now as their notices, in the order given. Throws when a row is shown, or was never. */
export async function toNotices(db: Db, rows: readonly (typeof incidents.$inferSelect)[]): Promise<EntryNotice[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [named, reasons] = await Promise.all([
    listNamedIsps(db, rows),
    db
      .selectDistinctOn([editorialChanges.incidentId], {
        incidentId: editorialChanges.incidentId,
        reason: editorialChanges.reason,
      })
      .from(editorialChanges)
      .where(
        and(
          inArray(editorialChanges.incidentId, ids),
          sql`${editorialChanges.fromState} is distinct from ${editorialChanges.toState}`,
        ),
      )
      .orderBy(editorialChanges.incidentId, desc(editorialChanges.id)),
  ]);
  return rows.map((row) => {
    const state = NOTICE_STATES.find((known) => known === row.editorialState);
    if (!state) throw new Error(`The entry ${row.slug} has no notice in state ${row.editorialState}`);
    return {
      slug: row.slug,
      occurredOn: row.occurredOn,
      datePrecision: row.datePrecision,
      isps: named.get(row.id) ?? [],
      state,
      reason: reasons.find(({ incidentId }) => incidentId === row.id)?.reason ?? '',
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    };
  });
}
