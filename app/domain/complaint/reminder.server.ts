import { and, eq, isNull } from 'drizzle-orm';
import { complaints, deliveries } from '#db/schema/delivery.ts';
import { isps } from '#db/schema/isp.ts';
import { letters } from '#db/schema/letter.ts';
import { people } from '#db/schema/person.ts';
import { type ConfirmationTools, confirmationTools } from '../confirmation/challenge.server.ts';
import { mailWindowMs } from '../confirmation/confirmation.ts';
import { type ConfirmationMailTools, sendOrThrow, takeMailOfDay } from '../confirmation/mail.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import { reminderAt } from './complaint.ts';
import { complaintToken } from './outcome.server.ts';

/** What became of a reminder. `not_due` and `limit` (five mails to the address in a day): a job comes back for it. `needless`: the person has answered, withdrawn or is erased. */
export type ReminderOutcome = 'mailed' | 'already_mailed' | 'not_due' | 'limit' | 'needless' | 'refused' | 'unknown';

/** A reminder this close to its time counts as due: the queue's clock and ours may differ, in milliseconds. */
const CLOCK_SLACK_MS = 60_000;

/**
 * Asks a person once, 30 days and some grace after they filed a complaint, whether the provider answered. A retry is the same message; a temporary failure is
 * thrown, so that the job runs again; a permanent one is not tried again. Never more than five mails a day to one address.
 */
export async function mailComplaintReminder(
  deliveryId: number,
  given: Partial<ConfirmationTools> &
    Pick<ConfirmationMailTools<'complaint-reminder'>, 'post' | 'renderMail' | 'origin'>,
): Promise<{ outcome: ReminderOutcome }> {
  const { db, now, secret } = confirmationTools(given);
  const { post, renderMail, origin } = given;
  const [row] = await db
    .select({
      complaint: complaints,
      publicId: deliveries.publicId,
      ticket: deliveries.externalId,
      letter: letters,
      person: people,
      ispName: isps.name,
    })
    .from(complaints)
    .innerJoin(deliveries, eq(deliveries.id, complaints.deliveryId))
    .innerJoin(letters, eq(letters.id, deliveries.letterId))
    .innerJoin(people, eq(people.id, letters.personId))
    .leftJoin(isps, eq(isps.id, complaints.ispId))
    .where(eq(complaints.deliveryId, deliveryId));
  if (!row) return { outcome: 'unknown' };
  const { complaint, publicId, ticket, letter, person, ispName } = row;
  if (complaint.reminderMailedAt) return { outcome: 'already_mailed' };
  const { address, canonicalAddress } = person;
  if (complaint.outcome || letter.withdrawnAt || letter.erasedAt || !address || !canonicalAddress)
    return { outcome: 'needless' };
  const again = async (outcome: 'not_due' | 'limit', startAfterMs: number) => {
    await enqueueJob(db, { name: 'complaint.remind', data: { deliveryId }, startAfterMs });
    return { outcome };
  };
  const earlyMs = reminderAt(complaint.answerDueAt).getTime() - now().getTime();
  if (earlyMs > CLOCK_SLACK_MS) return again('not_due', earlyMs);
  if (!complaint.reminderReservedAt) {
    const isTaken = await takeMailOfDay(db, canonicalAddress, now(), (tx) =>
      tx.update(complaints).set({ reminderReservedAt: now() }).where(eq(complaints.deliveryId, deliveryId)),
    );
    if (!isTaken) return again('limit', mailWindowMs);
  }
  const prefix = `${origin}${letter.locale === 'es' ? '/es' : ''}`;
  const rendered = await renderMail('complaint-reminder', letter.locale, {
    name: letter.senderName,
    ispName: ispName ?? '',
    filedOn: complaint.filedAt,
    ticket: ticket ?? '',
    answerUrl: `${prefix}/complaints/${publicId}/${complaintToken(publicId, secret)}`,
  });
  const messageId = `<complaint.${publicId}@${new URL(origin).hostname}>`;
  const mail = { ...rendered, kind: 'complaint-reminder', messageId, to: { address } };
  const { outcome } = await sendOrThrow(post, mail, `the reminder of delivery ${deliveryId}`);
  await db
    .update(complaints)
    .set({ reminderMailedAt: now() })
    .where(and(eq(complaints.deliveryId, deliveryId), isNull(complaints.reminderMailedAt)));
  return { outcome: outcome === 'accepted' ? 'mailed' : 'refused' };
}
