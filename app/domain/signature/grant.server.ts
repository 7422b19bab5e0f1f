import { type SQL, sql } from 'drizzle-orm';
import type { ConfirmationTools } from '../confirmation/challenge.server.ts';
import { subscribeConfirmed } from '../subscriber/subscribe.server.ts';

/** Whether the form `c` ticked a box that something comes of once its mailbox is proved. */
export const hasWishes: SQL = sql`coalesce(c.choices ?| array['subscribe', 'partnerConsent'], false)`;

/**
 * Makes what a form ticked come true, in the transaction that proved its mailbox for the first time: the partner's sign-up with the wording that was shown, and the alerts of the
 * campaign's organization, for which the mail that proved the mailbox is the second opt-in. A wording of another kind or of another partner comes to nothing; so
 * does a partner that is not the campaign's or had ended before the form came. `given.db` is that transaction.
 */
export async function grantChoices(
  challengeId: number,
  given: Partial<ConfirmationTools> & Pick<ConfirmationTools, 'db' | 'now'>,
): Promise<void> {
  const { db, now } = given;
  const [form] = await db.execute<WishRow>(sql`
    with signed_up as (
      insert into partner_signups (signature_id, partner_id, wording_id, agreed_at)
      select c.signature_id, p.id, w.id, ${now().toISOString()}::timestamptz
      from signature_challenges c
        join partners p on p.campaign_id = c.campaign_id and p.slug = c.choices ->> 'partner' and (p.ended_at is null or p.ended_at > c.created_at)
        join partner_wordings w on w.partner_id = p.id and w.id = (c.choices ->> 'partnerConsent')::integer
      where c.id = ${challengeId}
      on conflict on constraint partner_signups_once do nothing
    )
    select s.person_id, c.canonical_address, c.address, c.isp_stated_id, c.state, c.locale, c.source, k.slug, k.organization_id, t.id as text_id
    from signature_challenges c
      join signatures s on s.id = c.signature_id
      join campaigns k on k.id = c.campaign_id
      join consent_texts t on t.id = (c.choices ->> 'subscribe')::integer and t.kind = 'subscribe'
    where c.id = ${challengeId} and k.organization_id is not null`);
  if (!form) return;
  await subscribeConfirmed(
    {
      organizationId: form.organization_id,
      personId: form.person_id === null ? null : Number(form.person_id),
      canonicalAddress: form.canonical_address,
      address: form.address,
      ispId: form.isp_stated_id,
      state: form.state,
      locale: form.locale,
      source: form.source?.startsWith('embed') ? 'embed' : 'sign',
      consentTextId: form.text_id,
      where: `${form.locale === 'es' ? '/es' : ''}/campaigns/${form.slug}`,
    },
    given,
  );
}

type WishRow = {
  person_id: string | null;
  canonical_address: string;
  address: string;
  isp_stated_id: number | null;
  state: string | null;
  locale: 'en' | 'es';
  source: string | null;
  slug: string;
  organization_id: number;
  text_id: number;
};
