import { randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';

/** Least time between two counts of what waits, in milliseconds: an hour. Own choice. */
export const WAITING_EVERY_MS = 3_600_000;

/** Published figures of what waits are multiples of this. Own choice. */
const STEP = 10;

/**
 * Rounds a figure to the ten below or above by a throw that nobody sees, so that one signature more or less cannot be read from it: a stranger who signs under
 * someone's address must not learn from the figure whether that address was there before. Own choice, decision 0023.
 */
function rounded(amount: number, chance: (below: number) => number): number {
  return Math.floor((amount + chance(STEP)) / STEP) * STEP;
}

/**
 * Counts how many signatures of each campaign wait for their confirmation or are set aside, an hour or more after the last time, and keeps the rounded figures for
 * the public page. Reads every signature: for the worker alone. Answers how many campaigns were counted. Source: decision 0023.
 */
export async function keepWaiting(
  given: Partial<Tools & { everyMs: number; chance: (below: number) => number }> = {},
): Promise<number> {
  const { db, now } = tools(given);
  const { everyMs = WAITING_EVERY_MS, chance = randomInt } = given;
  const at = now();
  const due = await db.execute<{ id: number }>(sql`
    select c.id from campaigns c left join waiting_figures w on w.campaign_id = c.id
    where c.state <> 'draft'
      and coalesce(w.counted_at <= ${new Date(at.getTime() - everyMs).toISOString()}::timestamptz, true)`);
  if (due.length === 0) return 0;
  const rows = await db.execute<{ campaign_id: number; pending: string; suspicious: string }>(sql`
    select campaign_id, count(*) filter (where status = 'pending') as pending, count(*) filter (where status = 'suspicious') as suspicious
    from signatures where status in ('pending', 'suspicious') group by campaign_id`);
  const figures = due.map(({ id }) => {
    const row = rows.find(({ campaign_id }) => campaign_id === id);
    return {
      id,
      pending: rounded(Number(row?.pending ?? 0), chance),
      suspicious: rounded(Number(row?.suspicious ?? 0), chance),
    };
  });
  await db.execute(sql`
    insert into waiting_figures (campaign_id, pending, suspicious, counted_at)
    select f.id, f.pending, f.suspicious, ${at.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(figures)}::jsonb) as f(id int, pending bigint, suspicious bigint)
    on conflict (campaign_id) do update set pending = excluded.pending, suspicious = excluded.suspicious, counted_at = excluded.counted_at`);
  return figures.length;
}

/** What waits of a campaign, rounded to tens by chance, and when it was counted. Own choice. */
export interface WaitingFigures {
  pending: number;
  suspicious: number;
  countedAt: Date;
}

/** Reads the kept figures of what waits; null before the first count. Source: decision 0023. */
export async function findWaiting(campaignId: number, given: Partial<Tools> = {}): Promise<WaitingFigures | null> {
  const { db } = tools(given);
  const [row] = await db.execute<{ pending: string; suspicious: string; counted_at: string }>(
    sql`select pending, suspicious, counted_at from waiting_figures where campaign_id = ${campaignId}`,
  );
  if (!row) return null;
  return { pending: Number(row.pending), suspicious: Number(row.suspicious), countedAt: new Date(row.counted_at) };
}
