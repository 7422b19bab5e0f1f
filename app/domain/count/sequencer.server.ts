import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { SEQUENCER_BATCH, type SequencerRun } from './count.ts';

/** Key of the lock under which one sequencer at a time counts. */
const SEQUENCER_LOCK = 6_140_120;

/** An older `updated_at` is renewed when nothing changed, so that a page can tell "nobody signed" from "nobody counts". */
const RENEW_AFTER_MS = 5_000;

/** What enters: a picked row of the count, of which the entry, the journals and the totals follow. */
const taken = (column: 'signed' | 'undone', at: string) => sql`
  entries as (
    insert into count_entries (campaign_id, sequence, kind, signature_id, day, isp_id, state)
    select p.campaign_id,
      coalesce(c.size, 0) + row_number() over (partition by p.campaign_id order by p.at, p.id) - 1,
      p.kind, p.id, (p.at at time zone 'UTC')::date, p.isp_id, p.state
    from picked p left join campaign_counts c on c.campaign_id = p.campaign_id
    returning campaign_id, kind, signature_id, day, isp_id, state
  ), journal as (
    insert into count_journal (campaign_id, day, isp_id, state, signed, withdrawn, invalidated)
    select campaign_id, day, isp_id, state, count(*) filter (where kind = 'sign'),
      count(*) filter (where kind = 'withdraw'), count(*) filter (where kind = 'invalidate')
    from entries group by campaign_id, day, isp_id, state
    on conflict on constraint count_journal_once do update set
      signed = count_journal.signed + excluded.signed,
      withdrawn = count_journal.withdrawn + excluded.withdrawn,
      invalidated = count_journal.invalidated + excluded.invalidated
  ), grown as (
    select campaign_id, count(*) as size, count(*) filter (where kind = 'sign') as signed,
      count(*) filter (where kind = 'withdraw') as withdrawn, count(*) filter (where kind = 'invalidate') as invalidated
    from entries group by campaign_id
  ), totals as (
    update campaign_counts c set size = c.size + g.size, signed = c.signed + g.signed,
      withdrawn = c.withdrawn + g.withdrawn, invalidated = c.invalidated + g.invalidated, updated_at = ${at}::timestamptz
    from grown g where c.campaign_id = g.campaign_id
  ), marked as (
    update signatures s set ${column === 'signed' ? sql`counted_at` : sql`uncounted_at`} = ${at}::timestamptz
    from entries e where s.id = e.signature_id
    returning 1
  )
  select count(*)::int as taken from marked`;

async function takeSigned(db: Db, at: string, batch: number): Promise<number> {
  const [row] = await db.execute<{ taken: number }>(sql`
    with picked as (
      select id, campaign_id, 'sign' as kind, confirmed_at as at, isp_stated_id as isp_id, state
      from signatures where status = 'confirmed' and counted_at is null
      order by confirmed_at, id limit ${batch} for no key update skip locked
    ), ${taken('signed', at)}`);
  return row?.taken ?? 0;
}

/** What leaves the count leaves the ISP and state under which it entered, whatever was corrected since. */
async function takeUndone(db: Db, at: string, batch: number): Promise<number> {
  const [row] = await db.execute<{ taken: number }>(sql`
    with picked as (
      select s.id, s.campaign_id, case s.status when 'withdrawn' then 'withdraw' else 'invalidate' end as kind,
        coalesce(s.withdrawn_at, s.invalidated_at) as at, e.isp_id, e.state
      from signatures s join count_entries e on e.signature_id = s.id and e.kind = 'sign'
      where s.status in ('withdrawn', 'invalidated') and s.counted_at is not null and s.uncounted_at is null
      order by s.id limit ${batch} for no key update of s skip locked
    ), ${taken('undone', at)}`);
  return row?.taken ?? 0;
}

async function renewTotals(db: Db, now: Date): Promise<void> {
  const at = now.toISOString();
  const renewBefore = new Date(now.getTime() - RENEW_AFTER_MS).toISOString();
  await db.execute(sql`
    update campaign_counts set updated_at = ${at}::timestamptz where updated_at < ${renewBefore}::timestamptz`);
}

/** What a run of the sequencer may be given besides the tools: the most signatures to take, for tests. */
interface SequencerTools extends Tools {
  batch: number;
}

/**
 * Takes confirmed signatures, withdrawals and invalidations into the count: appends the entries without gaps, adds to the
 * journals and totals and marks the signatures, all in one transaction. Only one sequencer counts at a time; another
 * answers `ran: false` at once. What to take is found by state, never by time, so a transaction that commits late is not
 * skipped. Days are UTC. Source: DESIGN section 4, "Count".
 */
export async function runSequencer(given: Partial<SequencerTools> = {}): Promise<SequencerRun> {
  const { db, now } = tools(given);
  const batch = given.batch ?? SEQUENCER_BATCH;
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ held: boolean }>(
      sql`select pg_try_advisory_xact_lock(${SEQUENCER_LOCK}) as held`,
    );
    if (!lock?.held) return { ran: false, counted: 0, uncounted: 0, hasMore: false };
    const at = now();
    // The totals of every campaign exist before the statements below add to them.
    await tx.execute(sql`
      insert into campaign_counts (campaign_id, updated_at)
      select id, ${at.toISOString()}::timestamptz from campaigns c
      where not exists (select 1 from campaign_counts k where k.campaign_id = c.id)
      on conflict do nothing`);
    const counted = await takeSigned(tx, at.toISOString(), batch);
    const uncounted = await takeUndone(tx, at.toISOString(), batch);
    const hasMore = counted === batch || uncounted === batch;
    if (!hasMore) await renewTotals(tx, at);
    return { ran: true, counted, uncounted, hasMore };
  });
}
