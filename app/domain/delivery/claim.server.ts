import { and, eq } from 'drizzle-orm';
import type { Tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { channelSwitches, deliveries, deliveryAttempts } from '#db/schema/delivery.ts';
import { contacts, isps } from '#db/schema/isp.ts';
import { letters } from '#db/schema/letter.ts';
import { people } from '#db/schema/person.ts';
import { regulators } from '#db/schema/regulator.ts';
import { enqueueJob } from '../job/job.server.ts';
import { officeName } from '../target/target.ts';
import { type DeliveryState, MAX_ATTEMPTS, PAUSE_RECHECK_MS } from './delivery.ts';

/**
 * Why no attempt is made now. `settled`: it has left, failed or been cancelled; `not_due` and `in_progress`: a job comes back for it;
 * `paused`: the channel is held; `withdrawn`: the address may no longer be written to, the delivery is cancelled; `exhausted`: the
 * last attempt never answered.
 */
export type ClaimRefusal = 'unknown' | 'settled' | 'not_due' | 'in_progress' | 'paused' | 'withdrawn' | 'exhausted';

/** A delivery that this caller alone may send now, with what it takes to compose the mail. `number`: of the attempt, from 1. */
export interface Claimed {
  ok: true;
  deliveryId: number;
  publicId: string;
  letterId: number;
  number: number;
  to: string;
  addresseeName: string;
  senderName: string;
  replyTo: string | null;
  locale: 'en' | 'es';
  subject: string;
  body: string;
}

/** A jobless wait this close to its end counts as over: the queue's clock and ours may differ, in milliseconds. */
const CLOCK_SLACK_MS = 1_000;

/**
 * Takes a delivery for one attempt: state `sending` and an attempt `started`, committed together. Refuses whatever is not waiting to be
 * sent; see `ClaimRefusal`. Of two callers at once one claims and the other is told `in_progress`.
 */
export function claimDelivery(
  deliveryId: number,
  leaseMs: number,
  { db, now }: Tools,
): Promise<Claimed | { ok: false; reason: ClaimRefusal }> {
  return db.transaction(async (tx): Promise<Claimed | { ok: false; reason: ClaimRefusal }> => {
    const at = now();
    const [delivery] = await tx.select().from(deliveries).where(eq(deliveries.id, deliveryId)).for('update');
    if (!delivery) return { ok: false, reason: 'unknown' };
    let { state } = delivery;
    if (delivery.channel !== 'email' || !['queued', 'deferred', 'sending'].includes(state))
      return { ok: false, reason: 'settled' };
    const laterBy = async (ms: number, reason: ClaimRefusal) => {
      await enqueueJob(tx, { name: 'letter.deliver', data: { deliveryId }, startAfterMs: ms });
      return { ok: false as const, reason };
    };
    const moveTo = (to: DeliveryState, nextAttemptAt: Date | null) =>
      tx.update(deliveries).set({ state: to, changedAt: at, nextAttemptAt }).where(eq(deliveries.id, deliveryId));
    if (state === 'sending') {
      const leftMs = delivery.changedAt.getTime() + leaseMs - at.getTime();
      if (leftMs > 0) return laterBy(leftMs, 'in_progress');
      await forgetSilentAttempt(tx, deliveryId, at);
      if (delivery.attempts >= MAX_ATTEMPTS) {
        await moveTo('failed', null);
        await enqueueJob(tx, {
          name: 'mail.receipt',
          data: { letterId: delivery.letterId },
          key: `letter:${delivery.letterId}`,
        });
        return { ok: false, reason: 'exhausted' };
      }
      await moveTo('deferred', at);
      state = 'deferred';
    } else if (state === 'deferred' && delivery.nextAttemptAt) {
      const leftMs = delivery.nextAttemptAt.getTime() - at.getTime();
      if (leftMs > CLOCK_SLACK_MS) return laterBy(leftMs, 'not_due');
    }
    const [pause] = await tx.select().from(channelSwitches).where(eq(channelSwitches.channel, delivery.channel));
    if (pause?.isPaused) {
      await moveTo('deferred', new Date(at.getTime() + PAUSE_RECHECK_MS));
      return laterBy(PAUSE_RECHECK_MS, 'paused');
    }
    const mail = await readMail(tx, deliveryId);
    if (mail.contactState !== 'verified') {
      await moveTo('cancelled', null);
      return { ok: false, reason: 'withdrawn' };
    }
    const number = delivery.attempts + 1;
    await tx
      .update(deliveries)
      .set({ state: 'sending', attempts: number, changedAt: at, nextAttemptAt: null })
      .where(eq(deliveries.id, deliveryId));
    await tx.insert(deliveryAttempts).values({ deliveryId, number, startedAt: at, outcome: 'started' });
    const { contactState: _, ...composed } = mail;
    return { ok: true, deliveryId, publicId: delivery.publicId, letterId: delivery.letterId, number, ...composed };
  });
}

/** The attempt whose process ended before an answer was written down: nobody knows whether the server took the letter. */
function forgetSilentAttempt(tx: Db, deliveryId: number, at: Date) {
  return tx
    .update(deliveryAttempts)
    .set({ outcome: 'unknown', finishedAt: at })
    .where(and(eq(deliveryAttempts.deliveryId, deliveryId), eq(deliveryAttempts.outcome, 'started')));
}

async function readMail(tx: Db, deliveryId: number) {
  const [row] = await tx
    .select({
      to: contacts.value,
      contactState: contacts.state,
      ispName: isps.name,
      office: regulators.name,
      officeKind: regulators.kind,
      stateName: regulators.stateName,
      senderName: letters.senderName,
      replyTo: people.address,
      locale: letters.locale,
      subject: letters.subject,
      body: letters.body,
    })
    .from(deliveries)
    .innerJoin(letters, eq(letters.id, deliveries.letterId))
    .innerJoin(contacts, eq(contacts.id, deliveries.contactId))
    .innerJoin(people, eq(people.id, letters.personId))
    .leftJoin(isps, eq(isps.id, letters.ispId))
    .leftJoin(regulators, eq(regulators.id, letters.regulatorId))
    .where(eq(deliveries.id, deliveryId));
  if (!row) throw new Error(`delivery ${deliveryId} has no letter, contact or person`);
  const { ispName, office, officeKind, stateName, ...mail } = row;
  return { ...mail, addresseeName: ispName ?? officeName(office ?? '', officeKind === 'federal' ? null : stateName) };
}
