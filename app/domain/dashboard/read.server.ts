import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import {
  type Amount,
  type DeliveryCount,
  type Figure,
  filled,
  type Group,
  type LetterLikeness,
  type MailHealth,
} from './dashboard.ts';
import { amountsSince } from './live.server.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS_SHOWN = 48;
const DAYS_SHOWN = 60;
const MOST_GROUPS = 500;

/** Figures that the rows by hour and day show beside each other. */
export const SERIES = ['confirmed', 'undone', 'signed', 'seen'] as const satisfies readonly Figure[];

/** Amounts by figure, each row without gaps and all of them alike. */
export type Series = Record<(typeof SERIES)[number], Amount[]>;

/** Everything of a dashboard that changes slowly. `groups` null where they may not be seen; `isExact` false: as published (decision 0023). */
export interface Breakdown {
  isExact: boolean;
  hours: Series;
  days: Series;
  /** When each figure of the funnel was first noted. */
  since: Partial<Record<Figure, string>>;
  isps: Group[];
  states: Group[];
  sources: Group[] | null;
  partners: Group[] | null;
  deliveries: DeliveryCount[];
  bounces: { verdict: string; amount: number }[];
  /** Letters sent and the mean of their shares of own words, 0 to 1; null without letters. */
  letters: { amount: number; meanOwnShare: number | null };
  likeness: LetterLikeness | null;
  mail: MailHealth | null;
}

type Cell = { dimension: string; value: string; amount: number };

type Row = Record<`${'hours' | 'days'}_${(typeof SERIES)[number]}`, Amount[]> & {
  firsts: Record<string, string>;
  sums: Record<string, number>;
  cells: Cell[];
  week: Cell[];
  readings: { name: string; facts: Record<string, unknown>; readAt: string }[];
};

/**
 * The slow part of a campaign's dashboard from journals alone: rows by hour and day, breakdowns, letters, mail. `isExact` false for those who may not export counts: they
 * see ISPs and states as published, and neither sources nor partners. Decision 0032.
 */
export async function readBreakdown(
  { campaignId, isExact }: { campaignId: number; isExact: boolean },
  given: Partial<Tools> = {},
): Promise<Breakdown> {
  const { db, now } = tools(given);
  const at = now();
  const id = sql`${campaignId}::int`;
  const amounts = SERIES.flatMap((figure) => [
    sql`${amountsSince(sql`${figure}`, 'hour', new Date(at.getTime() - HOURS_SHOWN * HOUR_MS), id)} as ${sql.identifier(`hours_${figure}`)}`,
    sql`${amountsSince(sql`${figure}`, 'day', new Date(at.getTime() - DAYS_SHOWN * DAY_MS), id)} as ${sql.identifier(`days_${figure}`)}`,
  ]);
  const weekFrom = new Date(at.getTime() - 6 * DAY_MS).toISOString().slice(0, 10);
  const moved = sql`sum(signed + moved_in - withdrawn - invalidated - moved_out)`;
  const [row] = await db.execute<Row>(sql`
    with recent as materialized (select * from count_journal where campaign_id = ${id} and day >= ${weekFrom}::date)
    select ${sql.join(amounts, sql`, `)}, totals.*, (
        select coalesce(jsonb_agg(jsonb_build_object('dimension', dimension, 'value', value, 'amount', amount)), '[]')
        from dashboard_cells where campaign_id = ${id} and amount <> 0) as cells, (
        select coalesce(jsonb_agg(w), '[]') from (
          select 'isp' as dimension, coalesce(isp_id::text, '') as value, ${moved}::int as amount from recent group by isp_id
          union all select 'state', coalesce(state, ''), ${moved}::int from recent group by state) w) as week, (
        select coalesce(jsonb_agg(jsonb_build_object('name', name, 'facts', facts, 'readAt', read_at)), '[]')
        from dashboard_readings where (campaign_id = ${id} and name = 'likeness') or (campaign_id = 0 and name = 'mail')) as readings
    from (
      select coalesce(jsonb_object_agg(figure, first_at), '{}') as firsts, coalesce(jsonb_object_agg(figure, amount), '{}') as sums from (
        select figure, min(starts_at) as first_at, sum(amount) as amount from dashboard_spans where campaign_id = ${id} and span = 'day' group by figure) f) totals`);
  if (!row) throw new Error('a statement without a table gave no row');
  const groups = isExact ? await exactGroups(db, row) : await publishedGroups(db, campaignId);
  const sum = (figure: Figure) => row.sums[figure] ?? 0;
  return {
    isExact,
    ...groups,
    hours: seriesOf(row, 'hours', HOUR_MS, HOURS_SHOWN, at),
    days: seriesOf(row, 'days', DAY_MS, DAYS_SHOWN, at),
    since: Object.fromEntries(
      Object.entries(row.firsts).map(([figure, first]) => [figure, new Date(first).toISOString()]),
    ),
    deliveries: row.cells
      .filter(({ dimension }) => dimension === 'delivery')
      .map(({ value, amount }) => ({ channel: value.split(' ')[0] ?? '', state: value.split(' ')[1] ?? '', amount })),
    bounces: (['permanent', 'temporary', 'delayed'] as const).map((verdict) => ({
      verdict,
      amount: sum(`bounce-${verdict}`),
    })),
    letters: {
      amount: sum('letters'),
      meanOwnShare: sum('letters') > 0 ? sum('own-permille') / 1000 / sum('letters') : null,
    },
    likeness: readingOf<LetterLikeness>(row, 'likeness'),
    mail: readingOf<MailHealth>(row, 'mail'),
  };
}

