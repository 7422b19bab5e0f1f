import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import {
  type Amount,
  type DeliveryCount,
  FIGURES,
  type Figure,
  filled,
  type Group,
  type LetterLikeness,
  type MailHealth,
} from './dashboard.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS_SHOWN = 48;
const DAYS_SHOWN = 60;
const MOST_GROUPS = 500;

/** Figures that the rows by hour and day show beside each other. */
const SERIES = ['confirmed', 'undone', 'signed', 'seen'] as const satisfies readonly Figure[];

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

type Cell = { dimension: string; value: string; amount: number; week: number | null };
type Span = { span: 'hour' | 'day'; figure: (typeof SERIES)[number]; at: string; amount: number };
type Reading = { name: string; facts: Record<string, unknown>; read_at: string };

const readSpans = (db: Db, campaignId: number, at: Date) => {
  const from = (span: string, since: number) => sql`
    select span, figure, starts_at as at, amount::float8 as amount from dashboard_spans
    where campaign_id = ${campaignId} and span = ${span} and figure in ${[...SERIES]} and starts_at >= ${new Date(at.getTime() - since).toISOString()}::timestamptz`;
  return db.execute<Span>(sql`${from('hour', HOURS_SHOWN * HOUR_MS)} union all ${from('day', DAYS_SHOWN * DAY_MS)}`);
};

/** The cells, and what ISPs and states gained in the last seven UTC days, today included. */
const readCells = (db: Db, campaignId: number, at: Date) => {
  const from = `${new Date(at.getTime() - 6 * DAY_MS).toISOString().slice(0, 10)}T00:00:00Z`;
  return db.execute<Cell>(sql`
    select c.dimension, c.value, c.amount::float8 as amount, w.amount as week from dashboard_cells c left join lateral (
      select sum(amount)::float8 as amount from dashboard_spans
      where campaign_id = ${campaignId} and span = 'day' and figure = c.dimension || ' ' || c.value and starts_at >= ${from}::timestamptz) w on c.dimension in ('isp', 'state')
    where c.campaign_id = ${campaignId} and (c.amount <> 0 or w.amount <> 0)`);
};

const readSums = (db: Db, campaignId: number) =>
  db.execute<{ figure: Figure; first_at: string; amount: number }>(sql`
    select figure, min(starts_at) as first_at, sum(amount)::float8 as amount from dashboard_spans
    where campaign_id = ${campaignId} and span = 'day' and figure in ${[...FIGURES]} group by figure`);

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
  const [spans, cells, sums, readings] = await Promise.all([
    readSpans(db, campaignId, at),
    readCells(db, campaignId, at),
    readSums(db, campaignId),
    db.execute<Reading>(sql`
      select name, facts, read_at from dashboard_readings where (campaign_id, name) in ((${campaignId}, 'likeness'), (0, 'mail'))`),
  ]);
  const groups = isExact ? await exactGroups(db, cells) : await publishedGroups(db, campaignId);
  const sum = (wanted: Figure) => sums.find(({ figure }) => figure === wanted)?.amount ?? 0;
  return {
    isExact,
    ...groups,
    hours: seriesOf(spans, 'hour', HOUR_MS, HOURS_SHOWN, at),
    days: seriesOf(spans, 'day', DAY_MS, DAYS_SHOWN, at),
    since: Object.fromEntries(sums.map(({ figure, first_at }) => [figure, new Date(first_at).toISOString()])),
    deliveries: cells
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
    likeness: readingOf<LetterLikeness>(readings, 'likeness'),
    mail: readingOf<MailHealth>(readings, 'mail'),
  };
}

function seriesOf(spans: readonly Span[], wanted: Span['span'], stepMs: number, count: number, at: Date): Series {
  const one = (figure: Span['figure']) =>
    filled(
      spans.filter((row) => row.span === wanted && row.figure === figure),
      stepMs,
      count,
      at,
    );
  return { confirmed: one('confirmed'), undone: one('undone'), signed: one('signed'), seen: one('seen') };
}

function readingOf<T extends { readAt: string }>(readings: readonly Reading[], name: string): T | null {
  const found = readings.find((reading) => reading.name === name);
  return found ? ({ ...found.facts, readAt: new Date(found.read_at).toISOString() } as T) : null;
}

type Groups = Pick<Breakdown, 'isps' | 'states' | 'sources' | 'partners'>;

const largestFirst = (one: Group, other: Group) => other.amount - one.amount || (one.key < other.key ? -1 : 1);

async function exactGroups(db: Db, cells: readonly Cell[]): Promise<Groups> {
  const of = (wanted: string) =>
    new Map(cells.filter(({ dimension }) => dimension === wanted).map(({ value, amount }) => [value, amount]));
  const weekOf = (wanted: string) =>
    new Map(cells.filter(({ dimension }) => dimension === wanted).map(({ value, week }) => [value, week ?? 0]));
  const [isps, partners] = [of('isp'), of('partner')];
  const names = await db.execute<{ dimension: string; id: string; key: string; name: string }>(sql`
    select 'isp' as dimension, id::text, slug as key, name from isps where id::text in (select jsonb_array_elements_text(${JSON.stringify([...isps.keys()])}::text::jsonb))
    union all
    select 'partner', id::text, slug, name from partners where id::text in (select jsonb_array_elements_text(${JSON.stringify([...partners.keys()])}::text::jsonb))`);
  const named = (dimension: string, id: string) => names.find((one) => one.dimension === dimension && one.id === id);
  const letters = of('letter-state');
  const [ispWeek, stateWeek] = [weekOf('isp'), weekOf('state')];
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
