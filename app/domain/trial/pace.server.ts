import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';

/** How a campaign went lately: views a day, and confirmed signatures per view; null where there was no view. */
export interface RecentPace {
  viewsADay: number;
  rate: number | null;
}

/** The pace of a campaign's last 14 UTC days, from the journals of the dashboard. */
export async function recentPace(campaignId: number, given: Partial<Tools> = {}): Promise<RecentPace> {
  const { db, now } = tools(given);
  const [row] = await db.execute<{ seen: number; confirmed: number; days: number }>(sql`
    select coalesce(sum(amount) filter (where figure = 'seen'), 0)::float8 as seen,
      coalesce(sum(amount) filter (where figure = 'confirmed'), 0)::float8 as confirmed, count(distinct starts_at)::int as days
    from dashboard_spans where campaign_id = ${campaignId} and span = 'day' and starts_at > ${now().toISOString()}::timestamptz - interval '14 days'`);
  const { seen = 0, confirmed = 0, days = 0 } = row ?? {};
  return { viewsADay: days > 0 ? seen / days : 0, rate: seen > 0 ? Math.min(1, confirmed / seen) : null };
}
