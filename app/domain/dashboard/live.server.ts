import { type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { type Amount, FIGURES, FUNNEL, type FunnelStep, filled, type LiveFigures, rateOf } from './dashboard.ts';

/** A campaign as its organizers see it on the dashboard. `title` in the language asked for, English where that is missing. */
export interface OwnCampaign {
  id: number;
  slug: string;
  state: string;
  goal: number;
  title: string;
}

/** The campaigns of an organization with their titles, drafts included, those that are open first; at most 200. `slug`: only that one. */
export async function listOwnCampaigns(
  { organizationId, locale, slug }: { organizationId: number; locale: 'en' | 'es'; slug?: string },
  given: Partial<Tools> = {},
): Promise<OwnCampaign[]> {
  const { db } = tools(given);
  const rows = await db.execute<OwnCampaign & Record<string, unknown>>(sql`
    select c.id, c.slug, c.state, c.goal, coalesce((
      select t.title from campaign_texts t where t.campaign_id = c.id order by t.locale = ${locale} desc, t.locale limit 1), c.slug) as title
    from campaigns c where c.organization_id = ${organizationId} and (${slug ?? null}::text is null or c.slug = ${slug ?? null})
    order by c.state = 'open' desc, c.position, c.id desc limit 200`);
  return [...rows];
}

const MINUTES_SHOWN = 60;
const MINUTE_MS = 60_000;

/** The journals' amounts of one figure and span from an instant on, as JSON: `[{ at, amount }]`. */
function amountsSince(figure: SQL, span: 'minute' | 'hour' | 'day', since: Date, campaign: SQL): SQL {
  return sql`(select coalesce(jsonb_agg(jsonb_build_object('at', starts_at, 'amount', amount) order by starts_at), '[]')
    from dashboard_spans where campaign_id = ${campaign} and span = ${span} and figure = ${figure} and starts_at >= ${since.toISOString()}::timestamptz)`;
}

type Row = {
  id: number;
  as_of: string | null;
  total: string | null;
  count_as_of: string | null;
  minutes: Amount[];
  sums: Record<string, number>;
  deliveries: string | null;
  alerts: string;
};

/**
 * What changes by the second, of these campaigns, from journals alone and in one statement: the count as the ledger has it, the rate, the funnel and the open alerts
 * (`seesAll`: those of no campaign too).
 */
export async function readLive(
  { campaignIds, seesAll }: { campaignIds: readonly number[]; seesAll: boolean },
  given: Partial<Tools> = {},
): Promise<Map<number, LiveFigures>> {
  const { db, now } = tools(given);
  if (campaignIds.length === 0) return new Map();
  const at = now();
  const since = new Date(at.getTime() - MINUTES_SHOWN * MINUTE_MS);
  const rows = await db.execute<Row>(sql`
    select c.id, r.read_at as as_of, k.signed - k.withdrawn - k.invalidated as total, k.updated_at as count_as_of,
      ${amountsSince(sql`'confirmed'`, 'minute', since, sql`c.id`)} as minutes,
      (select coalesce(jsonb_object_agg(figure, amount), '{}') from (
        select figure, sum(amount) as amount from dashboard_spans where campaign_id = c.id and span = 'day' and figure in ${[...FIGURES]} group by figure) f) as sums,
      (select md5(string_agg(value || amount, ',' order by value)) from dashboard_cells where campaign_id = c.id and dimension in ('delivery', 'partner', 'source', 'isp')) as deliveries,
      (select count(*) from alerts a where a.settled_at is null and (a.campaign_id = c.id or a.campaign_id is null and ${seesAll}::boolean)) as alerts
    from campaigns c left join campaign_counts k on k.campaign_id = c.id left join dashboard_readings r on r.campaign_id = 0 and r.name = 'journals'
    where c.id in ${[...campaignIds]}`);
  return new Map(rows.map((row) => [row.id, liveOf(row, at)]));
}

function liveOf({ as_of, total, count_as_of, minutes, sums, deliveries, alerts }: Row, at: Date): LiveFigures {
  const iso = (text: string | null) => (text === null ? null : new Date(text).toISOString());
  const funnel = Object.fromEntries(FUNNEL.map((step) => [step, sums[step] ?? 0])) as Record<FunnelStep, number>;
  const { seen: _, started: __, ...told } = sums;
  return {
    at: at.toISOString(),
    asOf: iso(as_of),
    total: Number(total ?? 0),
    countAsOf: iso(count_as_of),
    rate: rateOf(minutes, at),
    minutes: filled(minutes, MINUTE_MS, MINUTES_SHOWN, at),
    funnel,
    openAlerts: Number(alerts),
    stamp: `${JSON.stringify(told)} ${deliveries} ${alerts}`,
  };
}
