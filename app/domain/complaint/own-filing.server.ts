import { and, eq, inArray, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { complaints, deliveries } from '#db/schema/delivery.ts';
import { filingLetters } from '#db/schema/filing.ts';
import { contacts, isps } from '#db/schema/isp.ts';
import { letters } from '#db/schema/letter.ts';
import { enqueueJob } from '../job/job.server.ts';
import type { LetterOwner } from '../letter/letter.ts';
import { answerDueAt, type ComplaintClock, dayFault, type Filed, type FiledFault, reminderAt } from './complaint.ts';

/** A form that a person fills in themselves, or a docket that they file in. `isLink`: an address that may be linked to; `readOn`: `YYYY-MM-DD`. */
export interface FormPlace {
  label: string;
  value: string;
  source: string | null;
  readOn: string;
  isDemonstration: boolean;
  isLink: boolean;
}

/**
 * What a person may file themselves. `filed`: what they noted (`isOwn`), or what the docket system answered to us; `isInSet`: an organizer's filing set has
 * it; `canTakeBack`: the note can be undone.
 */
export interface OwnFiling {
  channel: 'web_form' | 'docket';
  state: (typeof deliveries.$inferSelect)['state'];
  place: FormPlace | null;
  filed: { number: string | null; at: Date; isOwn: boolean } | null;
  complaint: ComplaintClock | null;
  isInSet: boolean;
  canTakeBack: boolean;
}

/** Why a filing is not noted or taken back. `not_open`: it is not the person's to file now; `in_set`: an organizer is handing it in; `too_late`: see `takeBackFiled`. */
export type FiledRefusal = 'unknown' | 'not_open' | 'in_set' | 'too_late' | FiledFault;

/** What noting came to. */
export type FiledResult = { ok: true } | { ok: false; reason: FiledRefusal };

/** The web form or docket of a sent letter of this person, or null. */
export async function findOwnFiling(owner: LetterOwner, given: Partial<Tools> = {}): Promise<OwnFiling | null> {
  const { db } = tools(given);
  const row = await readOwn(db, owner);
  if (!row) return null;
  const { delivery, contact, complaint, ispName, isInSet } = row;
  const isPublished = contact.confidence !== 'memory';
  return {
    channel: delivery.channel === 'docket' ? 'docket' : 'web_form',
    state: delivery.state,
    place: isPublished
      ? {
          label: contact.label,
          value: contact.value,
          source: contact.source,
          readOn: contact.readOn,
          isDemonstration: contact.isDemonstration,
          isLink: !contact.isDemonstration && /^https:\/\//.test(contact.value),
        }
      : null,
    filed: delivery.externalAt && {
      number: delivery.externalId,
      at: delivery.externalAt,
      isOwn: delivery.attempts === 0 && !isInSet,
    },
    complaint: complaint && {
      ispName,
      filedAt: complaint.filedAt,
      answerDueAt: complaint.answerDueAt,
      outcome: complaint.outcome,
      outcomeAt: complaint.outcomeAt,
    },
    isInSet,
    canTakeBack: delivery.state === 'filed' && delivery.channel === 'web_form' && isFree(complaint),
  };
}

const isFree = (complaint: typeof complaints.$inferSelect | null) =>
  !complaint || (complaint.outcome === null && complaint.reminderReservedAt === null);

async function readOwn(db: Db, { publicId, personId }: LetterOwner) {
  const [row] = await db
    .select({
      delivery: deliveries,
      letter: { id: letters.id, kind: letters.addresseeKind, sentAt: letters.sentAt, ispId: letters.senderIspId },
      contact: contacts,
      complaint: complaints,
      ispName: isps.name,
      isInSet: sql<boolean>`exists (select from ${filingLetters} f where f.delivery_id = ${deliveries.id} and f.is_active)`,
    })
    .from(letters)
    .innerJoin(
      deliveries,
      and(eq(deliveries.letterId, letters.id), inArray(deliveries.channel, ['web_form', 'docket'])),
    )
    .innerJoin(contacts, eq(contacts.id, deliveries.contactId))
    .leftJoin(complaints, eq(complaints.deliveryId, deliveries.id))
    .leftJoin(isps, eq(isps.id, complaints.ispId))
    .where(
      and(
        eq(letters.publicId, publicId),
        eq(letters.personId, personId),
        eq(letters.status, 'sent'),
        sql`${letters.withdrawnAt} is null`,
      ),
    )
    .orderBy(deliveries.id)
    .limit(1);
  return row ?? null;
}

/**
 * Notes that the person filed their letter themselves: in a web form `prepared` becomes `filed`, in a docket `awaiting` does, so that no filing set takes
 * it. A complaint to the FCC starts its 30 days, with a job for the reminder. Noting twice is success and changes nothing.
 */
export async function noteFiled(
  { day, ticket, ...owner }: LetterOwner & Filed,
  given: Partial<Tools> = {},
): Promise<FiledResult> {
  const { db, now } = tools(given);
  return db.transaction(async (tx): Promise<FiledResult> => {
    const row = await readLocked(tx, owner);
    if (!row) return { ok: false, reason: 'unknown' };
    const { delivery, letter, isInSet } = row;
    if (delivery.state === 'filed') return { ok: true };
    if (isInSet) return { ok: false, reason: 'in_set' };
    if (delivery.state !== (delivery.channel === 'web_form' ? 'prepared' : 'awaiting'))
      return { ok: false, reason: 'not_open' };
    const fault = dayFault(day, { finishedAt: letter.sentAt ?? delivery.createdAt, now: now() });
    if (fault) return { ok: false, reason: fault };
    const filedAt = new Date(`${day}T00:00:00Z`);
    await tx
      .update(deliveries)
      .set({ state: 'filed', changedAt: now(), externalId: ticket, externalAt: filedAt, nextAttemptAt: null })
      .where(eq(deliveries.id, delivery.id));
    if (letter.kind === 'fcc_complaint')
      await startClock(tx, { deliveryId: delivery.id, ispId: letter.ispId, filedAt }, now());
    return { ok: true };
  });
}

async function startClock(
  tx: Db,
  { deliveryId, ispId, filedAt }: { deliveryId: number; ispId: number | null; filedAt: Date },
  at: Date,
) {
  const dueAt = answerDueAt(filedAt);
  await tx.insert(complaints).values({ deliveryId, ispId, filedAt, answerDueAt: dueAt });
  const startAfterMs = reminderAt(dueAt).getTime() - at.getTime();
  // Noted, taken back and noted again for the same day, it is one job, so that nobody is reminded twice.
  const key = `complaint:${deliveryId}:${filedAt.toISOString()}`;
  await enqueueJob(tx, { name: 'complaint.remind', data: { deliveryId }, startAfterMs, key });
}

/** The row, held until the transaction ends, so that two tabs take turns. */
async function readLocked(tx: Db, owner: LetterOwner) {
  const row = await readOwn(tx, owner);
  if (!row) return null;
  await tx.select({ id: deliveries.id }).from(deliveries).where(eq(deliveries.id, row.delivery.id)).for('update');
  return readOwn(tx, owner);
}

/**
 * Takes the note of a filing in a web form back: `prepared` again, and a complaint's clock is gone. Too late once the person was reminded or has said
 * what became of it, so that nobody is reminded twice. Taking back what is not noted is success.
 */
export async function takeBackFiled(owner: LetterOwner, given: Partial<Tools> = {}): Promise<FiledResult> {
  const { db, now } = tools(given);
  return db.transaction(async (tx): Promise<FiledResult> => {
    const row = await readLocked(tx, owner);
    if (!row) return { ok: false, reason: 'unknown' };
    const { delivery, complaint } = row;
    if (delivery.state === 'prepared') return { ok: true };
    if (delivery.channel !== 'web_form' || delivery.state !== 'filed') return { ok: false, reason: 'not_open' };
    if (!isFree(complaint)) return { ok: false, reason: 'too_late' };
    const gone = await tx
      .delete(complaints)
      .where(
        and(
          eq(complaints.deliveryId, delivery.id),
          sql`${complaints.outcome} is null and ${complaints.reminderReservedAt} is null`,
        ),
      )
      .returning({ id: complaints.deliveryId });
    if (complaint && gone.length === 0) return { ok: false, reason: 'too_late' };
    await tx
      .update(deliveries)
      .set({ state: 'prepared', changedAt: now(), externalId: null, externalAt: null })
      .where(eq(deliveries.id, delivery.id));
    return { ok: true };
  });
}
