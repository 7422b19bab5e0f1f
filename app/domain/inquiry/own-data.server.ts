import { type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { InquiryRefusal } from './inquiry.ts';
import { findInquiry } from './name-use.server.ts';

/** Days in which a form may wait to be judged; older ones that nobody confirmed are deleted. */
const MAX_WAITING_DAYS = 30;

/**
 * Everything that is held of one mailbox, by the names of the tables and columns that hold it, as values that JSON has. Bytes are in hexadecimal after `\x`, instants
 * in ISO 8601. Left out: digests of links and codes, which open something, and keyed digests of networks, of which only their being there is told.
 */
export type OwnData = { format: 'untolled-own-data'; version: 1; address: string; madeAt: string } & Record<
  (typeof PARTS)[number],
  readonly Record<string, unknown>[]
>;

const PARTS = [
  'people',
  'signatures',
  'forms',
  'letters',
  'submissions',
  'reports',
  'report_confirmations',
  'corrections',
  'replies',
  'subscriptions',
  'list_forms',
  'inquiries',
  'kept_messages',
] as const;

/** A row as it stands, less what opens something. */
const whole = (row: string) =>
  sql.raw(
    `to_jsonb(${row}) - '{claim_hash,token_hash,code_hash,network_key,proof_digest,previewed_bytes,source_bytes}'::text[]`,
  );
const ispName = (column: string) => sql.raw(`(select name from isps where isps.id = ${column})`);
const consent = (column: string) =>
  sql.raw(
    `(select jsonb_build_object('kind', t.kind, 'version', t.version, 'locale', t.locale, 'wording', t.body) from consent_texts t where t.id = ${column})`,
  );
const campaign = (column: string) => sql.raw(`(select slug from campaigns where campaigns.id = ${column})`);
const listed = (rows: SQL) => sql`coalesce((select jsonb_agg(r.held) from (${rows}) r), '[]')`;

/** What each part is read by. `own`: the canonical address; `person`: the ids of its row in `people`. */
function partsOf(own: string, at: string): Record<(typeof PARTS)[number], SQL> {
  const person = sql`(select id from people where canonical_address = ${own})`;
  const signatures = sql`(select id from signatures where canonical_address = ${own})`;
  return {
    people: sql`select ${whole('p')} as held from people p where p.canonical_address = ${own}`,
    signatures: sql`
      select ${whole('s')} || jsonb_build_object('campaign', ${campaign('s.campaign_id')}, 'isp_stated', ${ispName('s.isp_stated_id')},
        'isp_seen', ${ispName('s.isp_seen_id')}, 'consent', ${consent('s.consent_text_id')},
        'ledger', ${listed(sql`select jsonb_build_object('sequence', e.sequence, 'kind', e.kind, 'entry', e.entry) as held from count_entries e
          where e.signature_id = s.id order by e.sequence`)},
        'shares', ${listed(sql`select jsonb_build_object('dimension', h.dimension, 'value', h.value, 'token', h.token, 'status', h.status, 'shown_in', h.shown_in) as held
          from ledger_shares h where h.signature_id = s.id order by h.id`)},
        'receipts', ${listed(sql`select to_jsonb(m) as held from ledger_receipts m where m.signature_id = s.id order by m.sequence`)},
        'partner', (select slug from partners where partners.id = s.partner_id),
        'partner_signups', ${listed(sql`select jsonb_build_object('partner', p.name, 'agreed_at', u.agreed_at, 'wording', w.body, 'version', w.version, 'locale', w.locale) as held
          from partner_signups u join partners p on p.id = u.partner_id join partner_wordings w on w.id = u.wording_id where u.signature_id = s.id order by u.partner_id`)},
        'decisions', ${listed(sql`select jsonb_build_object('decision', d.decision, 'reason', d.reason, 'decided_at', d.decided_at) as held
          from signature_reviews d where d.signature_id = s.id order by d.id`)},
        'petitions', ${listed(sql`select jsonb_build_object('name', g.name, 'state', g.state, 'day', g.day, 'filed_at', f.filed_at, 'confirmation', f.confirmation) as held
          from filing_signers g join filing_sets f on f.id = g.set_id where g.signature_id = s.id order by g.set_id`)}) as held
      from signatures s where s.canonical_address = ${own} order by s.id`,
    forms: sql`
      select ${whole('c')} || jsonb_build_object('campaign', ${campaign('c.campaign_id')}, 'isp_stated', ${ispName('c.isp_stated_id')},
        'isp_seen', ${ispName('c.isp_seen_id')}, 'consent', ${consent('c.consent_text_id')}, 'has_network_key', c.network_key is not null,
        'judgements', ${listed(sql`select jsonb_build_object('rule', j.rule, 'version', j.version, 'verdict', j.verdict, 'facts', j.facts, 'judged_at', j.judged_at) as held
          from judgements j where j.challenge_id = c.id order by j.id`)}) as held
      from signature_challenges c where c.signature_id in ${signatures}
        or c.signature_id is null and c.canonical_address = ${own} and c.created_at > ${at}::timestamptz - ${MAX_WAITING_DAYS} * interval '1 day'
      order by c.id`,
    letters: sql`
      select ${whole('l')} || jsonb_build_object('campaign', ${campaign('l.campaign_id')}, 'sender_isp', ${ispName('l.sender_isp_id')},
        'isp', ${ispName('l.isp_id')}, 'office', (select name from regulators where regulators.id = l.regulator_id), 'consent', ${consent('l.consent_text_id')},
        'exact_text', convert_from(l.previewed_bytes, 'UTF8'),
        'deliveries', ${listed(sql`select to_jsonb(d) || jsonb_build_object('to', (select value from contacts where contacts.id = d.contact_id),
            'attempts', ${listed(sql`select to_jsonb(a) as held from delivery_attempts a where a.delivery_id = d.id order by a.id`)},
            'complaint', (select to_jsonb(k) from complaints k where k.delivery_id = d.id)) as held
          from deliveries d where d.letter_id = l.id order by d.id`)}) as held
      from letters l where l.person_id in ${person} order by l.id`,
    submissions: sql`
      select ${whole('o')} || jsonb_build_object('isp', ${ispName('o.isp_id')}, 'has_network_key', o.network_key is not null) as held
      from submissions o where o.canonical_address = ${own} order by o.id`,
    reports: sql`
      select ${whole('r')} || jsonb_build_object('isp', ${ispName('r.isp_id')}, 'has_network_key', r.network_key is not null,
        'measurement', (select ${whole('m')} from measurements m where m.id = r.measurement_id)) as held
      from reports r where r.person_id in ${person} order by r.id`,
    report_confirmations: sql`
      select ${whole('r')} || jsonb_build_object('has_network_key', r.network_key is not null) as held
      from report_confirmations r where r.person_id in ${person} order by r.id`,
    corrections: sql`select ${whole('i')} - 'decided_by' as held from incident_corrections i where i.person_id in ${person} order by i.id`,
    replies: sql`select ${whole('i')} as held from isp_replies i where i.person_id in ${person} order by i.id`,
    subscriptions: sql`
      select ${whole('u')} || jsonb_build_object('isp', ${ispName('u.isp_id')}, 'organization', (select o.name from organizations o where o.id = u.organization_id),
        'consent', coalesce(${consent('u.consent_text_id')}, (select jsonb_build_object('wording', w.body) from consent_wordings w where w.id = u.consent_wording_id)),
        'lists', ${listed(sql`select to_jsonb(i.name) as held from list_members m join subscriber_imports i on i.id = m.import_id where m.subscription_id = u.id order by i.id`)}) as held
      from subscriptions u where u.canonical_address = ${own} order by u.id`,
    list_forms: sql`
      select ${whole('f')} || jsonb_build_object('isp', ${ispName('f.isp_id')}, 'consent', ${consent('f.consent_text_id')}) as held
      from subscription_requests f where f.canonical_address = ${own} order by f.id`,
    inquiries: sql`select ${whole('q')} as held from name_inquiries q where q.canonical_address = ${own} order by q.id`,
    kept_messages: sql`
      select jsonb_build_object('message_id', m.message_id, 'kind', m.kind, 'to', m.to_address, 'subject', m.subject, 'kept_at', m.kept_at) as held
      from mailbox_messages m where m.to_address in (select address from signatures where canonical_address = ${own}
        union select address from submissions where canonical_address = ${own} union select address from name_inquiries where canonical_address = ${own}
        union select address from subscription_requests where canonical_address = ${own}
        union select address from subscriptions where canonical_address = ${own} union select address from people where canonical_address = ${own}) order by m.id`,
  };
}

/**
 * Reads everything that is held of the mailbox of a mailed link, at one instant; changes nothing. Refuses as `findInquiry`. Source: Regulation (EU) 2016/679, articles 15 and
 * 20, as the measure of what "everything" is.
 */
export async function readOwnData(
  token: string,
  given: Partial<Tools> = {},
): Promise<{ ok: true; data: OwnData } | { ok: false; reason: InquiryRefusal }> {
  const { db, now } = tools(given);
  const found = await findInquiry(token, given);
  if (!found.ok) return found;
  const { canonicalAddress, address } = found.inquiry;
  const madeAt = now().toISOString();
  const parts = partsOf(canonicalAddress, madeAt);
  return db.transaction(
    async (tx) => {
      const read = {} as Record<(typeof PARTS)[number], Record<string, unknown>[]>;
      for (const part of PARTS) {
        const [row] = await tx.execute<{ held: Record<string, unknown>[] }>(sql`select ${listed(parts[part])} as held`);
        read[part] = row?.held ?? [];
      }
      return { ok: true, data: { format: 'untolled-own-data', version: 1, address, madeAt, ...read } };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}
