import { sql } from 'drizzle-orm';
import type { Tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { type BudgetTools, spendBudgets } from '../channel/budget.server.ts';
import { receiverOf } from '../channel/channel.ts';
import { enqueueJob, enqueueJobs } from '../job/job.server.ts';
import { type Claimed, readClaimed } from './claimed.server.ts';
import {
  ATTEMPT_LEASE_MS,
  attemptsInSeries,
  DELIVER_JOBS,
  type DeliveryState,
  MAX_ATTEMPTS,
  type SentChannel,
} from './delivery.ts';

/**
 * Why no attempt is made now. `settled`: it has left, failed or been cancelled; `not_due`, `in_progress`, `no_budget` (the receiver's budget is spent
 * or it asked to be left alone): a job comes back for it; `paused`: `resumeChannel` brings it back; `withdrawn`: the letter was taken back; the delivery is
 * cancelled; `unverified`: the address may no longer be written to; a mail has failed and its writer is told, a filing waits for a filing set; `exhausted`:
 * the last attempt never answered.
 */
export type ClaimRefusal =
  | 'unknown'
  | 'settled'
  | 'not_due'
  | 'in_progress'
  | 'paused'
  | 'no_budget'
  | 'withdrawn'
  | 'unverified'
  | 'exhausted';

/** A delivery that the caller alone may work on now, or why not. */
export type Claim = Claimed | { ok: false; reason: ClaimRefusal };

/** What claiming takes: `leaseMs`, see `ATTEMPT_LEASE_MS`; `budgetNow`: a clock for budgets and holds in tests, by default the database's. */
export interface ClaimTools extends Tools {
  leaseMs: number;
  random: () => number;
  budgetNow: () => Date;
}

type Given = Tools & Partial<ClaimTools>;

/** Clocks of the queue and of this process may differ by so much: a wait this close to its end counts as over. */
const CLOCK_SLACK_MS = 1_000;

type LockedRow = {
  id: number;
  letter_id: number;
  state: DeliveryState;
  attempts: number;
  attempts_before: number;
  next_at: number | null;
  changed_at: number;
  receiver_value: string;
  is_verified: boolean;
  is_wanted: boolean;
  is_paused: boolean;
};

/**
 * Takes deliveries of one channel for an attempt each, in one transaction; the answers in their order. What that means stands at `claimDelivery` of
 * `desk.server.ts`. A delivery that is named twice is claimed once; the second is told `in_progress`.
 */
export async function claimDeliveries(channel: SentChannel, ids: readonly number[], given: Given): Promise<Claim[]> {
  const claims = await given.db.transaction((tx) => claimInside(tx, channel, ids, given));
  return ids.map((id, at) =>
    ids.indexOf(id) < at ? { ok: false, reason: 'in_progress' } : (claims.get(id) ?? { ok: false, reason: 'unknown' }),
  );
}

async function claimInside(
  tx: Db,
  channel: SentChannel,
  ids: readonly number[],
  given: Given,
): Promise<Map<number, Claim>> {
  const { leaseMs = ATTEMPT_LEASE_MS, now } = given;
  const at = now();
  const claims = new Map<number, Claim>();
  const refuse = (row: LockedRow, reason: ClaimRefusal) => claims.set(row.id, { ok: false, reason });
  const later: { row: LockedRow; ms: number }[] = [];
  const ready: { row: LockedRow; isReconciling: boolean; lateMs: number }[] = [];
  const rows = await lockDeliveries(tx, channel, ids);
  const isPaused = rows.some((row) => row.is_paused) && (await holdsStill(tx, channel));
  const silent = rows.filter((row) => row.state === 'sending' && row.changed_at + leaseMs <= at.getTime());
  if (silent.length > 0) await forgetSilentAttempts(tx, channel, silent, at);
  for (const row of rows) {
    const leftMs =
      row.state === 'sending' ? row.changed_at + leaseMs - at.getTime() : (row.next_at ?? 0) - at.getTime();
    const isSilent = silent.includes(row);
    if (!['queued', 'deferred', 'sending', 'unknown'].includes(row.state)) refuse(row, 'settled');
    else if (row.state === 'sending' && !isSilent) {
      refuse(row, 'in_progress');
      later.push({ row, ms: leftMs });
    } else if (['deferred', 'unknown'].includes(row.state) && leftMs > CLOCK_SLACK_MS) {
      refuse(row, 'not_due');
      later.push({ row, ms: leftMs });
    } else if (isSilent && channel === 'email' && attemptsInSeries(row.attempts, row.attempts_before) >= MAX_ATTEMPTS) {
      await giveUp(tx, row, at);
      refuse(row, 'exhausted');
    } else if (isPaused) {
      if (isSilent && channel === 'email') await moveTo(tx, [row], 'deferred', at, at);
      refuse(row, 'paused');
    } else if (!(row.is_wanted && row.is_verified) && row.state !== 'unknown' && !(isSilent && channel === 'docket')) {
      if (isSilent) await moveTo(tx, [row], 'deferred', at, at);
      refuse(row, await setAside(tx, channel, row, at));
    } else {
      const isReconciling = row.state === 'unknown' || (isSilent && channel === 'docket');
      ready.push({ row, isReconciling, lateMs: Math.max(0, -leftMs) });
    }
  }
  const turns = await turnsOf(tx, channel, ready, given);
  const going = ready.filter((_, index) => turns[index] === null);
  for (const [index, { row, isReconciling }] of ready.entries()) {
    const waitMs = turns[index] ?? null;
    if (waitMs === null) continue;
    const until = new Date(at.getTime() + waitMs);
    if (isReconciling) await putOff(tx, row, until);
    else await moveTo(tx, [row], 'deferred', at, until);
    refuse(row, 'no_budget');
    later.push({ row, ms: waitMs });
  }
  await enqueueJobs(
    tx,
    later.map(({ row, ms }) => ({ name: DELIVER_JOBS[channel], data: { deliveryId: row.id }, startAfterMs: ms })),
  );
  const sending = going.filter(({ isReconciling }) => !isReconciling).map(({ row }) => row);
  if (sending.length > 0) await startAttempts(tx, sending, at);
  for (const { row, isReconciling } of going)
    if (isReconciling) await putOff(tx, row, new Date(at.getTime() + Math.max(leaseMs, 60_000)));
  for (const claimed of await readClaimed(tx, channel, going)) claims.set(claimed.deliveryId, claimed);
  return claims;
}

/** Null for who may go, otherwise the wait in milliseconds; in the order of `ready`. */
async function turnsOf(
  tx: Db,
  channel: SentChannel,
  ready: readonly { row: LockedRow; lateMs: number }[],
  { random = Math.random, budgetNow }: Given,
): Promise<(number | null)[]> {
  const receivers = new Map<string, number[]>();
  for (const [index, { row }] of ready.entries()) {
    const receiver = receiverOf(channel, row.receiver_value);
    receivers.set(receiver, [...(receivers.get(receiver) ?? []), index]);
  }
  const wanted = [...receivers].map(([receiver, indexes]) => ({
    channel,
    receiver,
    comers: indexes.map((index) => ({
      isReturning: ready[index]?.row.state !== 'queued',
      wasTried: (ready[index]?.row.attempts ?? 0) > 0,
      lateMs: ready[index]?.lateMs ?? 0,
    })),
  }));
  const tools: Partial<BudgetTools> = { random, ...(budgetNow ? { now: budgetNow } : {}) };
  const turns = await spendBudgets(tx, wanted, tools);
  const answer: (number | null)[] = ready.map(() => null);
  [...receivers.values()].forEach((indexes, one) => {
    indexes.forEach((index, place) => {
      const turn = turns[one]?.[place];
      if (turn && !turn.ok) answer[index] = turn.waitMs;
    });
  });
  return answer;
}

function lockDeliveries(tx: Db, channel: SentChannel, ids: readonly number[]) {
  return tx.execute<LockedRow>(sql`
    select d.id::int8::float8 as id, d.letter_id::float8 as letter_id, d.state, d.attempts, coalesce(r.attempts_before, 0) as attempts_before,
      (extract(epoch from d.next_attempt_at) * 1000)::float8 as next_at, (extract(epoch from d.changed_at) * 1000)::float8 as changed_at,
      c.value as receiver_value, coalesce(s.is_paused, false) as is_paused,
      c.state = 'verified' as is_verified, l.withdrawn_at is null and l.erased_at is null and l.previewed_bytes is not null as is_wanted
    from deliveries d
      join letters l on l.id = d.letter_id
      join contacts c on c.id = d.contact_id
      left join channel_switches s on s.channel = d.channel
      left join lateral (select attempts_before from delivery_retries r where r.delivery_id = d.id order by r.id desc limit 1) r on true
    where d.channel = ${channel} and d.id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))
    order by d.id for update of d`);
}

/** Whether the channel is paused now, in a way that `resumeChannel` waits for this transaction and then finds what it left waiting. */
async function holdsStill(tx: Db, channel: SentChannel): Promise<boolean> {
  const [row] = await tx.execute<{ is_paused: boolean }>(
    sql`select is_paused from channel_switches where channel = ${channel} for share`,
  );
  return row?.is_paused ?? false;
}

const idsOf = (rows: readonly { id: number }[]) =>
  sql`(select value::bigint from jsonb_array_elements_text(${JSON.stringify(rows.map(({ id }) => id))}::text::jsonb))`;

/** Attempts whose process ended before an answer was written down: nobody knows whether the letter was taken. A filing becomes `unknown`. */
async function forgetSilentAttempts(tx: Db, channel: SentChannel, rows: readonly LockedRow[], at: Date) {
  await tx.execute(sql`
    update delivery_attempts set outcome = 'unknown', finished_at = ${at.toISOString()}::timestamptz
    where delivery_id in ${idsOf(rows)} and outcome = 'started'`);
  if (channel === 'docket') await moveTo(tx, rows, 'unknown', at, at);
}

async function moveTo(tx: Db, rows: readonly LockedRow[], to: DeliveryState, at: Date, nextAttemptAt: Date | null) {
  await tx.execute(sql`
    update deliveries set state = ${to}, changed_at = ${at.toISOString()}::timestamptz, next_attempt_at = ${nextAttemptAt?.toISOString() ?? null}::timestamptz
    where id in ${idsOf(rows)}`);
}

/** Puts a look for a filing off without saying that its state changed. */
async function putOff(tx: Db, row: LockedRow, until: Date) {
  await tx.execute(
    sql`update deliveries set next_attempt_at = ${until.toISOString()}::timestamptz where id = ${row.id}`,
  );
}

/** A letter that may not leave: taken back, it is cancelled; without a verified address it stays for an operator or an organizer. */
async function setAside(tx: Db, channel: SentChannel, row: LockedRow, at: Date): Promise<ClaimRefusal> {
  if (!row.is_wanted) await moveTo(tx, [row], 'cancelled', at, null);
  else if (channel === 'docket') await moveTo(tx, [row], 'awaiting', at, null);
  else await giveUp(tx, row, at);
  return row.is_wanted ? 'unverified' : 'withdrawn';
}

async function giveUp(tx: Db, row: LockedRow, at: Date) {
  await moveTo(tx, [row], 'failed', at, null);
  await enqueueJob(tx, { name: 'mail.receipt', data: { letterId: row.letter_id }, key: `letter:${row.letter_id}` });
}

async function startAttempts(tx: Db, rows: readonly LockedRow[], at: Date) {
  await tx.execute(sql`
    with going as (
      update deliveries set state = 'sending', attempts = attempts + 1, changed_at = ${at.toISOString()}::timestamptz, next_attempt_at = null
      where id in ${idsOf(rows)} returning id, attempts
    )
    insert into delivery_attempts (delivery_id, number, started_at, outcome)
    select id, attempts, ${at.toISOString()}::timestamptz, 'started' from going`);
}
