import { lt } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { measurementRuns } from '#db/schema/measurement.ts';
import { ispIdOf } from '../isp/isp.server.ts';
import { RUN_KEPT_MS, type Run } from './run.ts';

/**
 * Keeps one half of a test for an hour, with the ISP seen when it is a single one. The first half of a session and direction stands:
 * a second one answers `repeated`, so that nobody can replace a figure. Own choice.
 */
export async function recordRun(
  { seen, networkKey, ...run }: Run,
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'repeated' }> {
  const { db, now } = tools(given);
  const slug = seen.slugs.length === 1 ? seen.slugs[0] : undefined;
  const ispSeenId = slug === undefined ? null : await ispIdOf(slug, given);
  const kept = await db
    .insert(measurementRuns)
    .values({ ...run, ispSeenId, seenAsn: seen.asn, networkKey: Buffer.from(networkKey), createdAt: now() })
    .onConflictDoNothing()
    .returning({ id: measurementRuns.id });
  return kept.length > 0 ? { ok: true } : { ok: false, reason: 'repeated' };
}

/** Deletes the runs that are older than an hour, whether they were handed in or not; gives their number. Own choice. */
export async function deleteOldRuns(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const before = new Date(now().getTime() - RUN_KEPT_MS);
  const gone = await db
    .delete(measurementRuns)
    .where(lt(measurementRuns.createdAt, before))
    .returning({ id: measurementRuns.id });
  return gone.length;
}
