import { sql } from 'drizzle-orm';
import { type ConfirmationTools, confirmationTools } from '../confirmation/challenge.server.ts';
import { withdrawLetter } from '../letter/withdraw.server.ts';
import { erasePrint } from '../similarity/letter-print.server.ts';
import { eraseSubscriptions } from '../subscriber/erase.server.ts';

/**
 * Erases everything personal that is held of one canonical address, in one transaction: signatures are withdrawn and emptied (the sequencer takes
 * them out of the count), those never confirmed are deleted, with every form, judged or not; letters that have not left are cancelled, and the words of all are emptied; forms
 * and questions are deleted or emptied; memberships of lists are emptied and the address stays suppressed; the person's row is emptied. What counts and dates is left stays, without a name. Doing it twice is success. Kept
 * messages to the person, and those that carried the letters, are deleted. A filing set that names the person loses the name and the state; what a docket has already is not ours to erase. Decision 0018.
 */
export async function erasePerson(canonicalAddress: string, given: Partial<ConfirmationTools> = {}): Promise<void> {
  const { db, now, secret } = confirmationTools(given);
  const at = now().toISOString();
  await db.transaction(async (tx) => {
    // Signatures before the person, as confirming takes them, so that the two never wait for each other.
    await tx.execute(
      sql`select from signatures where canonical_address = ${canonicalAddress} order by id for no key update`,
    );
    const people = await tx.execute<{ id: string; address: string }>(
      sql`select id, address from people where canonical_address = ${canonicalAddress} for update`,
    );
    const sent = await tx.execute<{ public_id: string; person_id: string }>(sql`
      select l.public_id, l.person_id from letters l join people p on p.id = l.person_id
      where p.canonical_address = ${canonicalAddress} and l.status = 'sent' and l.withdrawn_at is null`);
    for (const { public_id: publicId, person_id: personId } of sent)
      await withdrawLetter({ publicId, personId: Number(personId) }, { db: tx, now });
    for (const { id } of people) {
      const letters = await tx.execute<{ id: string }>(
        sql`select id from letters where person_id = ${id} and erased_at is null`,
      );
      for (const letter of letters) await erasePrint(Number(letter.id), { db: tx, now });
      await tx.execute(sql`update deliveries set external_id = null
        where channel = 'web_form' and letter_id in (select id from letters where person_id = ${id})`);
      await tx.execute(sql`delete from mailbox_messages using deliveries d join letters l on l.id = d.letter_id
        where l.person_id = ${id} and position(d.public_id::text in message_id) > 0`);
      await tx.execute(sql`
        update letters set erased_at = ${at}::timestamptz, sender_name = '', sender_postal = null, sender_address = null, subject = '', body = '',
          template_body = '', previewed_bytes = null, status = case when status = 'sent' then status else 'discarded' end
        where person_id = ${id} and erased_at is null`);
    }
    await tx.execute(sql`update filing_signers set name = null, state = null
      where signature_id in (select id from signatures where canonical_address = ${canonicalAddress})`);
    await tx.execute(sql`delete from mailbox_messages
      where to_address in (select address from signatures where canonical_address = ${canonicalAddress}
        union select address from submissions where canonical_address = ${canonicalAddress}
        union select address from name_inquiries where canonical_address = ${canonicalAddress}
        union select address from subscription_requests where canonical_address = ${canonicalAddress}
        union select address from subscriptions where canonical_address = ${canonicalAddress}
        union select address from people where canonical_address = ${canonicalAddress})`);
    await tx.execute(sql`delete from partner_signups
      where signature_id in (select id from signatures where canonical_address = ${canonicalAddress})`);
    // Forms that no worker has taken up yet stand under the address alone.
    await tx.execute(
      sql`delete from signature_challenges where signature_id is null and canonical_address = ${canonicalAddress}`,
    );
    await tx.execute(sql`delete from signature_challenges
      where signature_id in (select id from signatures where canonical_address = ${canonicalAddress})`);
    await tx.execute(sql`delete from signatures where canonical_address = ${canonicalAddress}
      and (status = 'pending' or status = 'suspicious' and counted_at is null and person_id is null)`);
    await tx.execute(sql`
      update signatures set erased_at = ${at}::timestamptz, canonical_address = 'erased:' || id, address = '', name = '', zip = '00000', salt = null, is_name_public = false,
        status = case when status in ('confirmed', 'suspicious') then 'withdrawn' else status end,
        withdrawn_at = case when status in ('confirmed', 'suspicious') then ${at}::timestamptz else withdrawn_at end
      where canonical_address = ${canonicalAddress}`);
    await tx.execute(
      sql`delete from submissions where canonical_address = ${canonicalAddress} and confirmed_at is null`,
    );
    await tx.execute(sql`update submissions set canonical_address = 'erased:' || id, address = '', name = '', network_key = null
      where canonical_address = ${canonicalAddress}`);
    await eraseSubscriptions(canonicalAddress, { db: tx, now, secret });
    await tx.execute(sql`update people set canonical_address = null, address = null, name = null, erased_at = ${at}::timestamptz
      where canonical_address = ${canonicalAddress}`);
    await tx.execute(sql`delete from name_inquiries where canonical_address = ${canonicalAddress}`);
  });
}
