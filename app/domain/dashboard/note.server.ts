import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';

/** How often a campaign's page was handed out, or its form begun, in one minute. `slug` null: the front page, which shows the first open campaign. `at`: ISO 8601. */
export interface Noted {
  slug: string | null;
  figure: 'seen' | 'started';
  at: string;
  amount: number;
}

/** Notes what a web process counted in memory; names of no campaign are dropped. Only adds rows: the dashboard's loop takes them into the journals. */
export async function noteViews(noted: readonly Noted[], given: Partial<Tools> = {}): Promise<void> {
  const { db } = tools(given);
  if (noted.length === 0) return;
  await db.execute(sql`
    insert into dashboard_inbox (campaign_id, figure, at, amount)
    select coalesce(c.id, f.id), n.figure, date_trunc('minute', n.at), n.amount
    from jsonb_to_recordset(${JSON.stringify(noted)}::text::jsonb) as n(slug text, figure text, at timestamptz, amount bigint)
      left join campaigns c on c.slug = n.slug
      left join lateral (select id from campaigns where n.slug is null and state = 'open' order by position, id limit 1) f on true
    where coalesce(c.id, f.id) is not null and n.amount > 0`);
}
