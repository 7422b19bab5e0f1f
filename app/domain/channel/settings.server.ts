import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { type BudgetChannel, DELIVER_JOBS, type SentChannel } from '../delivery/delivery.ts';
import type { Receiver } from './budget.server.ts';
import { type Limits, LONGEST_WINDOW_MS, spacingMs } from './budget.ts';
import { noteDeed } from './deed.server.ts';

/** A budget as an operator sees it; `receiver` is `*` for all without one of their own. */
export interface BudgetView extends Receiver, Limits {
  changedBy: string;
  changedAt: Date;
}

/** Every budget, by channel and receiver; at most 1,000. */
export async function listBudgets(given: Partial<Tools> = {}): Promise<BudgetView[]> {
  const { db } = tools(given);
  const rows = await db.execute<{
    channel: BudgetChannel;
    receiver: string;
    per_minute: number | null;
    per_hour: number | null;
    changed_by: string;
    changed_at: string;
  }>(sql`select * from channel_budgets order by channel, receiver limit 1000`);
  return rows.map((row) => ({
    channel: row.channel,
    receiver: row.receiver,
    perMinute: row.per_minute,
    perHour: row.per_hour,
    changedBy: row.changed_by,
    changedAt: new Date(row.changed_at),
  }));
}

/**
 * Sets what a receiver may get; `receiver` `*` is for all of the channel without a budget of their own, both limits null lift it. Those who wait for
 * this receiver are placed anew in the order in which they would have come, the first at once. Answers how many.
 */
export async function setBudget(
  { channel, receiver, perMinute, perHour, by }: Receiver & Limits & { channel: SentChannel; by: string },
  given: Partial<Tools> = {},
): Promise<{ placedAnew: number }> {
  const { db, now } = tools(given);
  const at = now().toISOString();
  const spacing = spacingMs({ perMinute, perHour });
  return db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into channel_budgets (channel, receiver, per_minute, per_hour, changed_by, changed_at)
      values (${channel}, ${receiver}, ${perMinute}, ${perHour}, ${by}, ${at}::timestamptz)
      on conflict on constraint channel_budgets_pkey do update
        set per_minute = excluded.per_minute, per_hour = excluded.per_hour, changed_by = excluded.changed_by, changed_at = excluded.changed_at`);
    const ofReceiver = channel === 'docket' ? sql`'ecfs'` : sql`lower(substring(c.value from '[^@]*$'))`;
    const concerns =
      receiver === '*'
        ? sql`not exists (select from channel_budgets b where b.channel = ${channel} and b.receiver = line.receiver and b.receiver <> '*')`
        : sql`line.receiver = ${receiver}`;
    const placed = await tx.execute(sql`
      with line as (
        select line.receiver from channel_lines line where line.channel = ${channel} and ${concerns} order by 1 for update
      ), waiting as (
        select d.id, line.receiver, row_number() over (partition by line.receiver order by d.next_attempt_at, d.id) - 1 as place
        from deliveries d join contacts c on c.id = d.contact_id join line on line.receiver = ${ofReceiver}
        where d.channel = ${channel} and d.state = 'deferred' and d.attempts = 0
      ), placed as (
        update deliveries d set next_attempt_at = ${at}::timestamptz + w.place * ${spacing}::float8 * interval '1 millisecond'
        from waiting w where w.id = d.id and d.state = 'deferred' returning d.id, w.receiver, w.place
      ), moved as (
        update channel_lines l set free_at = clock_timestamp() + n.many * ${spacing}::float8 * interval '1 millisecond'
        from (select line.receiver, count(placed.id) as many from line left join placed using (receiver) group by 1) n
        where l.channel = ${channel} and l.receiver = n.receiver
      )
      select enqueue_job(gen_random_uuid(), ${DELIVER_JOBS[channel]}, jsonb_build_object('deliveryId', id), place * ${spacing}::float8) as stored from placed`);
    const facts = { perMinute, perHour, placedAnew: placed.length };
    await noteDeed(tx, { by, action: 'channel.budget', subject: `${channel}:${receiver}`, at: now(), facts });
    return { placedAnew: placed.length };
  });
}

/** A receiver that is left alone, until when and why. */
export interface HoldView extends Receiver {
  heldUntil: Date;
  reason: string | null;
}

/** The receivers that are left alone now, longest first; at most 1,000. */
export async function listHolds(given: Partial<Tools> = {}): Promise<HoldView[]> {
  const { db } = tools(given);
  const rows = await db.execute<{
    channel: BudgetChannel;
    receiver: string;
    held_until: string;
    reason: string | null;
  }>(sql`
    select channel, receiver, held_until, reason from channel_holds where held_until > clock_timestamp() order by held_until desc limit 1000`);
  return rows.map(({ channel, receiver, held_until, reason }) => ({
    channel,
    receiver,
    heldUntil: new Date(held_until),
    reason,
  }));
}

/** Ends a hold before its time; those who wait still come one after the other. False when there was none. */
export async function releaseReceiver(
  { channel, receiver, by }: Receiver & { by: string },
  given: Partial<Tools> = {},
): Promise<boolean> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const rows = await tx.execute(
      sql`delete from channel_holds where channel = ${channel} and receiver = ${receiver} returning receiver`,
    );
    if (rows.length > 0)
      await noteDeed(tx, { by, action: 'channel.release', subject: `${channel}:${receiver}`, at: now() });
    return rows.length > 0;
  });
}

/** Deletes spends that no window holds any more, and holds that ended. Answers how many rows went. */
export async function forgetSpends(given: Partial<Tools> = {}): Promise<number> {
  const { db } = tools(given);
  const spends = await db.execute(sql`
    delete from channel_spends where began_at < clock_timestamp() - ${LONGEST_WINDOW_MS}::float8 * interval '1 millisecond' - interval '1 minute' returning 1`);
  const holds = await db.execute(sql`delete from channel_holds where held_until < clock_timestamp() returning 1`);
  return spends.length + holds.length;
}
