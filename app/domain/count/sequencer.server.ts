import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type AppendTools, appendUnderLock } from './append.server.ts';
import { SEQUENCER_BATCH, type SequencerRun } from './count.ts';

/** An older `updated_at` is renewed when nothing changed, so that a page can tell "nobody signed" from "nobody counts". */
const RENEW_AFTER_MS = 5_000;

/**
 * What follows from the rows of `picked`: the leaves, the journals and the totals. `picked` gives campaign, kind, signature, instant, ISP and state under which it
 * counts, and `said`, the leaf's fields after its day (docs/ledger.md, "Bytes").
 */
const appended = (at: string, left = sql``) => sql`
  entries as (
    insert into count_entries (campaign_id, sequence, kind, signature_id, day, isp_id, state, entry)
    select n.campaign_id, n.sequence, n.kind, n.id, n.day, n.isp_id, n.state,
      concat_ws(' ', 'v1', n.kind, n.sequence, to_char(n.day, 'YYYY-MM-DD'), n.said)
    from (
      select p.*, (p.at at time zone 'UTC')::date as day,
        coalesce(c.size, 0) + row_number() over (partition by p.campaign_id order by p.at, p.id) - 1 as sequence
      from picked p left join campaign_counts c on c.campaign_id = p.campaign_id
    ) n
    returning campaign_id, kind, signature_id, day, isp_id, state
  ), moves as (
    select campaign_id, day, isp_id, state, (kind = 'sign')::int as signed, (kind = 'withdraw')::int as withdrawn,
      (kind = 'invalidate')::int as invalidated, (kind = 'correct')::int as moved_in, 0 as moved_out from entries${left}
  ), journal as (
    insert into count_journal (campaign_id, day, isp_id, state, signed, withdrawn, invalidated, moved_in, moved_out)
    select campaign_id, day, isp_id, state, sum(signed), sum(withdrawn), sum(invalidated), sum(moved_in), sum(moved_out)
    from moves group by campaign_id, day, isp_id, state
    on conflict on constraint count_journal_once do update set
      signed = count_journal.signed + excluded.signed,
      withdrawn = count_journal.withdrawn + excluded.withdrawn,
      invalidated = count_journal.invalidated + excluded.invalidated,
      moved_in = count_journal.moved_in + excluded.moved_in,
      moved_out = count_journal.moved_out + excluded.moved_out
  ), grown as (
    select campaign_id, count(*) as size, count(*) filter (where kind = 'sign') as signed,
      count(*) filter (where kind = 'withdraw') as withdrawn, count(*) filter (where kind = 'invalidate') as invalidated,
      count(*) filter (where kind = 'correct') as others
    from entries group by campaign_id
  ), totals as (
    update campaign_counts c set size = c.size + g.size, signed = c.signed + g.signed, withdrawn = c.withdrawn + g.withdrawn,
      invalidated = c.invalidated + g.invalidated, others = c.others + g.others, updated_at = ${at}::timestamptz
    from grown g where c.campaign_id = g.campaign_id
  )`;

async function takeSigned(db: Db, at: string, batch: number): Promise<number> {
  const [row] = await db.execute<{ taken: number }>(sql`
    with chosen as materialized (
      select s.id, s.campaign_id, s.confirmed_at, s.isp_stated_id, s.state, s.canonical_address, ledger_salt() as salt
      from signatures s where s.status = 'confirmed' and s.counted_at is null
      order by s.confirmed_at, s.id limit ${batch} for no key update skip locked
    ), picked as (
      select c.id, c.campaign_id, 'sign' as kind, c.confirmed_at as at, c.isp_stated_id as isp_id, c.state, c.salt,
        coalesce(i.slug, 'other') as isp_value, coalesce(c.state, 'none') as state_value, null::int as old_isp_id, null::text as old_state,
        concat_ws(' ', '- -', base64url(ledger_commitment(c.salt, c.canonical_address, i.slug, c.state)), '-') as said
      from chosen c left join isps i on i.id = c.isp_stated_id
    ), ${appended(at)}, shares as (
      insert into ledger_shares (campaign_id, signature_id, dimension, value, token)
      select p.campaign_id, p.id, v.dimension, v.value, ledger_token(p.salt, v.dimension, v.value)
      from picked p, lateral (values ('isp', p.isp_value), ('state', p.state_value)) as v(dimension, value)
    ), marked as (
      update signatures s set counted_at = ${at}::timestamptz, salt = p.salt, corrected_at = null
      from picked p where s.id = p.id
      returning 1
    )
    select count(*)::int as taken from marked`);
  return row?.taken ?? 0;
}

/** The leaf under which a signature counts now: the signing, or the latest correction of it. Each half has an index of its own. */
const standing = sql`
  lateral (
    select f.sequence, f.isp_id, f.state from (
      (select e.sequence, e.isp_id, e.state from count_entries e
        where e.signature_id = s.id and e.kind = 'correct' order by e.sequence desc limit 1)
      union all
      (select e.sequence, e.isp_id, e.state from count_entries e where e.signature_id = s.id and e.kind = 'sign')
    ) f order by f.sequence desc limit 1
  ) o`;

