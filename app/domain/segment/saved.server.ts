import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { type SegmentQuery, segmentQuery } from './segment.ts';

/** A segment that organizers keep under a name. Instants in UTC. */
export interface SavedSegment {
  id: number;
  name: string;
  query: SegmentQuery;
  updatedAt: Date;
}

/** Whose segment is saved: a new one without `id`. */
export interface SegmentToSave {
  organizationId: number;
  actor: string;
  id: number | null;
  name: string;
  query: SegmentQuery;
}

/** Longest name of a segment, in characters. Own choice. */
export const maxSegmentNameChars = 80;

/** Why a segment is not saved. `unknown`: there is none of that number in the organization. */
export type SegmentRefusal = 'name_missing' | 'name_taken' | 'unknown';

type Row = { id: number; name: string; query: unknown; updated_at: string };
const saved = ({ id, name, query, updated_at: updatedAt }: Row): SavedSegment => ({
  id,
  name,
  query: segmentQuery.parse(query),
  updatedAt: new Date(updatedAt),
});

/** The segments of an organization by name; archived ones are left out. At most 500. */
export async function listSegments(organizationId: number, given: Partial<Tools> = {}): Promise<SavedSegment[]> {
  const { db } = tools(given);
  const rows = await db.execute<Row>(sql`
    select id, name, query, updated_at from segments where organization_id = ${organizationId} and archived_at is null order by name, id limit 500`);
  return rows.map(saved);
}

/** One segment of an organization, archived or not; null for any other. */
export async function findSegment(
  { organizationId, id }: { organizationId: number; id: number },
  given: Partial<Tools> = {},
): Promise<SavedSegment | null> {
  const { db } = tools(given);
  const [row] = await db.execute<Row>(
    sql`select id, name, query, updated_at from segments where organization_id = ${organizationId} and id = ${id}`,
  );
  return row ? saved(row) : null;
}

/** Saves a segment under a name that no other of the organization has, new or changed. What a broadcast was sent to does not change with it: broadcasts keep the query. */
export async function saveSegment(
  { organizationId, actor, id, name: typed, query }: SegmentToSave,
  given: Partial<Tools> = {},
): Promise<{ ok: true; id: number } | { ok: false; reason: SegmentRefusal }> {
  const { db, now } = tools(given);
  const name = typed
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, maxSegmentNameChars);
  if (name === '') return { ok: false, reason: 'name_missing' };
  const at = sql`${now().toISOString()}::timestamptz`;
  const kept = sql`${JSON.stringify(segmentQuery.parse(query))}::text::jsonb`;
  return db.transaction(async (tx) => {
    // One at a time, so that two segments of one name are found out before the constraint.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('segments'), ${organizationId})`);
    const [other] = await tx.execute(sql`
      select from segments where organization_id = ${organizationId} and name = ${name} and id is distinct from ${id}::integer`);
    if (other) return { ok: false, reason: 'name_taken' };
    const [row] =
      id === null
        ? await tx.execute<{ id: number }>(sql`
            insert into segments (organization_id, name, query, created_by, created_at, updated_at)
            values (${organizationId}, ${name}, ${kept}, ${actor}, ${at}, ${at}) returning id`)
        : await tx.execute<{ id: number }>(sql`
            update segments set name = ${name}, query = ${kept}, updated_at = ${at}, archived_at = null
            where id = ${id} and organization_id = ${organizationId} returning id`);
    if (!row) return { ok: false, reason: 'unknown' };
    const subject = `segment ${row.id}`;
    await recordDeed(tx, {
      organizationId,
      actor,
      action: 'audience.segment.save',
      subject,
      facts: { query },
      at: now(),
    });
    return { ok: true, id: row.id };
  });
}

/** Takes a segment off the list; its name can be used again, and broadcasts that went to it keep it. False when there is none. */
export async function archiveSegment(
  { organizationId, actor, id }: { organizationId: number; actor: string; id: number },
  given: Partial<Tools> = {},
): Promise<boolean> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const gone = await tx.execute(sql`
      update segments set archived_at = ${now().toISOString()}::timestamptz, name = left(name, 100) || ' #' || id
      where id = ${id} and organization_id = ${organizationId} and archived_at is null`);
    if (gone.count === 0) return false;
    const subject = `segment ${id}`;
    await recordDeed(tx, { organizationId, actor, action: 'audience.segment.archive', subject, at: now() });
    return true;
  });
}
