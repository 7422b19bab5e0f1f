import { type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { ARRIVED_STATES, MINUTES_KEPT_MS } from './dashboard.ts';

/** Key of the lock under which one process at a time writes the journals. */
const KEEP_LOCK = 6_140_160;

/** Most rows or leaves that one run takes of each kind, so that its transactions stay short. Own choice. */
const KEEP_BATCH = 20_000;

/** What a run did: `ran` is false when another process keeps the journals; `hasMore` when something was left for the next run. Own choice. */
export interface KeepRun {
  ran: boolean;
  hasMore: boolean;
}

/** Adds `rows` (campaign_id, figure, at, amount) to the spans. */
const addSpans = (rows: SQL) => sql`
  insert into dashboard_spans as s (campaign_id, figure, span, starts_at, amount)
  select r.campaign_id, r.figure, v.span, v.starts_at, sum(r.amount)
  from ${rows} r, lateral (values ('minute', date_trunc('minute', r.at)), ('hour', date_trunc('hour', r.at, 'UTC')), ('day', date_trunc('day', r.at, 'UTC')))
    as v(span, starts_at)
  group by 1, 2, 3, 4
  on conflict on constraint dashboard_spans_pkey do update set amount = s.amount + excluded.amount`;

/** Adds `rows` (campaign_id, dimension, value, amount) to the cells. */
const addCells = (rows: SQL) => sql`
  insert into dashboard_cells as c (campaign_id, dimension, value, amount)
  select campaign_id, dimension, value, sum(amount) from ${rows} r group by 1, 2, 3 having sum(amount) <> 0
  on conflict on constraint dashboard_cells_pkey do update set amount = c.amount + excluded.amount`;

/** What happened by the minute: views, forms begun, signatures, bounces. */
async function takeInbox(db: Db, batch: number): Promise<number> {
  const [row] = await db.execute<{ taken: number }>(sql`
    with taken as (
      delete from dashboard_inbox where id in (select id from dashboard_inbox order by id limit ${batch}) returning campaign_id, figure, at, amount
    ), spans as (${addSpans(sql`taken`)})
    select count(*)::int as taken from taken`);
  return row?.taken ?? 0;
}

const arrived = sql.join(
  ARRIVED_STATES.map((state) => sql`${state}`),
  sql`, `,
);

/** Letters sent and deliveries that moved: each signer once as one who wrote, and once as one of whose letters one arrived. */
async function takeLetterMoves(db: Db, batch: number): Promise<number> {
  const [row] = await db.execute<{ taken: number }>(sql`
    with taken as materialized (
      delete from dashboard_letter_moves where id in (select id from dashboard_letter_moves order by id limit ${batch}) returning *
    ), told as (
      select signature_id, min(campaign_id) as campaign_id, min(at) filter (where kind = 'letter') as wrote_at,
        min(at) filter (where kind = 'delivery' and to_state in (${arrived})) as delivered_at
      from taken group by signature_id
    ), news as materialized (
      select t.signature_id, t.campaign_id, case when w.wrote_at is null then t.wrote_at end as wrote_at,
        case when w.delivered_at is null then t.delivered_at end as delivered_at
      from told t left join dashboard_writers w on w.signature_id = t.signature_id
    ), kept as (
      insert into dashboard_writers as w (signature_id, campaign_id, wrote_at, delivered_at)
      select * from news where num_nonnulls(wrote_at, delivered_at) > 0
      on conflict (signature_id) do update set wrote_at = coalesce(w.wrote_at, excluded.wrote_at),
        delivered_at = coalesce(w.delivered_at, excluded.delivered_at)
    ), happened as (
      select campaign_id, 'letters' as figure, at, 1 as amount from taken where kind = 'letter'
      union all select campaign_id, 'own-permille', at, round(own_share * 1000)::int from taken where kind = 'letter'
      union all select campaign_id, 'wrote', wrote_at, 1 from news where wrote_at is not null
      union all select campaign_id, 'delivered', delivered_at, 1 from news where delivered_at is not null
    ), moved as (
      select campaign_id, 'letter-state' as dimension, coalesce(state, '') as value, 1 as amount from taken where kind = 'letter'
      union all select campaign_id, 'delivery', channel || ' ' || to_state, 1 from taken where kind = 'delivery'
      union all select campaign_id, 'delivery', channel || ' ' || from_state, -1 from taken where kind = 'delivery' and from_state is not null
    ), spans as (${addSpans(sql`happened`)}), cells as (${addCells(sql`moved`)})
    select count(*)::int as taken from taken`);
  return row?.taken ?? 0;
}

/**
 * The leaves of each ledger from where its journals end: what counts and what left the count. A correction leaves the cell in which its signature stood, that of the
 * leaf before. The instant is the signature's own, never outside the day of its leaf.
 */
async function takeLeaves(db: Db, batch: number): Promise<boolean> {
  const rows = await db.execute<{ is_cut: boolean }>(sql`
    with behind as materialized (
      select k.campaign_id, coalesce(m.size, 0) as from_size, least(k.size, coalesce(m.size, 0) + ${batch}::bigint) as to_size, k.size
      from campaign_counts k left join dashboard_marks m on m.campaign_id = k.campaign_id where k.size > coalesce(m.size, 0)
    ), leaves as materialized (
      select e.campaign_id, e.kind, e.sequence, e.day, e.signature_id, e.isp_id, e.state, coalesce(left(s.source, 100), '') as source, coalesce(s.partner_id::text, '') as partner,
        case when (i.at at time zone 'UTC')::date = e.day then i.at else e.day::timestamp at time zone 'UTC' end as at
      from behind b join count_entries e on e.campaign_id = b.campaign_id and e.sequence >= b.from_size and e.sequence < b.to_size
        join signatures s on s.id = e.signature_id,
        lateral (select case e.kind when 'sign' then s.confirmed_at when 'withdraw' then s.withdrawn_at when 'invalidate' then s.invalidated_at end as at) i
      where e.kind in ('sign', 'withdraw', 'invalidate', 'correct')
    ), stood as (
      select l.campaign_id, l.day, o.isp_id, o.state from leaves l, lateral (
        select f.isp_id, f.state from (
          (select e.sequence, e.isp_id, e.state from count_entries e
            where e.signature_id = l.signature_id and e.kind = 'correct' and e.sequence < l.sequence order by e.sequence desc limit 1)
          union all
          (select e.sequence, e.isp_id, e.state from count_entries e where e.signature_id = l.signature_id and e.kind = 'sign' and e.sequence < l.sequence)
        ) f order by f.sequence desc limit 1) o
      where l.kind = 'correct'
    ), happened as (
      select campaign_id, case kind when 'sign' then 'confirmed' else 'undone' end as figure, at, 1 as amount from leaves where kind <> 'correct'
    ), moved as (
      select l.campaign_id, l.day, v.dimension, v.value, case when l.kind in ('sign', 'correct') then 1 else -1 end as amount
      from leaves l, lateral (values ('isp', coalesce(l.isp_id::text, '')), ('state', coalesce(l.state, '')), ('source', l.source), ('partner', l.partner)) as v(dimension, value)
      where l.kind <> 'correct' or v.dimension in ('isp', 'state')
      union all
      select campaign_id, day, v.dimension, v.value, -1 from stood, lateral (values ('isp', coalesce(isp_id::text, '')), ('state', coalesce(state, ''))) as v(dimension, value)
    ), spans as (${addSpans(sql`happened`)}), cells as (${addCells(sql`moved`)}), days as (
      insert into dashboard_spans as s (campaign_id, figure, span, starts_at, amount)
      select campaign_id, dimension || ' ' || value, 'day', day::timestamp at time zone 'UTC', sum(amount) from moved where dimension in ('isp', 'state')
      group by 1, 2, 4 having sum(amount) <> 0
      on conflict on constraint dashboard_spans_pkey do update set amount = s.amount + excluded.amount
    ), marks as (
      insert into dashboard_marks (campaign_id, size) select campaign_id, to_size from behind
      on conflict (campaign_id) do update set size = excluded.size
    )
    select to_size < size as is_cut from behind`);
  return rows.some(({ is_cut }) => is_cut);
}

/** As in the sequencer: a few rows by a key, for which the planner would read whole tables. Holds for this transaction. */
const lookUpByKey = sql`
  select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)`;

/**
 * Takes what happened into the journals of the dashboard, all in one transaction under a lock: rows of the inboxes are taken away and added, leaves are read from where the
 * journals end. Each thing is counted exactly once, however often a run is cut off. Only one process keeps them; another answers `ran: false` at once. Decision 0032.
 */
export function keepDashboard(given: Partial<Tools & { batch: number }> = {}): Promise<KeepRun> {
  const { db, now } = tools(given);
  const { batch = KEEP_BATCH } = given;
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${KEEP_LOCK}) as held`);
    if (!lock?.held) return { ran: false, hasMore: false };
    await tx.execute(lookUpByKey);
    const at = now().toISOString();
    const isCut = await takeLeaves(tx, batch);
    const taken = [await takeInbox(tx, batch), await takeLetterMoves(tx, batch)];
    await tx.execute(sql`
      insert into dashboard_readings (campaign_id, name, facts, read_at, took_ms) values (0, 'journals', '{}', ${at}::timestamptz, 0)
      on conflict on constraint dashboard_readings_pkey do update set read_at = excluded.read_at`);
    return { ran: true, hasMore: isCut || taken.includes(batch) };
  });
}

/** Forgets figures by the minute that are older than two days, the hours and days stay; answers how many rows went. */
export async function forgetMinutes(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const before = new Date(now().getTime() - MINUTES_KEPT_MS).toISOString();
  const [row] = await db.execute<{ gone: number }>(sql`
    with gone as (delete from dashboard_spans where span = 'minute' and starts_at < ${before}::timestamptz returning 1)
    select count(*)::int as gone from gone`);
  return row?.gone ?? 0;
}
