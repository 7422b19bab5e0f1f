import { and, eq, isNull, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { deliveries } from '#db/schema/delivery.ts';
import { letters } from '#db/schema/letter.ts';
import { canChange, DELIVERY_CHANNELS, DELIVERY_STATES } from '../delivery/delivery.ts';
import { enqueueJob } from '../job/job.server.ts';
import type { LetterOwner } from './letter.ts';

/** What withdrawing came to. `cancelled`: deliveries that had not left and never will; `left`: those that had, or are under way. */
export type WithdrawResult =
  | { ok: true; isNew: boolean; cancelled: number; left: number }
  | { ok: false; reason: 'unknown' | 'not_sent' };

/** Every channel and state from which a delivery may be cancelled, for a condition of SQL. */
const cancellable = DELIVERY_CHANNELS.flatMap((channel) =>
  DELIVERY_STATES.filter((state) => canChange(channel, state, 'cancelled')).map((state) => `${channel}:${state}`),
);

/**
 * Withdraws a sent letter of its writer: notes when, and cancels in the same transaction every delivery that has not left. What has left stays
 * with its addressee. Doing it twice is success. Refuses a letter that is not this person's, and one that was never sent.
 */
export async function withdrawLetter(
  { publicId, personId }: LetterOwner,
  given: Partial<Tools> = {},
): Promise<WithdrawResult> {
  const { db, now } = tools(given);
  return db.transaction(async (tx): Promise<WithdrawResult> => {
    const own = and(eq(letters.publicId, publicId), eq(letters.personId, personId));
    const [letter] = await tx.select({ id: letters.id, status: letters.status }).from(letters).where(own).for('update');
    if (!letter) return { ok: false, reason: 'unknown' };
    if (letter.status !== 'sent') return { ok: false, reason: 'not_sent' };
    const noted = await tx
      .update(letters)
      .set({ withdrawnAt: now() })
      .where(and(eq(letters.id, letter.id), isNull(letters.withdrawnAt)))
      .returning({ id: letters.id });
    // Takes the letter out of the comparison with others.
    if (noted.length > 0) await enqueueJob(tx, { name: 'letter.print', data: { letterId: letter.id } });
    const ofLetter = eq(deliveries.letterId, letter.id);
    const cancelled = await tx
      .update(deliveries)
      .set({ state: 'cancelled', changedAt: now(), nextAttemptAt: null })
      .where(and(ofLetter, sql`${deliveries.channel} || ':' || ${deliveries.state} = any(${sql.param(cancellable)})`))
      .returning({ id: deliveries.id });
    const [left] = await tx
      .select({ count: sql<number>`count(*)::int` })
      .from(deliveries)
      .where(and(ofLetter, sql`${deliveries.state} not in ('cancelled', 'failed')`));
    return { ok: true, isNew: noted.length > 0, cancelled: cancelled.length, left: left?.count ?? 0 };
  });
}