function seriesOf(row: Row, rows: 'hours' | 'days', stepMs: number, count: number, at: Date): Series {
  const one = (figure: (typeof SERIES)[number]) => filled(row[`${rows}_${figure}`], stepMs, count, at);
  return { confirmed: one('confirmed'), undone: one('undone'), signed: one('signed'), seen: one('seen') };
}

function readingOf<T extends { readAt: string }>(row: Row, name: string): T | null {
  const found = row.readings.find((reading) => reading.name === name);
  return found ? ({ ...found.facts, readAt: new Date(found.readAt).toISOString() } as T) : null;
}

type Groups = Pick<Breakdown, 'isps' | 'states' | 'sources' | 'partners'>;

const largestFirst = (one: Group, other: Group) => other.amount - one.amount || (one.key < other.key ? -1 : 1);

async function exactGroups(db: Db, { cells, week }: Row): Promise<Groups> {
  const mapOf = (rows: readonly Cell[], dimension: string) =>
    new Map(rows.filter((cell) => cell.dimension === dimension).map(({ value, amount }) => [value, amount]));
  const of = (dimension: string) => mapOf(cells, dimension);
  const [isps, partners] = [of('isp'), of('partner')];
  const names = await db.execute<{ dimension: string; id: string; key: string; name: string }>(sql`
    select 'isp' as dimension, id::text, slug as key, name from isps where id::text in (select jsonb_array_elements_text(${JSON.stringify([...isps.keys()])}::text::jsonb))
    union all
    select 'partner', id::text, slug, name from partners where id::text in (select jsonb_array_elements_text(${JSON.stringify([...partners.keys()])}::text::jsonb))`);
  const named = (dimension: string, id: string) => names.find((one) => one.dimension === dimension && one.id === id);
  const letters = of('letter-state');
  const [ispWeek, stateWeek] = [mapOf(week, 'isp'), mapOf(week, 'state')];
  const states = of('state');
  const places = new Set([...states.keys(), ...letters.keys()]);
  return {
    isps: [...isps]
      .map(([id, amount]) => {
        const { key = 'other', name = null } = named('isp', id) ?? {};
        return { key, name, amount, week: ispWeek.get(id) ?? 0, letters: null };
      })
      .sort(largestFirst),
    states: [...places]
      .map((key) => ({
        key: key || 'none',
        name: null,
        amount: states.get(key) ?? 0,
        week: stateWeek.get(key) ?? 0,
        letters: letters.get(key) ?? 0,
      }))
      .sort(largestFirst),
    sources: [...of('source')]
      .map(([key, amount]) => ({ key: key || 'none', name: null, amount, week: null, letters: null }))
      .sort(largestFirst)
      .slice(0, MOST_GROUPS),
    partners: [...partners]
      .map(([id, amount]) => {
        const { key = 'none', name = null } = named('partner', id) ?? {};
        return { key, name, amount, week: null, letters: null };
      })
      .sort(largestFirst),
  };
}

async function publishedGroups(db: Db, campaignId: number): Promise<Groups> {
  const rows = await db.execute<{ dimension: 'isp' | 'state'; key: string; name: string | null; amount: number }>(sql`
    select t.dimension, t.value as key, i.name, t.shown::float8 as amount from ledger_tallies t left join isps i on t.dimension = 'isp' and i.slug = t.value
    where t.campaign_id = ${campaignId} and t.shown > 0`);
  const of = (wanted: 'isp' | 'state') =>
    rows
      .filter(({ dimension }) => dimension === wanted)
      .map(({ key, name, amount }) => ({ key, name, amount, week: null, letters: null }))
      .sort(largestFirst);
  return { isps: of('isp'), states: of('state'), sources: null, partners: null };
}
