import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { type AppendTools, appendUnderLock } from './append.server.ts';

/** Key of the lock under which one repair of one campaign runs at a time. */
const REPAIR_LOCK = 6_140_122;

/** How long a repair waits for its turn to write, in milliseconds, and how often it asks. */
const TURN_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 25;

/** What a repair did. `isWhole` is false, and nothing was touched, where leaves themselves are missing. Own choice. */
export interface Repair {
  isWhole: boolean;
  cells: number;
  totals: number;
  marks: number;
}

/** Whether every leaf up to the last is there, and none that the tree or a checkpoint already covers is gone. */
const wholeness = (campaignId: number) => sql`
  select e.leaves = e.next and e.leaves >= coalesce((select tree_size from ledgers where campaign_id = ${campaignId}), 0)
    and e.leaves >= coalesce((select max(size) from ledger_checkpoints where campaign_id = ${campaignId}), 0) as is_whole
  from (select count(*) as leaves, coalesce(max(sequence) + 1, 0) as next from count_entries where campaign_id = ${campaignId}) e`;

/** What each cell of the journals lacks of what the leaves say. One statement, hence one moment: what is appended later adds the same to both sides. */
const lackingCells = (campaignId: number) => sql`
  create temporary table recount_cells on commit drop as
  with moves as (
    select day, isp_id, state, (kind = 'sign')::int as signed, (kind = 'withdraw')::int as withdrawn, (kind = 'invalidate')::int as invalidated,
      (kind = 'correct')::int as moved_in, 0 as moved_out
    from count_entries where campaign_id = ${campaignId} and signature_id is not null
    union all
    select c.day, o.isp_id, o.state, 0, 0, 0, 0, 1 from count_entries c, lateral (
      select isp_id, state from count_entries o where o.signature_id = c.signature_id and o.sequence < c.sequence
        and o.kind in ('sign', 'correct') order by o.sequence desc limit 1) o
    where c.campaign_id = ${campaignId} and c.kind = 'correct'
    union all
    select day, isp_id, state, -signed, -withdrawn, -invalidated, -moved_in, -moved_out from count_journal where campaign_id = ${campaignId}
  )
  select day, isp_id, state, sum(signed) as signed, sum(withdrawn) as withdrawn, sum(invalidated) as invalidated, sum(moved_in) as moved_in,
    sum(moved_out) as moved_out
  from moves group by day, isp_id, state
  having sum(signed) <> 0 or sum(withdrawn) <> 0 or sum(invalidated) <> 0 or sum(moved_in) <> 0 or sum(moved_out) <> 0`;

const lackingTotals = (campaignId: number) => sql`
  create temporary table recount_totals on commit drop as
  with e as (
    select count(*) filter (where kind = 'sign') as signed, count(*) filter (where kind = 'withdraw') as withdrawn,
      count(*) filter (where kind = 'invalidate') as invalidated,
      count(*) filter (where kind not in ('sign', 'withdraw', 'invalidate')) as others
    from count_entries where campaign_id = ${campaignId}
  )
  select e.signed - c.signed as signed, e.withdrawn - c.withdrawn as withdrawn, e.invalidated - c.invalidated as invalidated, e.others - c.others as others
  from e, campaign_counts c
  where c.campaign_id = ${campaignId} and (e.signed, e.withdrawn, e.invalidated, e.others) is distinct from (c.signed, c.withdrawn, c.invalidated, c.others)`;

const hasLeaf = (kinds: 'in' | 'out') =>
  kinds === 'in'
    ? sql`exists (select from count_entries e where e.signature_id = s.id and e.kind = 'sign')`
    : sql`exists (select from count_entries e where e.signature_id = s.id and e.kind in ('withdraw', 'invalidate'))`;

const differingMarks = (campaignId: number) => sql`
  create temporary table recount_marks on commit drop as
  select s.id from signatures s
    left join count_entries i on i.signature_id = s.id and i.kind = 'sign'
    left join (select signature_id from count_entries where campaign_id = ${campaignId} and kind in ('withdraw', 'invalidate') group by signature_id) o
      on o.signature_id = s.id
  where s.campaign_id = ${campaignId} and ((s.counted_at is null) <> (i.signature_id is null) or (s.uncounted_at is null) <> (o.signature_id is null))`;

const sameCell = sql`j.day = d.day and coalesce(j.isp_id, 0) = coalesce(d.isp_id, 0) and coalesce(j.state, '') = coalesce(d.state, '')`;