/** What leaves the count leaves the ISP and state under which it stood in the count, whatever was corrected since. */
async function takeUndone(db: Db, at: string, batch: number): Promise<number> {
  const [row] = await db.execute<{ taken: number }>(sql`
    with picked as materialized (
      select s.id, s.campaign_id, case s.status when 'withdrawn' then 'withdraw' else 'invalidate' end as kind,
        coalesce(s.withdrawn_at, s.invalidated_at) as at, o.isp_id, o.state, null::int as old_isp_id, null::text as old_state,
        concat_ws(' ', '- - -', o.sequence, case when s.status = 'invalidated'
          then case when s.invalidation_reason ~ '^[a-z0-9-]{1,40}$' then s.invalidation_reason else 'other' end end) as said
      from signatures s, ${standing}
      where s.status in ('withdrawn', 'invalidated') and s.counted_at is not null and s.uncounted_at is null
      order by s.id limit ${batch} for no key update of s skip locked
    ), ${appended(at)}, dropped as (
      delete from ledger_shares h using picked p where h.signature_id = p.id and h.status = 'held'
    ), leaving as (
      update ledger_shares h set status = 'leaving' from picked p where h.signature_id = p.id and h.status = 'shown'
    ), marked as (
      update signatures s set uncounted_at = ${at}::timestamptz, corrected_at = null
      from picked p where s.id = p.id
      returning 1
    )
    select count(*)::int as taken from marked`);
  return row?.taken ?? 0;
}

/** A correction also takes its signature out of the cell in which it stood. */
const movesOut = sql`
    union all
    select e.campaign_id, e.day, p.old_isp_id, p.old_state, 0, 0, 0, 0, 1 from entries e join picked p on p.id = e.signature_id`;

/** Not a join: a row that changed while it was waited for is looked at again with the rows that it was joined with before. */
const slug = sql`(select slug from isps where isps.id = s.isp_stated_id)`;

/** A correction of ISP or state moves a signature between cells; the count stays. A share comes back when its old value does. */
async function takeCorrected(db: Db, at: string, batch: number): Promise<number> {
  const [row] = await db.execute<{ taken: number }>(sql`
    with picked as materialized (
      select s.id, s.campaign_id, 'correct' as kind, s.corrected_at as at, s.isp_stated_id as isp_id, s.state, s.salt,
        o.isp_id as old_isp_id, o.state as old_state,
        jsonb_build_object('isp', coalesce(${slug}, 'other'), 'state', coalesce(s.state, 'none')) as values,
        concat_ws(' ', '- -', base64url(ledger_commitment(s.salt, s.canonical_address, ${slug}, s.state)), o.sequence) as said
      from signatures s, ${standing}
      where s.corrected_at is not null and s.status = 'confirmed' and s.counted_at is not null and s.salt is not null
        and (s.isp_stated_id, s.state) is distinct from (o.isp_id, o.state)
      order by s.id limit ${batch} for no key update of s skip locked
    ), ${appended(at, movesOut)}, dropped as (
      delete from ledger_shares h using picked p
      where h.signature_id = p.id and h.status = 'held' and h.value <> p.values->>h.dimension
    ), turned as (
      update ledger_shares h set status = case when h.value = p.values->>h.dimension then 'shown' else 'leaving' end
      from picked p where h.signature_id = p.id and h.status <> 'held'
    ), shares as (
      insert into ledger_shares (campaign_id, signature_id, dimension, value, token)
      select p.campaign_id, p.id, v.dimension, p.values->>v.dimension, ledger_token(p.salt, v.dimension, p.values->>v.dimension)
      from picked p, (values ('isp'), ('state')) as v(dimension)
      where not exists (
        select from ledger_shares h where h.signature_id = p.id and h.dimension = v.dimension and h.value = p.values->>v.dimension)
    )
    select count(*)::int as taken from entries`);
  await db.execute(sql`
    update signatures s set corrected_at = null where s.corrected_at is not null and s.counted_at is not null and not exists (
      select from ${standing} where s.status = 'confirmed' and (s.isp_stated_id, s.state) is distinct from (o.isp_id, o.state))`);
  return row?.taken ?? 0;
}

async function renewTotals(db: Db, now: Date): Promise<void> {
  const at = now.toISOString();
  const renewBefore = new Date(now.getTime() - RENEW_AFTER_MS).toISOString();
  await db.execute(sql`
    update campaign_counts set updated_at = ${at}::timestamptz where updated_at < ${renewBefore}::timestamptz`);
}

/** What a run of the sequencer may be given besides: the most signatures to take, for tests. */
interface SequencerTools extends AppendTools {
  batch: number;
}

/**
 * Every look-up below is of a few rows by a key, while the planner takes each step for a full batch: beside a table of a million signatures it would read all of it
 * for one. Holds for this transaction.
 */
const lookUpByKey = sql`
  select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)`;

/**
 * Takes confirmed signatures, withdrawals, invalidations and corrections into the count: appends the ledger's leaves without gaps, adds to the
 * journals and totals, marks the signatures, and hashes the leaves into the ledger's tree, all in one transaction. Only one sequencer counts at a time; another
 * answers `ran: false` at once. What to take is found by state, never by time, so a transaction that commits late is not
 * skipped. Days are UTC. Source: DESIGN section 4, "Count"; decision 0021.
 */
export async function runSequencer(given: Partial<SequencerTools> = {}): Promise<SequencerRun> {
  const batch = given.batch ?? SEQUENCER_BATCH;
  const run = await appendUnderLock(async (tx, now) => {
    const at = now.toISOString();
    await tx.execute(lookUpByKey);
    const counted = await takeSigned(tx, at, batch);
    const uncounted = await takeUndone(tx, at, batch);
    const corrected = await takeCorrected(tx, at, batch);
    const hasMore = [counted, uncounted, corrected].includes(batch);
    if (!hasMore) await renewTotals(tx, now);
    return { counted, uncounted, corrected, hasMore };
  }, given);
  if (!run.ran) return { ran: false, counted: 0, uncounted: 0, corrected: 0, hasMore: false, brokenLedgers: [] };
  const { value, isBehind, brokenLedgers } = run;
  return { ran: true, ...value, hasMore: value.hasMore || isBehind, brokenLedgers };
}
