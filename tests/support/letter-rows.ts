import { sql } from 'drizzle-orm';
import { letterSource } from '#app/domain/letter/source.ts';
import type { Db } from '#db/client.ts';

/** Where the letters of `letterRows` go: the one contact of a made-up ISP. */
export interface LetterRows {
  contactId: number;
  letters: { letterId: number; deliveryId: number; deliveryPublicId: string; writer: string }[];
}

/** Made-up words of a letter's length, about 1,500 characters. */
export const sampleBody = [
  'To the customer relations office:',
  ...Array.from(
    { length: 6 },
    (_, at) =>
      `In the evening the picture on my line stalls, and it did so on the ${at + 3}th of the month, too. I ask you for a promise in writing: no throttling, no charges to the services that I ask for, and a notice before you change anything. — Gracias.`,
  ),
  'Sincerely,\nAda Lovelace',
].join('\n\n');

/**
 * `count` letters that were sent and wait for their mail, by one person each, to the one verified contact of a made-up ISP; by two statements for all of them.
 * `state`: of their deliveries. Needs no seed.
 */
export async function letterRows(
  db: Db,
  count: number,
  { state = 'queued', to = 'relations@isp.example' }: { state?: 'queued' | 'sent'; to?: string } = {},
): Promise<LetterRows> {
  const source = letterSource({
    fromName: 'Ada Lovelace',
    replyTo: 'ada@writers.example',
    postal: null,
    to: 'Example Cable',
    ways: [{ channel: 'email', address: to }],
    docket: null,
    about: 'Example Cable',
    subject: 'A promise in writing',
    body: sampleBody,
  });
  const [base] = await db.execute<{
    campaign: number;
    consent: number;
    template: number;
    isp: number;
    contact: string;
  }>(sql`
    with run as (select substr(md5(random()::text), 1, 12) as tag),
    isp as (insert into isps (slug, name, technologies) select 'isp-' || tag, 'Example Cable', '{cable}' from run returning id),
    contact as (insert into contacts (isp_id, channel, label, value, state, verified_by, verified_at, is_demonstration, confidence, source)
      select id, 'email', 'Customer relations', ${to}, 'verified', 'test', '2026-11-01', true, 'sourced', 'https://isp.example/contact' from isp returning id),
    campaign as (insert into campaigns (slug, state, goal) select 'campaign-' || tag, 'open', 1000 from run returning id),
    template as (insert into letter_templates (campaign_id, slug, locale, version, name, addressee_kinds, position, source, source_sha256)
      select id, 'ask', 'en', 1, 'Ask', '{isp_customer_relations}', 1, 'text', 'digest' from campaign returning id),
    consent as (insert into consent_texts (kind, locale, version, body)
      select 'letter', 'en', 1 + count(*)::int, 'Send it ' || (select tag from run) from consent_texts returning id)
    select campaign.id as campaign, template.id as template, consent.id as consent, isp.id as isp, contact.id as contact
    from campaign, template, consent, isp, contact`);
  if (!base) throw new Error('the rows were not stored');
  const rows = await db.execute<{ letter: string; delivery: string; public_id: string; address: string }>(sql`
    with people_ as (
      insert into people (canonical_address, address, name, locale)
      select a, a, 'Ada Lovelace', 'en' from (select 'ada.' || md5(${base.campaign}::text || n::text) || '@writers.example' as a
        from generate_series(1, ${count}) n) x returning id, address),
    signed as (
      insert into signatures (campaign_id, canonical_address, address, name, zip, locale, status, person_id, confirmed_at, confirmed_by, counted_at)
      select ${base.campaign}, address, address, 'Ada Lovelace', '94110', 'en', 'confirmed', id, now(), 'button', now() from people_ returning id, person_id),
    written as (
      insert into letters (person_id, signature_id, campaign_id, template_id, addressee_kind, isp_id, sender_name, locale, status, subject, body,
        template_body, previewed_bytes, bytes_sha256, previewed_at, sent_at, consent_text_id)
      select person_id, id, ${base.campaign}, ${base.template}, 'isp_customer_relations', ${base.isp}, 'Ada Lovelace', 'en', 'sent',
        'A promise in writing', ${sampleBody}, ${sampleBody}, convert_to(${source}, 'UTF8'), sha256(convert_to(${source}, 'UTF8')), now(), now(), ${base.consent}
      from signed returning id, person_id),
    queued as (
      insert into deliveries (letter_id, contact_id, channel, state, sent_at)
      select id, ${base.contact}, 'email', ${state}, case when ${state} = 'sent' then now() end from written returning id, public_id, letter_id)
    select queued.letter_id as letter, queued.id as delivery, queued.public_id, people_.address
    from queued join written on written.id = queued.letter_id join people_ on people_.id = written.person_id order by queued.id`);
  return {
    contactId: Number(base.contact),
    letters: rows.map((row) => ({
      letterId: Number(row.letter),
      deliveryId: Number(row.delivery),
      deliveryPublicId: row.public_id,
      writer: row.address,
    })),
  };
}
