import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import type { BudgetChannel } from '../delivery/delivery.ts';
import { BUCKET_MS, type Comer, giveTurns, type Limits, LONGEST_WINDOW_MS, type Turn } from './budget.ts';

/** Whose budget: `receiver` is the receiving mail domain or the docket system, in lower case; see `receiverOf`. Broadcasts have budgets apart from letters. */
export interface Receiver {
  channel: BudgetChannel;
  receiver: string;
}

/**
 * The clock of budgets and holds is the database's, which all processes share; `now` is for tests. `random`: a source of numbers in [0, 1).
 */
export interface BudgetTools extends Tools {
  random: () => number;
}

/**
 * Spends one of a receiver's budget when there is room and nobody holds it; otherwise says after how many milliseconds to ask again, spread so that
 * those who wait come one after the other. Over all processes, no 60 and no 3,600 seconds ever hold more than the limit. `isReturning`: it was
 * told to come back and does. A receiver without a row of its own in `channel_budgets` has the budget of `*`, for itself alone; without that, none.
 */
export async function spendBudget(
  { isReturning = false, ...receiver }: Receiver & { isReturning?: boolean },
  given: Partial<BudgetTools> = {},
): Promise<Turn> {
  const { db } = tools(given);
  const [turns] = await db.transaction((tx) =>
    spendBudgets(tx, [{ ...receiver, comers: [{ isReturning, wasTried: false, lateMs: 0 }] }], given),
  );
  return turns?.[0] ?? { ok: true };
}

/** Who wants to be sent to one receiver. */
export interface Wanted extends Receiver {
  comers: readonly Comer[];
}

type LineRow = { receiver: string; free_at: number; at: number };
type StateRow = {
  receiver: string;
  per_minute: number | null;
  per_hour: number | null;
  held_until: number | null;
  spends: [number, number][] | null;
};

/**
 * `spendBudget` for many at once, of one channel: the turns in the order of `wanted` and its comers. The caller's transaction holds the lines of these
 * receivers until it ends, and what was spent is given back when it does not commit.
 */
export async function spendBudgets(
  tx: Db,
  wanted: readonly Wanted[],
  { now, random = Math.random }: Partial<BudgetTools> = {},
): Promise<Turn[][]> {
  const channel = wanted[0]?.channel;
  if (!channel) return [];
  if (wanted.some((one) => one.channel !== channel)) throw new Error('budgets of one channel are spent at once');
  const receivers = [...new Set(wanted.map(({ receiver }) => receiver))].toSorted();
  // The row of the line is the lock; in the order of names, so that two who want several never wait for each other.
  const lines = await tx.execute<LineRow>(sql`
    insert into channel_lines as line (channel, receiver, free_at)
    select ${channel}, receiver, '-infinity' from jsonb_array_elements_text(${JSON.stringify(receivers)}::text::jsonb) with ordinality as r (receiver, place)
    order by place
    on conflict on constraint channel_lines_pkey do update set free_at = line.free_at
    returning receiver, greatest(extract(epoch from free_at) * 1000, 0)::float8 as free_at,
      (extract(epoch from clock_timestamp()) * 1000)::float8 as at`);
  const atMs = now ? now().getTime() : Math.max(...lines.map(({ at }) => at));
  const states = await readStates(tx, channel, receivers, atMs);
  const changes: { receiver: string; granted: number; freeAt: string | null }[] = [];
  const turns = wanted.map((): Turn[] => []);
  for (const { receiver, free_at } of lines) {
    const state = states.find((one) => one.receiver === receiver);
    const limits: Limits = { perMinute: state?.per_minute ?? null, perHour: state?.per_hour ?? null };
    const spends = (state?.spends ?? []).map(([beganAtMs, spent]) => ({ beganAtMs, spent }));
    const mine = wanted.flatMap((one, at) =>
      one.receiver === receiver ? one.comers.map((comer) => ({ at, comer })) : [],
    );
    const line = {
      limits,
      spends,
      nowMs: atMs,
      heldForMs: Math.max(0, (state?.held_until ?? 0) - atMs),
      freeInMs: Math.max(0, free_at - atMs),
    };
    const given = giveTurns(
      mine.map(({ comer }) => comer),
      line,
      random,
    );
    mine.forEach(({ at }, index) => {
      const turn = given.turns[index];
      if (turn) turns[at]?.push(turn);
    });
    changes.push({
      receiver,
      granted: given.granted,
      freeAt: given.freeInMs > 0 ? new Date(atMs + given.freeInMs).toISOString() : null,
    });
  }
  await noteSpent(tx, channel, changes, atMs);
  return turns;
}

async function readStates(tx: Db, channel: BudgetChannel, receivers: readonly string[], atMs: number) {
  const since = new Date(atMs - LONGEST_WINDOW_MS).toISOString();
  return tx.execute<StateRow>(sql`
    select r.receiver, coalesce(own.per_minute, case when own.receiver is null then other.per_minute end) as per_minute,
      coalesce(own.per_hour, case when own.receiver is null then other.per_hour end) as per_hour,
      (extract(epoch from hold.held_until) * 1000)::float8 as held_until,
      (select jsonb_agg(jsonb_build_array(extract(epoch from s.began_at) * 1000, s.spent)) from channel_spends s
        where s.channel = ${channel} and s.receiver = r.receiver and s.began_at > ${since}::timestamptz) as spends
    from jsonb_array_elements_text(${JSON.stringify(receivers)}::text::jsonb) as r (receiver)
      left join channel_budgets own on own.channel = ${channel} and own.receiver = r.receiver
      left join channel_budgets other on other.channel = ${channel} and other.receiver = '*'
      left join channel_holds hold on hold.channel = ${channel} and hold.receiver = r.receiver`);
}

async function noteSpent(
  tx: Db,
  channel: BudgetChannel,
  changes: readonly { receiver: string; granted: number; freeAt: string | null }[],
  atMs: number,
) {
  const second = new Date(Math.floor(atMs / BUCKET_MS) * BUCKET_MS).toISOString();
  await tx.execute(sql`
    with change as (
      select * from jsonb_to_recordset(${JSON.stringify(changes)}::text::jsonb) as c (receiver text, granted int, "freeAt" timestamptz)
    ), spent as (
      insert into channel_spends as s (channel, receiver, began_at, spent)
      select ${channel}, receiver, ${second}::timestamptz, granted from change where granted > 0
      on conflict on constraint channel_spends_pkey do update set spent = s.spent + excluded.spent
    )
    update channel_lines line set free_at = change."freeAt" from change
    where line.channel = ${channel} and line.receiver = change.receiver and line.free_at <> change."freeAt"`);
}
