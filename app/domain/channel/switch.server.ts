import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { DELIVER_JOBS, type SentChannel } from '../delivery/delivery.ts';
import { type Doer, noteDeed } from './deed.server.ts';

/** Who turns a switch, and why; both are kept with it and shown by `npm run delivery -- status`. */
export interface SwitchInput extends Doer {
  channel: SentChannel;
  reason: string;
}

/**
 * Pauses a channel: from now on no attempt begins there, in any process; those under way end. What waits keeps its state and its place and is not
 * counted as attempted. Pausing twice keeps the latest reason.
 */
export async function pauseChannel(
  { channel, reason, ...doer }: SwitchInput,
  given: Partial<Tools> = {},
): Promise<void> {
  const { by } = doer;
  const { db, now } = tools(given);
  const at = now().toISOString();
  await db.transaction(async (tx) => {
    await tx.execute(sql`
    insert into channel_switches as s (channel, is_paused, reason, changed_by, changed_at)
    values (${channel}, true, ${reason}, ${by}, ${at}::timestamptz)
    on conflict (channel) do update set is_paused = true, reason = excluded.reason, changed_by = excluded.changed_by, changed_at = excluded.changed_at`);
    await noteDeed(tx, { ...doer, action: 'channel.pause', subject: channel, at: now(), facts: { reason } });
  });
}

/**
 * Opens a paused channel again and wakes everything that waits there and is due, at once; what waits for a later time keeps it. Answers how many
 * were woken; 0 when it was not paused.
 */
export async function resumeChannel(
  { channel, reason, ...doer }: SwitchInput,
  given: Partial<Tools> = {},
): Promise<{ woken: number }> {
  const { by } = doer;
  const { db, now } = tools(given);
  const at = now().toISOString();
  return db.transaction(async (tx) => {
    // Waits for claims that found the channel paused, so that the next statement sees what they left waiting.
    const turned = await tx.execute(sql`
      update channel_switches set is_paused = false, reason = ${reason}, changed_by = ${by}, changed_at = ${at}::timestamptz
      where channel = ${channel} and is_paused returning channel`);
    if (turned.length === 0) return { woken: 0 };
    const [row] = await tx.execute<{ woken: number }>(sql`
      with woken as materialized (
        select enqueue_job(gen_random_uuid(), ${DELIVER_JOBS[channel]}, jsonb_build_object('deliveryId', id), 0) as stored
        from deliveries
        where channel = ${channel} and state in ('queued', 'deferred', 'unknown') and coalesce(next_attempt_at, created_at) <= ${at}::timestamptz + interval '1 second'
      ) select count(stored)::int as woken from woken`);
    const woken = row?.woken ?? 0;
    await noteDeed(tx, { ...doer, action: 'channel.resume', subject: channel, at: now(), facts: { reason, woken } });
    return { woken };
  });
}
