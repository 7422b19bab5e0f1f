import { randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { type AppendTools, appendUnderLock } from '../count/append.server.ts';
import { type LeafDimension, MIN_TALLY_TOKENS } from './leaf.ts';
import { type Cell, LARGE_GROUP, planShowing, type SuppressionRules } from './suppression.ts';
import { countOf, planTaking } from './suppression-taking.ts';
import { type Breakdown, showShares, takeShares } from './tally-leaves.server.ts';

/** Least time between two publications of one campaign's shares, in milliseconds: an hour. Own choice, decision 0023. */
export const TALLY_EVERY_MS = 3_600_000;

/** So many new signatures are published without waiting for the hour, so that no run grows long in a crowd. Own choice, decision 0023. */
const CROWD = 25_000;

/** What publishing may be given besides the tools: chance, the sizes of a run and of a crowd, and the time between two runs, for tests. Own choice. */
export interface TallyTools extends AppendTools, Partial<SuppressionRules> {
  everyMs: number;
  crowd: number;
}

/** How many shares a run published and took back. `hasMore`: it stopped at its size, or another process was appending. Own choice. */
export interface TallyRun {
  shown: number;
  taken: number;
  hasMore: boolean;
}

const DIMENSIONS: readonly LeafDimension[] = ['isp', 'state'];

const secretRandom = () => randomInt(2 ** 32) / 2 ** 32;

type Due = { campaignId: number; showFrom: number | null; isTaking: boolean };

/** Campaigns that a run is due for: from which size of group on held shares are published (null: none), and whether shares are taken back. */
async function listDue(
  db: Db,
  at: Date,
  { everyMs = TALLY_EVERY_MS, crowd = CROWD }: Partial<TallyTools>,
): Promise<Due[]> {
  const before = new Date(at.getTime() - everyMs).toISOString();
  const rows = await db.execute<{
    campaign_id: number;
    is_time: boolean;
    is_cut: boolean;
    came: boolean;
    is_crowd: boolean;
    left: boolean;
  }>(sql`
    select k.campaign_id, coalesce(r.is_cut, false) as is_cut, coalesce(r.ran_at <= ${before}::timestamptz, true) as is_time,
      k.signed - coalesce(r.signed, 0) >= ${MIN_TALLY_TOKENS} as came, k.signed - coalesce(r.signed, 0) >= ${crowd} as is_crowd,
      k.withdrawn + k.invalidated - coalesce(r.undone, 0) >= ${MIN_TALLY_TOKENS} as left
    from campaign_counts k left join ledger_tally_runs r on r.campaign_id = k.campaign_id
    where k.size > 0 order by k.campaign_id`);
  return rows
    .map(({ campaign_id, is_time, is_cut, came, is_crowd, left }) => {
      const showFrom = is_crowd || (is_time && came) ? MIN_TALLY_TOKENS : is_cut ? LARGE_GROUP : null;
      return { campaignId: campaign_id, showFrom, isTaking: is_time && left };
    })
    .filter(({ showFrom, isTaking }) => showFrom !== null || isTaking);
}

async function readCells(db: Db, { campaignId, dimension }: Breakdown): Promise<Cell[]> {
  const rows = await db.execute<{ value: string; held: string; leaving: string; shown: string }>(sql`
    select value, coalesce(held, 0) as held, coalesce(leaving, 0) as leaving, coalesce(t.shown, 0) as shown
    from (
      select value, count(*) filter (where status = 'held') as held, count(*) filter (where status = 'leaving') as leaving
      from ledger_shares where campaign_id = ${campaignId} and dimension = ${dimension} and status <> 'shown' group by value
    ) waiting left join (
      select value, shown from ledger_tallies where campaign_id = ${campaignId} and dimension = ${dimension}
    ) t using (value)
    order by value`);
  return rows.map(({ value, held, leaving, shown }) => ({
    value,
    held: Number(held),
    leaving: Number(leaving),
    shown: Number(shown),
  }));
}

/** The tallies of cells of which enough leave, and who left or moved since shares were last taken back. */
async function readShown(db: Db, { campaignId, dimension }: Breakdown, cells: readonly Cell[]) {
  // What does not leave matters only where little of it would stay shown; to look it up reads every share of the value.
  const small = cells.filter(({ shown, leaving }) => shown - leaving < MIN_TALLY_TOKENS).map(({ value }) => value);
  const wanted = cells.map(({ value }) => value);
  const parts = await db.execute<{ value: string; shown_in: string; shown: string; leaving: string }>(sql`
    select value, shown_in, count(*) as shown, count(*) filter (where status = 'leaving') as leaving from ledger_shares
    where campaign_id = ${campaignId} and dimension = ${dimension}
      and (value in ${wanted} and status = 'leaving' ${small.length > 0 ? sql`or value in ${small} and status = 'shown'` : sql``})
    group by value, shown_in order by value, shown_in`);
  const [run] = await db.execute<{ taken_at: string | null }>(sql`
    select ${takenAtOf(dimension)} as taken_at from ledger_tally_runs where campaign_id = ${campaignId}`);
  const since = run?.taken_at ? Number(run.taken_at) : null;
  const leavers = await db.execute<{ signed: string; ended: string }>(sql`
    select i.sequence as signed, max(e.sequence) as ended
    from count_entries e join count_entries i on i.signature_id = e.signature_id and i.kind = 'sign'
    where e.campaign_id = ${campaignId} and e.kind in ('withdraw', 'invalidate', 'correct') and e.sequence > ${since ?? -1}
    group by i.sequence`);
  const shownCells = cells.map(({ value, shown }) => ({
    value,
    shown,
    parts: parts
      .filter((row) => row.value === value)
      .map((row) => ({ shownIn: Number(row.shown_in), shown: Number(row.shown), leaving: Number(row.leaving) })),
  }));
  const ends = leavers.map(({ signed, ended }) => ({ signedAt: Number(signed), endedAt: Number(ended) }));
  return { cells: shownCells, leavers: ends, since };
}

const takenAtOf = (dimension: LeafDimension) => (dimension === 'isp' ? sql`isp_taken_at` : sql`state_taken_at`);

async function show(tx: Db, part: Breakdown, rules: SuppressionRules): Promise<{ count: number; isCut: boolean }> {
  const { groups, isCut } = planShowing(await readCells(tx, part), rules);
  await showShares(tx, part, groups);
  return { count: countOf(groups), isCut };
}

async function take(tx: Db, part: Breakdown, rules: SuppressionRules): Promise<number> {
  const cells = (await readCells(tx, part)).filter(({ leaving }) => leaving >= MIN_TALLY_TOKENS);
  if (cells.length === 0) return 0;
  const takings = planTaking(await readShown(tx, part, cells), rules);
  if (takings.length === 0) return 0;
  for (const taking of takings) await takeShares(tx, part, taking);
  await tx.execute(sql`
    insert into ledger_tally_runs as r (campaign_id, ran_at, signed, undone, ${takenAtOf(part.dimension)})
    select campaign_id, ${part.at.toISOString()}::timestamptz, 0, 0, size - 1 from campaign_counts where campaign_id = ${part.campaignId}
    on conflict (campaign_id) do update set ${takenAtOf(part.dimension)} = excluded.${takenAtOf(part.dimension)}`);
  return takings.reduce((sum, { parts }) => sum + countOf(parts), 0);
}

/**
 * Publishes the shares of campaigns that are due, and takes back those of signatures that count no more, in groups of 11 and more, with what stays behind chosen by
 * chance: the one step by which anything about ISPs and states becomes public. Due: an hour after the last run, when 11 signatures came (for
 * publishing) or were undone (for taking back) since; at once when 25,000 came, or that run stopped at its size. Only within `appendUnderLock`. Source: decision 0023.
 */
export async function publishShares(tx: Db, at: Date, given: Partial<TallyTools> = {}): Promise<TallyRun> {
  const { random = secretRandom, most } = given;
  const run: TallyRun = { shown: 0, taken: 0, hasMore: false };
  for (const { campaignId, showFrom, isTaking } of await listDue(tx, at, given)) {
    let isCut = false;
    for (const dimension of DIMENSIONS) {
      const part = { campaignId, dimension, at };
      const rules = { random, ...(most ? { most } : {}) };
      const shown = showFrom === null ? null : await show(tx, part, { ...rules, from: showFrom });
      run.shown += shown?.count ?? 0;
      if (isTaking) run.taken += await take(tx, part, rules);
      isCut ||= Boolean(shown?.isCut);
    }
    await writeRun(tx, { campaignId, at, showed: showFrom !== null, took: isTaking, isCut });
    run.hasMore ||= isCut;
  }
  return run;
}

async function writeRun(
  tx: Db,
  run: { campaignId: number; at: Date; showed: boolean; took: boolean; isCut: boolean },
): Promise<void> {
  await tx.execute(sql`
    insert into ledger_tally_runs as r (campaign_id, ran_at, signed, undone, is_cut)
    select campaign_id, ${run.at.toISOString()}::timestamptz, case when ${run.showed} then signed else 0 end,
      case when ${run.took} then withdrawn + invalidated else 0 end, ${run.isCut}
    from campaign_counts where campaign_id = ${run.campaignId}
    on conflict (campaign_id) do update set ran_at = excluded.ran_at, is_cut = excluded.is_cut,
      signed = case when ${run.showed} then excluded.signed else r.signed end,
      undone = case when ${run.took} then excluded.undone else r.undone end`);
}

/**
 * Runs `publishShares` in a transaction of its own under the lock of the sequence, when a campaign is due; otherwise only looks. Any number of processes may call it.
 * Answers `hasMore` when it has to be called again soon. Own choice.
 */
export async function runTallies(given: Partial<TallyTools> = {}): Promise<TallyRun> {
  const { db, now }: Tools = tools(given);
  if ((await listDue(db, now(), given)).length === 0) return { shown: 0, taken: 0, hasMore: false };
  const appended = await appendUnderLock((tx, at) => publishShares(tx, at, given), given);
  return appended.ran ? appended.value : { shown: 0, taken: 0, hasMore: true };
}
