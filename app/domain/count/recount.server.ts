import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { countRecounts } from '#db/schema/count.ts';
import { auditCounts } from './count.server.ts';
import { type CountAudit, NIGHT_BEGINS_UTC_HOURS } from './count.ts';
import { repairCounts } from './repair.server.ts';

/** Key of the lock that the process holds which does the nightly recount. */
const NIGHTLY_LOCK = 6_140_121;

/** What a recount of one campaign came to. `found`: disagreements before the repair; `remaining`: those that it may not or could not settle. Own choice. */
export interface Recount {
  campaignId: number;
  found: number;
  remaining: number;
  /** As found, then as they remain: at most a hundred of a kind, by ids alone. */
  differences: CountAudit['differences'];
  remainingDifferences: CountAudit['differences'];
}

/**
 * Recounts one campaign from its leaves and settles what can be derived from them (`repairCounts`); what remains is an alarm. The recount is kept for good, with the
 * `night` that it was for (UTC day; null: by hand). Answers null when that night had its recount meanwhile. Own choice, after the nightly recount of alphagov/e-petitions.
 */
export async function recountCampaign(
  { campaignId, night = null }: { campaignId: number; night?: string | null },
  given: Partial<Tools> = {},
): Promise<Recount | null> {
  const { db, now } = tools(given);
  const beganAt = now();
  const before = await auditCounts(campaignId, { db });
  let after = before;
  if (!before.isSound) {
    await repairCounts(campaignId, { db, now });
    after = await auditCounts(campaignId, { db });
  }
  const [found, remaining] = [before.differences.length, after.differences.length];
  const kept = await db
    .insert(countRecounts)
    .values({
      campaignId,
      night,
      beganAt,
      endedAt: new Date(Math.max(now().getTime(), beganAt.getTime())),
      found,
      remaining,
      differences: { found: before.differences, remaining: after.differences },
    })
    .onConflictDoNothing()
    .returning({ id: countRecounts.id });
  if (kept.length === 0) return null;
  return {
    campaignId,
    found,
    remaining,
    differences: before.differences,
    remainingDifferences: after.differences,
  };
}

/** The UTC day whose recount is due, which begins at 8 o'clock UTC, when the Americas sleep; the day before until then. */
export function nightOf(now: Date): string {
  return new Date(now.getTime() - NIGHT_BEGINS_UTC_HOURS * 3_600_000).toISOString().slice(0, 10);
}

/**
 * Does what is left of this night's recount: each campaign that the sequencer has seen once, one after another, `each` told as it ends, none begun
 * any more once `isOver`. One process of all does it; another answers
 * `ran: false` at once, and what a process that died had left is done at the next call. Needs two connections. Own choice.
 */
export async function recountNightly(
  given: Partial<Tools> & { each?: (recount: Recount) => void; isOver?: () => boolean } = {},
): Promise<{ ran: boolean; recounted: number }> {
  const { db, now } = tools(given);
  const night = nightOf(now());
  const due = () =>
    db.execute<{ id: number }>(sql`
      select c.campaign_id as id from campaign_counts c
      where not exists (select from count_recounts r where r.campaign_id = c.campaign_id and r.night = ${night}::date)
      order by c.campaign_id limit 1`);
  // Looked at without the lock first, since nearly every call finds nothing.
  if ((await due()).length === 0) return { ran: true, recounted: 0 };
  return db.transaction(async (tx) => {
    await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`);
    const [lock] = await tx.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${NIGHTLY_LOCK}) as held`);
    if (!lock?.held) return { ran: false, recounted: 0 };
    let recounted = 0;
    for (let [next] = await due(); next && !given.isOver?.(); [next] = await due()) {
      const recount = await recountCampaign({ campaignId: next.id, night }, { db, now });
      if (recount) given.each?.(recount);
      recounted += recount ? 1 : 0;
    }
    return { ran: true, recounted };
  });
}

/** A campaign's newest recount. Own choice. */
export interface Drift {
  campaign: string;
  found: number;
  remaining: number;
  endedAt: Date;
}

/** Reads the newest recount of every campaign that had one, by slug. */
export async function listDrift(given: Partial<Tools> = {}): Promise<Drift[]> {
  const { db } = tools(given);
  const rows = await db.execute<{ slug: string; found: number; remaining: number; ended_at: string }>(sql`
    select c.slug, r.found, r.remaining, r.ended_at from campaigns c, lateral (
      select found, remaining, ended_at from count_recounts r where r.campaign_id = c.id order by ended_at desc, id desc limit 1
    ) r order by c.slug`);
  return rows.map(({ slug, found, remaining, ended_at }) => ({
    campaign: slug,
    found,
    remaining,
    endedAt: new Date(ended_at),
  }));
}
