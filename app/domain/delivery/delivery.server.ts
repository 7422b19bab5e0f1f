import { and, eq, inArray } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { env } from '#app/env.server.ts';
import { deliveries, deliveryAttempts } from '#db/schema/delivery.ts';
import { enqueueJob } from '../job/job.server.ts';
import { type Claimed, type ClaimRefusal, claimDelivery } from './claim.server.ts';
import {
  ATTEMPT_BEAT_MS,
  ATTEMPT_LEASE_MS,
  type AttemptOutcome,
  backOffMs,
  type DeliveryState,
  letterMessageId,
  MAX_RESPONSE_CHARS,
  senderLabel,
} from './delivery.ts';
import type { LetterPost, LetterPostOutcome } from './post.ts';

/**
 * What an attempt needs beside database and clock. `origin`: the site's, for the Message-ID; `mailFrom`: the platform's address
 * (default MAIL_FROM); `random`: a source of numbers in [0, 1) for the jitter; `leaseMs` and `beatMs`: see `ATTEMPT_LEASE_MS`.
 */
export interface DeliveryTools extends Tools {
  post: LetterPost;
  origin: string;
  mailFrom: string;
  random: () => number;
  leaseMs: number;
  beatMs: number;
}

/** What came of an attempt: the state it left the delivery in, or why none was made. */
export type AttemptResult =
  | { ok: true; state: DeliveryState; outcome: AttemptOutcome; number: number }
  | { ok: false; reason: ClaimRefusal };

/**
 * Attempts one mail delivery. The attempt is on record as `started` before the post is used; then accepted becomes `sent` and enqueues
 * the receipt, a temporary failure becomes `deferred` with a job for the next try, a permanent one or the last try `failed` with a
 * receipt that says so. When a process dies in between, the next call finds the silent attempt, records it as `unknown` and sends
 * again under the same Message-ID. A paused channel puts the delivery off without counting an attempt. Safe to call twice: only one
 * caller sends. Throws what the post throws, after recording the attempt as `unknown` and enqueuing another. Never hand it a
 * transaction: the record must be committed before the post is used.
 */
export async function attemptDelivery(
  deliveryId: number,
  given: Partial<DeliveryTools> & Pick<DeliveryTools, 'post' | 'origin'>,
): Promise<AttemptResult> {
  const { db, now } = tools(given);
  const { post, origin, leaseMs = ATTEMPT_LEASE_MS, beatMs = ATTEMPT_BEAT_MS, random = Math.random } = given;
  const claimed = await claimDelivery(deliveryId, leaseMs, { db, now });
  if (!claimed.ok) return claimed;
  const beat = setInterval(() => {
    void db
      .update(deliveries)
      .set({ changedAt: now() })
      .where(and(eq(deliveries.id, deliveryId), eq(deliveries.state, 'sending')))
      .catch(() => {});
  }, beatMs);
  let result: LetterPostOutcome;
  try {
    result = await post.send({
      kind: 'letter',
      messageId: letterMessageId(claimed.publicId, origin),
      from: { name: senderLabel(claimed.senderName, claimed.locale), address: given.mailFrom ?? env().mailFrom },
      to: { name: claimed.addresseeName, address: claimed.to },
      ...(claimed.replyTo ? { replyTo: { name: claimed.senderName, address: claimed.replyTo } } : {}),
      subject: claimed.subject,
      text: claimed.body,
    });
  } catch (fault) {
    await settle(claimed, { outcome: 'unknown', code: null, response: null }, { db, now, random });
    throw fault;
  } finally {
    clearInterval(beat);
  }
  const code = result.outcome === 'accepted' ? replyCode(result.response) : result.code;
  const state = await settle(
    claimed,
    { outcome: result.outcome, code, response: result.response },
    { db, now, random },
  );
  return { ok: true, state, outcome: result.outcome, number: claimed.number };
}

/** The reply code that a server's answer begins with, or null. Source: RFC 5321 section 4.2. */
function replyCode(response: string): number | null {
  const match = /^([2-5]\d\d)\b/.exec(response);
  return match ? Number(match[1]) : null;
}

interface Answer {
  outcome: Exclude<AttemptOutcome, 'started'>;
  code: number | null;
  response: string | null;
}

/** Writes the answer down and moves the delivery on, in one transaction with whatever job follows. */
async function settle(
  { deliveryId, letterId, number }: Claimed,
  { outcome, code, response }: Answer,
  { db, now, random }: Pick<DeliveryTools, 'db' | 'now' | 'random'>,
): Promise<DeliveryState> {
  const at = now();
  const kept = response === null ? null : response.slice(0, MAX_RESPONSE_CHARS);
  const waitMs = outcome === 'temporary_failure' || outcome === 'unknown' ? backOffMs(number, random()) : null;
  const state = outcome === 'accepted' ? 'sent' : waitMs === null ? 'failed' : 'deferred';
  return db.transaction(async (tx) => {
    await tx
      .update(deliveryAttempts)
      .set({ outcome, finishedAt: at, responseCode: code, response: kept })
      .where(
        and(
          eq(deliveryAttempts.deliveryId, deliveryId),
          eq(deliveryAttempts.number, number),
          inArray(deliveryAttempts.outcome, ['started', 'unknown']),
        ),
      );
    const moved = await tx
      .update(deliveries)
      .set({
        state,
        changedAt: at,
        receipt: kept,
        sentAt: state === 'sent' ? at : null,
        nextAttemptAt: waitMs === null ? null : new Date(at.getTime() + waitMs),
      })
      .where(and(eq(deliveries.id, deliveryId), eq(deliveries.state, 'sending'), eq(deliveries.attempts, number)))
      .returning({ id: deliveries.id });
    if (moved.length > 0 && waitMs !== null)
      await enqueueJob(tx, { name: 'letter.deliver', data: { deliveryId }, startAfterMs: waitMs });
    if (moved.length > 0 && waitMs === null)
      await enqueueJob(tx, { name: 'mail.receipt', data: { letterId }, key: `letter:${letterId}` });
    return state;
  });
}
