import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { listCampaigns } from '../campaign/campaign.server.ts';
import { readCount } from './count.server.ts';

/** A public campaign with its count. `asOf`: when the sequencer last looked. Instants as ISO 8601, UTC. */
export interface PublicCount {
  slug: string;
  title: string;
  state: string;
  goal: number;
  counted: number;
  asOf: string | null;
}

/** One hour or day (UTC) in which anything entered or left a count: signings, undoings, and the count at its end. */
export interface HistorySpan {
  startsAt: string;
  signed: number;
  undone: number;
  counted: number;
}

/** A page of a campaign's history; `next`: the beginning of its last span, null at the end. */
export interface History {
  campaign: string;
  span: 'hour' | 'day';
  counted: number;
  asOf: string | null;
  entries: HistorySpan[];
  next: string | null;
}

/** The campaigns that anybody may see with their counts, by slug; at most 100. */
export async function listPublicCounts(given: Partial<Tools> = {}): Promise<PublicCount[]> {
  const campaigns = await listCampaigns('en', given);
  const counts = await Promise.all(
    campaigns.map(async ({ id, slug, title, state, goal }) => {
      const { total, asOf } = await readCount(id, given);
      return { slug, title, state, goal, counted: total, asOf: asOf?.toISOString() ?? null };
    }),
  );
  return counts.toSorted((a, b) => (a.slug < b.slug ? -1 : 1));
}

/**
 * What entered and left the count of a public campaign by UTC hour or day, oldest first, spans without anything left out; null for a slug that nobody may see. Read from the journals of the
 * dashboard, which follow the ledger within seconds; totals alone, no ISP and no state. `from`, `to`: UTC days, both included.
 */
export async function readHistory(
  {
    slug,
    span,
    from,
    to,
    after,
    limit,
  }: {
    slug: string;
    span: 'hour' | 'day';
    from?: string | undefined;
    to?: string | undefined;
    after: string | null;
    limit: number;
  },
  given: Partial<Tools> = {},
): Promise<History | null> {
  const { db } = tools(given);
  const [campaign] = await db.execute<{ id: number }>(
    sql`select id from campaigns where slug = ${slug} and state in ('scheduled', 'open', 'closed', 'won', 'archived')`,
  );
  if (!campaign) return null;
  const { total, asOf } = await readCount(campaign.id, given);
  const rows = await db.execute<HistorySpan & Record<string, unknown>>(sql`
    select to_char(g.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "startsAt", g.signed, g.undone, g.counted from (
      select starts_at, sum(amount) filter (where figure = 'confirmed')::float8 as signed, sum(amount) filter (where figure = 'undone')::float8 as undone,
        sum(sum(case figure when 'confirmed' then amount else -amount end)) over (order by starts_at)::float8 as counted
      from dashboard_spans where campaign_id = ${campaign.id} and span = ${span} and figure in ('confirmed', 'undone') group by starts_at
    ) g
    where (${from ?? null}::text is null or g.starts_at >= ${from ?? null}::text::timestamp at time zone 'UTC')
      and (${to ?? null}::text is null or g.starts_at < (${to ?? null}::text::timestamp + interval '1 day') at time zone 'UTC')
      and (${after}::text is null or g.starts_at > ${after}::text::timestamptz)
    order by g.starts_at limit ${limit + 1}`);
  const entries = rows
    .slice(0, limit)
    .map((row) => ({ startsAt: row.startsAt, signed: row.signed ?? 0, undone: row.undone ?? 0, counted: row.counted }));
  const next = rows.length > limit ? (entries.at(-1)?.startsAt ?? null) : null;
  return { campaign: slug, span, counted: total, asOf: asOf?.toISOString() ?? null, entries, next };
}
