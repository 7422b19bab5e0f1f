import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { DELIVER_JOBS } from './delivery.ts';

/** How long after its time a delivery may wait before somebody asks whether it has a job, in milliseconds: five minutes. Own choice. */
export const STRANDED_AFTER_MS = 5 * 60_000;

const MAX_AT_ONCE = 5_000;

/**
 * Gives a job to every delivery whose time is long past and that has none: what waited in a channel whose switch was turned by hand in the table, and
 * what lost its job to the grave of the queue. A paused channel is left alone. At most 5,000 at once. Answers how many.
 */
export async function wakeStranded(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const before = new Date(now().getTime() - STRANDED_AFTER_MS).toISOString();
  const rows = await db.execute(sql`
    with late as materialized (
      select d.id, case d.channel when 'docket' then ${DELIVER_JOBS.docket} else ${DELIVER_JOBS.email} end as job from deliveries d
      where d.channel in ('email', 'docket')
        and (d.state in ('queued', 'deferred', 'unknown') and coalesce(d.next_attempt_at, d.created_at) < ${before}::timestamptz
          or d.state = 'sending' and d.changed_at < ${before}::timestamptz)
        and not exists (select from channel_switches s where s.channel = d.channel and s.is_paused)
      limit ${MAX_AT_ONCE}
    )
    select enqueue_job(gen_random_uuid(), late.job, jsonb_build_object('deliveryId', late.id), 0) as stored from late
    where not exists (
      select from pgboss.job j where j.name = late.job and j.state in ('created', 'retry', 'active') and (j.data ->> 'deliveryId')::bigint = late.id)`);
  return rows.length;
}
