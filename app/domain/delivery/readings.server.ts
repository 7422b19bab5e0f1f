import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { AttemptOutcome, DeliveryChannel, DeliveryState } from './delivery.ts';

/** The state of deliveries as operators watch it. `attempts`: those of the last hour. Switches only of channels that were ever turned. */
export interface DeliveryReadings {
  unfinished: { channel: DeliveryChannel; state: DeliveryState; count: number }[];
  attempts: { channel: DeliveryChannel; outcome: AttemptOutcome; count: number }[];
  heldReceivers: number;
  switches: {
    channel: DeliveryChannel;
    isPaused: boolean;
    reason: string | null;
    changedBy: string | null;
    changedAt: Date;
  }[];
}

/** States in which somebody still has to do something; the others are not counted, because they only grow. */
const UNFINISHED = ['queued', 'deferred', 'sending', 'unknown', 'awaiting', 'failed', 'bounced'] as const;

/** Reads how deliveries stand: counts of what is not finished, from one index, and of the attempts of the last hour. Own choice. */
export async function readDeliveries(given: Partial<Tools> = {}): Promise<DeliveryReadings> {
  const { db, now } = tools(given);
  const since = new Date(now().getTime() - 3_600_000).toISOString();
  const unfinished = await db.execute<DeliveryReadings['unfinished'][number]>(sql`
    select channel, state, count(*)::int as count from deliveries
    where channel in ('email', 'docket') and state in (${sql.join(
      UNFINISHED.map((state) => sql`${state}`),
      sql`, `,
    )}) group by channel, state order by channel, state`);
  const attempts = await db.execute<DeliveryReadings['attempts'][number]>(sql`
    select d.channel, a.outcome, count(*)::int as count from delivery_attempts a join deliveries d on d.id = a.delivery_id
    where a.started_at > ${since}::timestamptz group by d.channel, a.outcome order by d.channel, a.outcome`);
  const [held] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from channel_holds where held_until > clock_timestamp()`,
  );
  const switches = await db.execute<{
    channel: DeliveryChannel;
    is_paused: boolean;
    reason: string | null;
    changed_by: string | null;
    changed_at: string;
  }>(sql`select * from channel_switches order by channel`);
  return {
    unfinished: [...unfinished],
    attempts: [...attempts],
    heldReceivers: held?.count ?? 0,
    switches: switches.map((row) => ({
      channel: row.channel,
      isPaused: row.is_paused,
      reason: row.reason,
      changedBy: row.changed_by,
      changedAt: new Date(row.changed_at),
    })),
  };
}
