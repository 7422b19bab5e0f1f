import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';

/** Whether the form `c` ticked a box that something comes of once its mailbox is proved. */
export const hasWishes: SQL = sql`coalesce(c.choices ?| array['subscribe', 'partnerConsent'], false)`;

/**
 * Makes what a form ticked come true, in the transaction that proved its mailbox for the first time: the partner's sign-up, with the wording that was
 * shown. A wording that is not that partner's, and a partner that is not that campaign's or had ended before the form came, come to nothing. Locks no row that signers
 * share (decision 0029).
 */
export async function grantChoices(db: Db, challengeId: number, at: string): Promise<void> {
  await db.execute(sql`
    insert into partner_signups (signature_id, partner_id, wording_id, agreed_at)
    select c.signature_id, p.id, w.id, ${at}::timestamptz
    from signature_challenges c
      join partners p on p.campaign_id = c.campaign_id and p.slug = c.choices ->> 'partner' and (p.ended_at is null or p.ended_at > c.created_at)
      join partner_wordings w on w.partner_id = p.id and w.id = (c.choices ->> 'partnerConsent')::integer
    where c.id = ${challengeId}
    on conflict on constraint partner_signups_once do nothing`);
}
