import { sql } from 'drizzle-orm';
import type { Tools } from '#app/db.server.ts';
import { jobId } from '../job/job.server.ts';
import type { Claimed } from './claimed.server.ts';
import {
  type AttemptOutcome,
  attemptsInSeries,
  backOffMs,
  DELIVER_JOBS,
  type DeliveryState,
  MAX_RESPONSE_CHARS,
  reconcileWaitMs,
} from './delivery.ts';

/**
 * What came of one attempt, or of one look for a filing: `accepted`; `temporary_failure`: not there, may be tried again; `permanent_failure`: refused
 * for good; `unknown`: nobody can say. `code` and `response`: the server's. `waitMs`: at least so long until the next attempt. `externalId` and
 * `externalAt`: the addressee's own number and time.
 */
export interface Answer {
  outcome: Exclude<AttemptOutcome, 'started'>;
  code: number | null;
  response: string | null;
  waitMs?: number;
  externalId?: string;
  externalAt?: Date;
}

/** Clock and chance of settling. `random`: a source of numbers in [0, 1) for the jitter; `waits`: other back-offs than `BACK_OFF_MS`, for tests. */
export interface SettleTools extends Tools {
  random: () => number;
  waits?: readonly number[];
}

/**
 * Writes the answers to claims down in one statement, each with its move and the job that follows; the answers in their order. What that means stands at
 * `settleDelivery` of `desk.server.ts`.
 */
export async function settleDeliveries(
  settled: readonly { claimed: Claimed; answer: Answer }[],
  { db, now, random, waits }: SettleTools,
): Promise<(DeliveryState | 'settled')[]> {
  const at = now();
  const verdicts = settled.map(({ claimed, answer }) => {
    const { state, waitMs } = verdictOf(claimed, answer, at, random, waits);
    const isOver = waitMs === null;
    return {
      id: claimed.deliveryId,
      number: claimed.number,
      from_state: claimed.purpose === 'reconcile' ? 'unknown' : 'sending',
      outcome: answer.outcome,
      code: answer.code,
      response: answer.response?.slice(0, MAX_RESPONSE_CHARS) ?? null,
      state,
      next_at: waitMs === null ? null : new Date(at.getTime() + waitMs).toISOString(),
      external_id: answer.externalId ?? null,
      external_at: state === 'filed' ? (answer.externalAt ?? at).toISOString() : null,
      job: isOver ? 'mail.receipt' : DELIVER_JOBS[claimed.channel],
      job_id: isOver ? jobId('mail.receipt', receiptKey(claimed, state)) : null,
      data: isOver ? { letterId: claimed.letterId } : { deliveryId: claimed.deliveryId },
      wait_ms: waitMs ?? 0,
    };
  });
  const moved = await db.execute<{ id: number; state: DeliveryState }>(sql`
    with verdict as (
      select * from jsonb_to_recordset(${JSON.stringify(verdicts)}::text::jsonb) as v (id bigint, number smallint, from_state text, outcome text, code smallint,
        response text, state text, next_at timestamptz, external_id text, external_at timestamptz, job text, job_id uuid, data jsonb, wait_ms float8)
    ), attempt as (
      update delivery_attempts a set outcome = v.outcome, finished_at = ${at.toISOString()}::timestamptz, response_code = v.code, response = v.response
      from verdict v where a.delivery_id = v.id and a.number = v.number and a.outcome in ('started', 'unknown')
        and (v.from_state = 'sending' or v.outcome <> 'unknown')
    ), moved as (
      update deliveries d set state = v.state, receipt = coalesce(v.response, d.receipt), next_attempt_at = v.next_at,
        changed_at = case when d.state = v.state then d.changed_at else ${at.toISOString()}::timestamptz end,
        sent_at = case when v.state in ('sent', 'filed') then ${at.toISOString()}::timestamptz else d.sent_at end,
        external_id = coalesce(v.external_id, d.external_id), external_at = coalesce(v.external_at, d.external_at)
      from verdict v where d.id = v.id and d.attempts = v.number
        -- A filing whose answer comes after it was given up for silent needs no search.
        and (d.state = v.from_state or d.state = 'unknown' and v.outcome in ('accepted', 'permanent_failure'))
      returning d.id, d.state, v.job, v.job_id, v.data, v.wait_ms
    )
    select id::float8 as id, state, enqueue_job(coalesce(job_id, gen_random_uuid()), job, data, wait_ms) as stored from moved`);
  return settled.map(({ claimed }) => moved.find(({ id }) => id === claimed.deliveryId)?.state ?? 'settled');
}

/** The receipt of a letter to a docket was mailed when it was sent; what the docket did is told by one more mail. */
const receiptKey = ({ channel, letterId }: Claimed, state: DeliveryState) =>
  channel === 'docket' ? `letter:${letterId}:${state}` : `letter:${letterId}`;

/** Where an answer takes a delivery, and after how many milliseconds somebody looks again; null: it is over. */
function verdictOf(
  { channel, purpose, number, attemptsBefore, unknownSince }: Claimed,
  { outcome, waitMs = 0 }: Answer,
  at: Date,
  random: () => number,
  waits?: readonly number[],
): { state: DeliveryState; waitMs: number | null } {
  if (outcome === 'accepted') return { state: channel === 'docket' ? 'filed' : 'sent', waitMs: null };
  if (outcome === 'permanent_failure') return { state: 'failed', waitMs: null };
  if (outcome === 'unknown' && channel === 'docket') {
    const sinceMs = purpose === 'reconcile' && unknownSince ? at.getTime() - unknownSince.getTime() : 0;
    const again = reconcileWaitMs(sinceMs, random());
    return again === null ? { state: 'failed', waitMs: null } : { state: 'unknown', waitMs: Math.max(again, waitMs) };
  }
  const again = backOffMs(attemptsInSeries(number, attemptsBefore), random(), waits);
  return again === null ? { state: 'failed', waitMs: null } : { state: 'deferred', waitMs: Math.max(again, waitMs) };
}
