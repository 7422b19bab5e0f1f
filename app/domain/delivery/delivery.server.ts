import { tools } from '#app/db.server.ts';
import { env } from '#app/env.server.ts';
import { HOLD_AFTER_421_MS, receiverOf } from '../channel/channel.ts';
import { holdReceiver } from '../channel/hold.server.ts';
import type { ClaimRefusal, ClaimTools } from './claim.server.ts';
import type { AttemptOutcome, DeliveryState } from './delivery.ts';
import { claimDelivery, settleDelivery, whileClaimed } from './desk.server.ts';
import { composeLetterMail, type LetterMailDesk } from './letter-mail.server.ts';
import type { LetterPost, LetterPostOutcome } from './post.ts';
import type { Answer } from './settle.server.ts';

/**
 * What an attempt needs beside database and clock. `origin`: the site's, for the Message-ID; `mailFrom`: the platform's address
 * (default MAIL_FROM); `bounces`: where bounces go (default BOUNCE_DOMAIN); `random`: a source of numbers in [0, 1) for the jitter; `leaseMs` and `beatMs`: see `ATTEMPT_LEASE_MS`; `waits` and
 * `holdMs`: shorter back-offs and holds after 421, for tests.
 */
export interface DeliveryTools extends ClaimTools {
  post: LetterPost;
  origin: string;
  mailFrom: string;
  bounces: LetterMailDesk['bounces'];
  waits: readonly number[];
  holdMs: number;
  beatMs: number;
}

/** What came of an attempt: the state it left the delivery in (`settled`: somebody else moved it on meanwhile), or why none was made. */
export type AttemptResult =
  | { ok: true; state: DeliveryState | 'settled'; outcome: AttemptOutcome; number: number }
  | { ok: false; reason: ClaimRefusal };

/**
 * Attempts one mail delivery. The attempt is on record as `started` before the post is used; then accepted becomes `sent` and enqueues
 * the receipt, a temporary failure or no answer becomes `deferred` with a job for the next try, a permanent one or the last try `failed` with a
 * receipt that says so; 421 also holds the receiver for everybody. When a process dies in between, the next call finds the silent attempt, records it
 * as `unknown` and sends again under the same Message-ID. While the channel is paused or the receiver's budget is spent, none is made and none
 * counted. Safe to call twice: only one caller sends. Throws what the post throws, after recording the attempt as `unknown` and
 * enqueuing another. Never hand it a transaction.
 */
export async function attemptDelivery(
  deliveryId: number,
  given: Partial<DeliveryTools> & Pick<DeliveryTools, 'post' | 'origin'>,
): Promise<AttemptResult> {
  const { db, now } = tools(given);
  const claimed = await claimDelivery('email', deliveryId, { ...given, db, now });
  if (!claimed.ok) return claimed;
  const settle = (answer: Answer) =>
    settleDelivery(claimed, answer, {
      db,
      now,
      ...(given.random ? { random: given.random } : {}),
      ...(given.waits ? { waits: given.waits } : {}),
    });
  let mail: ReturnType<typeof composeLetterMail>;
  try {
    mail = composeLetterMail({ ...claimed, previewedBytes: claimed.bytes }, mailDesk(given));
  } catch (fault) {
    await settle({ outcome: 'temporary_failure', code: null, response: null });
    throw fault;
  }
  let result: LetterPostOutcome;
  try {
    result = await whileClaimed(claimed, () => given.post.send(mail), { ...given, db, now });
  } catch (fault) {
    await settle({ outcome: 'unknown', code: null, response: null });
    throw fault;
  }
  const { outcome, response } = result;
  if (outcome === 'temporary_failure' && result.shouldHold)
    await holdReceiver(
      {
        channel: 'email',
        receiver: receiverOf('email', claimed.to),
        waitMs: given.holdMs ?? HOLD_AFTER_421_MS,
        reason: '421',
      },
      { db, ...(given.budgetNow ? { now: given.budgetNow } : {}) },
    );
  const code = outcome === 'accepted' ? replyCode(response) : result.code;
  const state = await settle({ outcome, code, response });
  return { ok: true, state, outcome, number: claimed.number };
}

/** Who mails the letters: as given, else as configured. */
function mailDesk({
  origin,
  mailFrom,
  bounces,
}: Pick<DeliveryTools, 'origin'> & Partial<DeliveryTools>): LetterMailDesk {
  const configured = () => {
    const { bounceDomain, secret } = env();
    return bounceDomain ? { domain: bounceDomain, secret } : null;
  };
  return {
    origin,
    mailFrom: mailFrom ?? env().mailFrom,
    bounces: bounces !== undefined ? bounces : mailFrom === undefined ? configured() : null,
  };
}

/** The reply code that a server's answer begins with, or null. Source: RFC 5321 section 4.2. */
function replyCode(response: string): number | null {
  const match = /^([2-5]\d\d)\b/.exec(response);
  return match ? Number(match[1]) : null;
}
