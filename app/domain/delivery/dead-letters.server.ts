import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { receiverOf } from '../channel/channel.ts';
import { type Doer, noteDeed } from '../channel/deed.server.ts';
import { type AttemptOutcome, DELIVER_JOBS, type DeliveryState, type SentChannel } from './delivery.ts';

/** Which dead letters: all, those of a channel, of a receiver (mail domain or docket system), or those of these ids. */
export interface DeadLetterFilter {
  channel?: SentChannel;
  receiver?: string;
  ids?: readonly number[];
}

/**
 * A delivery that failed or came back, as an operator sees it: no name, no address, no text. `answer`: the last server's; `retries`: how often an
 * operator sent it round again; `canRetry` false: its contact is not verified any more, or the letter was taken back.
 */
export interface DeadLetter {
  deliveryId: number;
  publicId: string;
  channel: SentChannel;
  receiver: string;
  state: DeliveryState;
  attempts: number;
  retries: number;
  outcome: AttemptOutcome | null;
  code: number | null;
  answer: string | null;
  changedAt: Date;
  canRetry: boolean;
}

/** Longest list of dead letters, and most that one statement sends round again. Own choice. */
const MAX_LISTED = 1_000;

const isDead = ({ channel, receiver, ids }: DeadLetterFilter) => sql`
  d.channel in ('email', 'docket') and d.state in ('failed', 'bounced')
  and (${channel ?? null}::text is null or d.channel = ${channel ?? null})
  and (${ids ? JSON.stringify(ids) : null}::text is null or d.id in (
    select value::bigint from jsonb_array_elements_text(coalesce(${ids ? JSON.stringify(ids) : null}, '[]')::text::jsonb)))
  and (${receiver ?? null}::text is null
    or case d.channel when 'docket' then 'ecfs' else lower(substring(c.value from '[^@]*$')) end = ${receiver ?? null})`;

const isSendable = sql`c.state = 'verified' and l.withdrawn_at is null and l.erased_at is null and l.previewed_bytes is not null`;

/** The dead letters, oldest first, at most 1,000; `after`: the id of the last one seen. */
export async function listDeadLetters(
  filter: DeadLetterFilter & { after?: number } = {},
  given: Partial<Tools> = {},
): Promise<DeadLetter[]> {
  const { db } = tools(given);
  const rows = await db.execute<{
    id: number;
    public_id: string;
    channel: SentChannel;
    value: string;
    state: DeliveryState;
    attempts: number;
    retries: number;
    outcome: AttemptOutcome | null;
    code: number | null;
    answer: string | null;
    changed_at: string;
    can_retry: boolean;
  }>(sql`
    select d.id::float8 as id, d.public_id, d.channel, c.value, d.state, d.attempts, d.changed_at, ${isSendable} as can_retry,
      (select count(*)::int from delivery_retries r where r.delivery_id = d.id) as retries, a.outcome, a.response_code as code, a.response as answer
    from deliveries d join contacts c on c.id = d.contact_id join letters l on l.id = d.letter_id
      left join delivery_attempts a on a.delivery_id = d.id and a.number = d.attempts
    where ${isDead(filter)} and d.id > ${filter.after ?? 0}
    order by d.id limit ${MAX_LISTED}`);
  return rows.map(({ id, public_id, value, changed_at, can_retry, ...row }) => ({
    ...row,
    deliveryId: id,
    publicId: public_id,
    receiver: receiverOf(row.channel, value),
    changedAt: new Date(changed_at),
    canRetry: can_retry,
  }));
}

/**
 * Sends dead letters round again: each goes back to `queued` with a job, keeps its Message-ID and its attempts, begins its waits anew, and it is on
 * record who asked. A filing whose last attempt was never answered goes back to being looked for, so that none is posted twice. What may not be sent any
 * more stays where it is and is counted as `left`. Retrying twice at once retries once.
 */
export async function retryDeliveries(
  { by, actor, organizationId, reason, ...filter }: DeadLetterFilter & Doer & { reason?: string },
  given: Partial<Tools> = {},
): Promise<{ retried: number; left: number }> {
  const { db, now } = tools(given);
  const at = now().toISOString();
  let retried = 0;
  for (;;) {
    const rows = await db.execute<{ stored: boolean }>(sql`
      with dead as materialized (
        select d.id, d.channel, d.state, d.attempts, d.channel = 'docket' and exists (
            select from delivery_attempts a where a.delivery_id = d.id and a.number = d.attempts and a.outcome = 'unknown') as is_unanswered
        from deliveries d join contacts c on c.id = d.contact_id join letters l on l.id = d.letter_id
        where ${isDead(filter)} and ${isSendable} and d.changed_at <= ${at}::timestamptz
        order by d.id limit ${MAX_LISTED} for update of d
      ), moved as (
        update deliveries d set state = case when dead.is_unanswered then 'unknown' else 'queued' end, changed_at = ${at}::timestamptz, next_attempt_at = ${at}::timestamptz
        from dead where dead.id = d.id and d.state = dead.state returning d.id
      ), noted as (
        insert into delivery_retries (delivery_id, from_state, attempts_before, asked_by, reason, asked_at)
        select dead.id, dead.state, dead.attempts - dead.is_unanswered::int, ${by}, ${reason ?? null}, ${at}::timestamptz from dead join moved using (id)
      )
      select enqueue_job(gen_random_uuid(), case dead.channel when 'docket' then ${DELIVER_JOBS.docket} else ${DELIVER_JOBS.email} end,
        jsonb_build_object('deliveryId', dead.id), 0) as stored
      from dead join moved using (id)`);
    retried += rows.length;
    if (rows.length < MAX_LISTED) break;
  }
  const [left] = await db.execute<{ left: number }>(sql`
    select count(*)::int as left from deliveries d join contacts c on c.id = d.contact_id join letters l on l.id = d.letter_id where ${isDead(filter)}`);
  const { ids, channel, receiver } = filter;
  if (retried > 0)
    await noteDeed(db, {
      by,
      ...(actor === undefined ? {} : { actor }),
      ...(organizationId === undefined ? {} : { organizationId }),
      action: 'delivery.retry',
      subject: ids ? `${ids.length} of these ids` : [channel ?? 'all', receiver].filter(Boolean).join(':'),
      at: now(),
      facts: { retried, reason: reason ?? null },
    });
  return { retried, left: left?.left ?? 0 };
}
