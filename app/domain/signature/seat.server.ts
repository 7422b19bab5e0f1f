import { sql } from 'drizzle-orm';
import { tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import type { ConfirmationTools } from '../confirmation/challenge.server.ts';
import type { ConfirmationMethod } from '../confirmation/confirmation.ts';
import {
  type Attempt,
  type AttemptSeat,
  findAttempt,
  isSuspect,
  said,
  saidColumns,
  writeSaid,
} from './attempt.server.ts';
import { grantChoices } from './grant.server.ts';
import type { Confirmed } from './seat.ts';
import type { ConfirmRefusal } from './signature.ts';

/**
 * Confirms a form whose mailbox somebody has proved before, by the rule of decision 0027: the place of the same name answers for itself, another name with the
 * ZIP of the first gets the second place, anybody else is refused. One transaction under a lock on the mailbox's places, so that of any number of
 * forms at once one gets the second place. Null when the first place has become free meanwhile: then it is to be taken.
 */
export async function takeSeat(
  { challengeId, method }: { challengeId: number; method: ConfirmationMethod },
  given: Partial<ConfirmationTools> = {},
): Promise<Confirmed | { ok: false; reason: ConfirmRefusal } | null> {
  const { db, now } = tools(given);
  const at = now().toISOString();
  return db.transaction(async (tx) => {
    await tx.execute(sql`
      select s.id from signature_challenges c join signatures own on own.id = c.signature_id
        join signatures s on s.campaign_id = own.campaign_id and s.canonical_address = own.canonical_address
      where c.id = ${challengeId} order by s.seat for no key update of s`);
    // Only now: what is read under the lock cannot change any more.
    const attempt = await findAttempt(tx, sql`c.id = ${challengeId}`, null);
    if (!attempt) return { ok: false, reason: 'unknown' };
    const { choice } = attempt;
    if (choice.kind === 'first') return null;
    if (choice.kind === 'shared') return { ok: false, reason: 'mailbox_shared' };
    if (choice.kind === 'taken') {
      const answer = answerOf(attempt, choice.seat);
      if (!answer.ok) return answer;
      await tx.execute(sql`update signature_challenges set signature_id = ${choice.seat.id}, used_at = coalesce(used_at, ${at}::timestamptz)
        where id = ${challengeId}`);
      if (!attempt.isUsed) await grantChoices(challengeId, { ...given, db: tx, now });
      return answer;
    }
    if (choice.kind === 'instead') {
      const answer = await takeInstead(tx, attempt, choice.seat, { method, at });
      if (!attempt.isUsed) await grantChoices(challengeId, { ...given, db: tx, now });
      return answer;
    }
    const [seat] = await tx.execute<{ id: string; person_id: string; is_held: boolean }>(sql`
      with form as (
        select c.id as challenge_id, s.campaign_id, s.canonical_address, c.created_at, ${isSuspect} as is_doubted, ${said('c')}
        from signature_challenges c join signatures s on s.id = c.signature_id where c.id = ${challengeId}
      ), person as (
        insert into people (canonical_address, address, name, locale, created_at)
        select canonical_address, address, name, locale, ${at}::timestamptz from form
        on conflict on constraint people_canonical_address_unique do update set canonical_address = excluded.canonical_address
        returning id
      ), seat as (
        insert into signatures (campaign_id, canonical_address, seat, ${saidColumns}, created_at, status, confirmed_at, proved_at, confirmed_by, person_id)
        select campaign_id, canonical_address, 2, ${saidColumns}, created_at, case when is_doubted then 'suspicious' else 'confirmed' end,
          case when not is_doubted then ${at}::timestamptz end, case when is_doubted then ${at}::timestamptz end, ${method}, (select id from person)
        from form returning id, person_id, status = 'suspicious' as is_held
      ), used as (
        update signature_challenges c set signature_id = seat.id, used_at = coalesce(c.used_at, ${at}::timestamptz) from seat where c.id = ${challengeId}
      )
      select id, person_id, is_held from seat`);
    if (!seat) throw new Error('the second place of a mailbox was not made');
    if (!attempt.isUsed) await grantChoices(challengeId, { ...given, db: tx, now });
    const ids = { personId: Number(seat.person_id), signatureId: Number(seat.id) };
    return { ok: true, isNew: true, isHeld: seat.is_held, campaignSlug: attempt.campaignSlug, ...ids };
  });
}

/** Writes a clear form over a suspicious one that was proved and never counted; the caller holds the lock on the places. */
async function takeInstead(
  tx: Db,
  { id: challengeId, campaignSlug }: Attempt,
  seat: AttemptSeat,
  { method, at }: { method: ConfirmationMethod; at: string },
): Promise<Confirmed> {
  if (seat.personId === null) throw new Error('a mailbox was proved for a signature without a person');
  await tx.execute(
    sql`update signature_challenges set signature_id = ${seat.id}, used_at = coalesce(used_at, ${at}::timestamptz) where id = ${challengeId}`,
  );
  await tx.execute(sql`
    update signatures s set status = 'confirmed', proved_at = null, confirmed_at = ${at}::timestamptz, confirmed_by = ${method}, ${writeSaid('open')}
    from (select ${said('c')} from signature_challenges c where c.id = ${challengeId}) open where s.id = ${seat.id}`);
  return { ok: true, isNew: true, isHeld: false, campaignSlug, personId: seat.personId, signatureId: seat.id };
}

function answerOf({ campaignSlug }: Attempt, seat: AttemptSeat): Confirmed | { ok: false; reason: ConfirmRefusal } {
  const { status, personId, id: signatureId } = seat;
  if (status === 'withdrawn' || status === 'invalidated') return { ok: false, reason: status };
  if (personId === null) throw new Error('a mailbox was proved for a signature without a person');
  return { ok: true, isNew: false, isHeld: status === 'suspicious', campaignSlug, personId, signatureId };
}