async function settleCells(db: Db, campaignId: number): Promise<number> {
  const changed = await db.execute(sql`
    update count_journal j set signed = j.signed + d.signed, withdrawn = j.withdrawn + d.withdrawn, invalidated = j.invalidated + d.invalidated,
      moved_in = j.moved_in + d.moved_in, moved_out = j.moved_out + d.moved_out
    from recount_cells d where j.campaign_id = ${campaignId} and ${sameCell} returning 1`);
  const added = await db.execute(sql`
    insert into count_journal (campaign_id, day, isp_id, state, signed, withdrawn, invalidated, moved_in, moved_out)
    select ${campaignId}, d.day, d.isp_id, d.state, d.signed, d.withdrawn, d.invalidated, d.moved_in, d.moved_out from recount_cells d
    where not exists (select from count_journal j where j.campaign_id = ${campaignId} and ${sameCell}) returning 1`);
  return changed.length + added.length;
}

async function settleTotals(db: Db, campaignId: number): Promise<number> {
  const changed = await db.execute(sql`
    update campaign_counts c set signed = c.signed + d.signed, withdrawn = c.withdrawn + d.withdrawn, invalidated = c.invalidated + d.invalidated,
      others = c.others + d.others, size = c.signed + d.signed + c.withdrawn + d.withdrawn + c.invalidated + d.invalidated + c.others + d.others
    from recount_totals d where c.campaign_id = ${campaignId} returning 1`);
  return changed.length;
}

/**
 * A mark follows its leaf. Where a mark has none, it is taken away, so that the sequencer appends the leaf; not where shares of the signature are published, since a
 * leaf must have stood there once.
 */
async function settleMarks(db: Db, at: Date): Promise<number> {
  const now = sql`${at.toISOString()}::timestamptz`;
  const ours = sql`s.id in (select id from recount_marks)`;
  const noneShown = sql`not exists (select from ledger_shares h where h.signature_id = s.id and h.status <> 'held')`;
  const steps = [
    sql`update signatures s set counted_at = ${now} where ${ours} and s.counted_at is null and s.confirmed_at is not null and ${hasLeaf('in')} returning 1`,
    sql`update signatures s set uncounted_at = ${now} where ${ours} and s.counted_at is not null and s.uncounted_at is null
      and s.status in ('withdrawn', 'invalidated') and ${hasLeaf('out')} returning 1`,
    sql`update signatures s set uncounted_at = null where ${ours} and s.uncounted_at is not null and not ${hasLeaf('out')} returning 1`,
    sql`with cleared as (
        update signatures s set counted_at = null, uncounted_at = null, salt = null
        where ${ours} and s.counted_at is not null and not ${hasLeaf('in')} and ${noneShown} returning s.id
      ), dropped as (delete from ledger_shares h using cleared where h.signature_id = cleared.id)
      select 1 from cleared`,
  ];
  let marks = 0;
  for (const step of steps) marks += (await db.execute(step)).length;
  return marks;
}

/**
 * Makes journals, totals and marks of a campaign what its leaves say; never writes a leaf, a tile or a checkpoint, and touches nothing where leaves are missing, since
 * what is derived from the rest would hide the loss. Reads everything before it takes the sequencer's turn and then adds what was lacking, so that counting waits for
 * the writing alone. Throws when it has no turn within a minute. Own choice.
 */
export async function repairCounts(
  campaignId: number,
  given: Partial<Tools & Pick<AppendTools, 'origin'>> = {},
): Promise<Repair> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${REPAIR_LOCK}, ${campaignId})`);
    const [ledger] = await tx.execute<{ is_whole: boolean }>(wholeness(campaignId));
    if (!ledger?.is_whole) return { isWhole: false, cells: 0, totals: 0, marks: 0 };
    await tx.execute(lackingCells(campaignId));
    await tx.execute(lackingTotals(campaignId));
    await tx.execute(differingMarks(campaignId));
    // So that the planner finds the few rows by their keys while the sequencer waits.
    for (const table of ['recount_cells', 'recount_marks']) await tx.execute(sql`analyze ${sql.identifier(table)}`);
    const settle = async (turn: Db, at: Date): Promise<Repair> => ({
      isWhole: true,
      cells: await settleCells(turn, campaignId),
      totals: await settleTotals(turn, campaignId),
      marks: await settleMarks(turn, at),
    });
    for (let waitedMs = 0; waitedMs < TURN_WITHIN_MS; waitedMs += ASK_EVERY_MS) {
      const turn = await appendUnderLock(settle, { ...given, db: tx, now });
      if (turn.ran) return turn.value;
      await new Promise((done) => setTimeout(done, ASK_EVERY_MS));
    }
    throw new Error(`the repair of campaign ${campaignId} had no turn within ${TURN_WITHIN_MS} ms`);
  });
}
