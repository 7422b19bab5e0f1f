import { sql } from 'drizzle-orm';
import { tools } from '#app/db.server.ts';
import type { BudgetTools } from '../channel/budget.server.ts';
import { LONGEST_WINDOW_MS, roomIn } from '../channel/budget.ts';
import type { DeliveryChannel, DeliveryState } from './delivery.ts';
import { type Estimate, estimate } from './estimate.ts';

/** Most deliveries ahead that are counted; who has more before them is told a time that is too short. Own choice. */
const MAX_COUNTED = 20_000;

type FactsRow = {
  channel: DeliveryChannel;
  state: DeliveryState;
  attempts: number;
  next_in_ms: number | null;
  is_paused: boolean;
  per_minute: number | null;
  per_hour: number | null;
  held_for_ms: number | null;
  line_ms: number | null;
  at: number;
  spends: [number, number][] | null;
  queued_ahead: number;
};

/**
 * When the delivery with this public id is expected to leave, for its writer; null when there is none. One query; what it counts is bounded. `now` is for tests;
 * the clock is the database's.
 */
export async function estimateFor(
  { deliveryPublicId }: { deliveryPublicId: string },
  given: Partial<BudgetTools> = {},
): Promise<Estimate | null> {
  const { db } = tools(given);
  const at = given.now ? sql`${given.now().toISOString()}::timestamptz` : sql`clock_timestamp()`;
  const [row] = await db.execute<FactsRow>(sql`
    with clock as materialized (select ${at} as at), this as (
      select d.*, case d.channel when 'docket' then 'ecfs' else lower(substring(c.value from '[^@]*$')) end as receiver
      from deliveries d join contacts c on c.id = d.contact_id where d.public_id = ${deliveryPublicId}::uuid
    )
    select d.channel, d.state, d.attempts, (extract(epoch from d.next_attempt_at - clock.at) * 1000)::float8 as next_in_ms,
      coalesce(s.is_paused, false) as is_paused,
      coalesce(own.per_minute, case when own.receiver is null then other.per_minute end) as per_minute,
      coalesce(own.per_hour, case when own.receiver is null then other.per_hour end) as per_hour,
      (extract(epoch from hold.held_until - clock.at) * 1000)::float8 as held_for_ms,
      (case when line.free_at > clock.at then extract(epoch from line.free_at - clock.at) * 1000 end)::float8 as line_ms,
      (extract(epoch from clock.at) * 1000)::float8 as at,
      (select jsonb_agg(jsonb_build_array(extract(epoch from p.began_at) * 1000, p.spent)) from channel_spends p
        where p.channel = d.channel and p.receiver = d.receiver
          and p.began_at > clock.at - ${LONGEST_WINDOW_MS}::float8 * interval '1 millisecond') as spends,
      case when d.state <> 'queued' then 0 else (select count(*)::int from (
        select 1 from deliveries a join contacts c on c.id = a.contact_id
        where a.state = 'queued' and a.channel = d.channel and a.id < d.id
          and (d.channel = 'docket' or lower(substring(c.value from '[^@]*$')) = d.receiver)
        limit ${MAX_COUNTED}) ahead) end as queued_ahead
    from this d cross join clock
      left join channel_switches s on s.channel = d.channel
      left join channel_budgets own on own.channel = d.channel and own.receiver = d.receiver
      left join channel_budgets other on other.channel = d.channel and other.receiver = '*'
      left join channel_holds hold on hold.channel = d.channel and hold.receiver = d.receiver
      left join channel_lines line on line.channel = d.channel and line.receiver = d.receiver`);
  if (!row) return null;
  const limits = { perMinute: row.per_minute, perHour: row.per_hour };
  const spends = (row.spends ?? []).map(([beganAtMs, spent]) => ({ beganAtMs, spent }));
  const { room, waitMs } = roomIn(limits, spends, row.at);
  return estimate({
    channel: row.channel,
    state: row.state,
    attempts: row.attempts,
    isPaused: row.is_paused,
    nextInMs: Math.max(0, row.next_in_ms ?? 0),
    queuedAhead: row.queued_ahead,
    limits,
    roomNow: room,
    roomInMs: waitMs,
    heldForMs: Math.max(0, row.held_for_ms ?? 0),
    lineMs: Math.max(0, row.line_ms ?? 0),
  });
}
