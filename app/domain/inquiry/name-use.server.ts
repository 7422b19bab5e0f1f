import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { type ConfirmationTools, confirmationTools, digestOf } from '../confirmation/challenge.server.ts';
import { hasTokenShape } from '../confirmation/confirmation.ts';
import { memberToken } from '../subscriber/token.server.ts';
import { officeName } from '../target/target.ts';
import type {
  InquiryEntrance,
  InquiryRefusal,
  LetterUse,
  LetterWay,
  NameUse,
  PublicUse,
  SignatureUse,
  SubmissionUse,
  SubscriptionUse,
} from './inquiry.ts';

/** Most entries of one kind on one page; an address has one signature and a few letters a campaign. Own choice. */
const MAX_ENTRIES = 200;

/** The question behind a mailed link, live. */
export interface OpenInquiry {
  id: number;
  entrance: InquiryEntrance;
  canonicalAddress: string;
  address: string;
  name: string | null;
  locale: 'en' | 'es';
  expiresAt: Date;
}

/** Finds the question of a mailed link that has not expired. Refuses as `InquiryRefusal` says. Reads only. */
export async function findInquiry(
  token: string,
  given: Partial<Tools> = {},
): Promise<{ ok: true; inquiry: OpenInquiry } | { ok: false; reason: InquiryRefusal }> {
  if (!hasTokenShape(token)) return { ok: false, reason: 'inquiry_unknown' };
  const { db, now } = tools(given);
  const [row] = await db.execute<{
    id: string;
    entrance: InquiryEntrance;
    canonical_address: string;
    address: string;
    name: string | null;
    locale: 'en' | 'es';
    expires_at: string;
  }>(sql`select id, entrance, canonical_address, address, name, locale, expires_at from name_inquiries
    where token_hash = ${digestOf(token)}::bytea`);
  if (!row) return { ok: false, reason: 'inquiry_unknown' };
  const expiresAt = new Date(row.expires_at);
  if (expiresAt <= now()) return { ok: false, reason: 'inquiry_expired' };
  const { id, entrance, canonical_address: canonicalAddress, address, name, locale } = row;
  return { ok: true, inquiry: { id: Number(id), entrance, canonicalAddress, address, name, locale, expiresAt } };
}

/**
 * Everything that was sent in the name of the address of a mailed link: signatures, letters with every way they went, what was handed in about
 * ISPs; and, where a name was given with the question, public filings under that name from other mailboxes. Titles in `locale`. Reads only;
 * refuses as `findInquiry`.
 */
export async function findNameUse(
  { token, locale }: { token: string; locale: 'en' | 'es' },
  given: Partial<ConfirmationTools> = {},
): Promise<NameUse | { ok: false; reason: InquiryRefusal }> {
  const { db, secret } = confirmationTools(given);
  const found = await findInquiry(token, given);
  if (!found.ok) return found;
  const { entrance, canonicalAddress, address, name, expiresAt } = found.inquiry;
  const [signatures, letters, submissions, subscriptions, publicUses] = await Promise.all([
    listSignatures(db, canonicalAddress, locale),
    listLetters(db, canonicalAddress, locale),
    listSubmissions(db, canonicalAddress),
    listSubscriptions(db, canonicalAddress, secret),
    name === null ? null : listPublicUses(db, name, canonicalAddress),
  ]);
  const uses = { signatures, letters, submissions, subscriptions, publicUses };
  return { ok: true, entrance, address, name, expiresAt, ...uses };
}

const titleIn = (locale: 'en' | 'es', campaign: string) => sql`coalesce(
  (select title from campaign_texts where campaign_id = ${sql.raw(campaign)} and locale = ${locale}),
  (select title from campaign_texts where campaign_id = ${sql.raw(campaign)} and locale = 'en'),
  (select slug from campaigns where id = ${sql.raw(campaign)}))`;
const dated = (text: string | null) => (text === null ? null : new Date(text));

async function listSignatures(db: Db, address: string, locale: 'en' | 'es'): Promise<SignatureUse[]> {
  type Row = { [Key in keyof SignatureUse]: SignatureUse[Key] extends Date | null ? string | null : SignatureUse[Key] };
  const rows = await db.execute<Row & { signedAt: string }>(sql`
    select s.id::float8 as id, ${titleIn(locale, 's.campaign_id')} as campaign, (select slug from campaigns where id = s.campaign_id) as "campaignSlug",
      s.name, s.zip, s.state, isps.name as isp, isps.slug as "ispSlug", s.status, s.proved_at as "provedAt", s.corrected_at is not null as "isCorrecting",
      (select max(e.sequence)::float8 from count_entries e where e.signature_id = s.id and e.kind in ('sign', 'correct')) as sequence,
      (select max(e.sequence)::float8 from count_entries e where e.signature_id = s.id and e.kind in ('withdraw', 'invalidate')) as undone,
      array(select distinct j.rule from signature_challenges c join judgements j on j.challenge_id = c.id
        where c.signature_id = s.id and s.status = 'suspicious' and j.verdict <> 'clear' order by j.rule) as doubts,
      s.is_name_public as "isNamePublic", s.created_at as "signedAt", s.confirmed_at as "confirmedAt", s.confirmed_by as "confirmedBy",
      s.withdrawn_at as "withdrawnAt",
      (select max(f.filed_at) from filing_signers g join filing_sets f on f.id = g.set_id
        where g.signature_id = s.id and g.name is not null) as "handedInAt"
    from signatures s left join isps on isps.id = s.isp_stated_id
    where s.canonical_address = ${address} order by s.id desc limit ${MAX_ENTRIES}`);
  return rows.map((row) => ({
    ...row,
    signedAt: new Date(row.signedAt),
    provedAt: dated(row.provedAt),
    confirmedAt: dated(row.confirmedAt),
    withdrawnAt: dated(row.withdrawnAt),
    handedInAt: dated(row.handedInAt),
  }));
}

type LetterRow = Omit<LetterUse, 'addressee' | 'ways' | 'previewedAt' | 'sentAt' | 'withdrawnAt'> & {
  isp: string | null;
  office: string | null;
  office_kind: string | null;
  state_name: string | null;
  previewed_at: string | null;
  sent_at: string | null;
  withdrawn_at: string | null;
  ways: (Omit<LetterWay, 'at' | 'externalAt'> & { at: string; externalAt: string | null })[];
};

async function listLetters(db: Db, address: string, locale: 'en' | 'es'): Promise<LetterUse[]> {
  const rows = await db.execute<LetterRow>(sql`
    select l.public_id as "publicId", ${titleIn(locale, 'l.campaign_id')} as campaign, l.addressee_kind as "addresseeKind", l.status,
      l.sender_name as "senderName", l.subject, l.body, convert_from(l.previewed_bytes, 'UTF8') as source, encode(l.bytes_sha256, 'hex') as "bytesSha256", dockets.number as docket,
      l.previewed_at, l.sent_at, l.withdrawn_at, consent_texts.body as consent,
      isps.name as isp, r.name as office, r.kind as office_kind, r.state_name,
      coalesce((select json_agg(json_build_object('channel', d.channel, 'state', d.state, 'to', c.value, 'at', d.changed_at,
          'externalId', d.external_id, 'externalAt', d.external_at) order by d.id)
        from deliveries d join contacts c on c.id = d.contact_id where d.letter_id = l.id), '[]') as ways
    from people p join letters l on l.person_id = p.id
      left join dockets on dockets.id = l.docket_id
      left join consent_texts on consent_texts.id = l.consent_text_id
      left join isps on isps.id = l.isp_id
      left join regulators r on r.id = l.regulator_id
    where p.canonical_address = ${address} and l.erased_at is null
    order by l.id desc limit ${MAX_ENTRIES}`);
  return rows.map(({ isp, office, office_kind, state_name, previewed_at, sent_at, withdrawn_at, ways, ...letter }) => ({
    ...letter,
    addressee: isp ?? officeName(office ?? '', office_kind === 'federal' ? null : state_name),
    previewedAt: dated(previewed_at),
    sentAt: dated(sent_at),
    withdrawnAt: dated(withdrawn_at),
    ways: ways.map((way) => ({ ...way, at: new Date(way.at), externalAt: dated(way.externalAt) })),
  }));
}

async function listSubmissions(db: Db, address: string): Promise<SubmissionUse[]> {
  const rows = await db.execute<{
    kind: SubmissionUse['kind'];
    name: string;
    created_at: string;
    confirmed_at: string | null;
  }>(sql`
    select kind, name, created_at, confirmed_at from submissions
    where canonical_address = ${address} order by id desc limit ${MAX_ENTRIES}`);
  return rows.map((row) => ({
    kind: row.kind,
    name: row.name,
    at: new Date(row.created_at),
    confirmedAt: dated(row.confirmed_at),
  }));
}

async function listSubscriptions(db: Db, address: string, secret: string): Promise<SubscriptionUse[]> {
  const rows = await db.execute<Omit<SubscriptionUse, 'at' | 'token'> & { confirmed_at: string }>(sql`
    select u.id::float8 as id, o.name as organization, isps.name as isp, u.state, u.status, u.confirmed_at
    from subscriptions u join organizations o on o.id = u.organization_id left join isps on isps.id = u.isp_id
    where u.canonical_address = ${address} order by u.id desc limit ${MAX_ENTRIES}`);
  return rows.map(({ confirmed_at: confirmedAt, ...row }) => ({
    ...row,
    token: memberToken({ subscriptionId: row.id, broadcastId: 0 }, secret),
    at: new Date(confirmedAt),
  }));
}

/** Filings that a docket has under a name, from mailboxes other than the one that asks: nothing that is not on the public record. */
async function listPublicUses(db: Db, name: string, address: string): Promise<PublicUse[]> {
  const rows = await db.execute<{
    kind: PublicUse['kind'];
    docket: string;
    filed_at: string;
    confirmation: string | null;
  }>(sql`
    select 'letter' as kind, coalesce(k.number, '') as docket, d.external_at as filed_at, d.external_id as confirmation
    from letters l join deliveries d on d.letter_id = l.id and d.channel = 'docket' and d.state = 'filed'
      left join dockets k on k.id = l.docket_id
      join people p on p.id = l.person_id
    where l.status = 'sent' and l.addressee_kind = 'fcc_docket' and lower(l.sender_name) = lower(${name})
      and p.canonical_address is distinct from ${address}
    union all
    select 'petition', k.number, f.filed_at, f.confirmation
    from filing_signers g join filing_sets f on f.id = g.set_id and f.filed_at is not null
      join dockets k on k.id = f.docket_id
      join signatures s on s.id = g.signature_id
    where g.name is not null and lower(g.name) = lower(${name}) and s.canonical_address <> ${address}
    order by filed_at desc limit ${MAX_ENTRIES}`);
  return rows
    .map((row) => ({ ...row, filedAt: new Date(row.filed_at) }))
    .map(({ kind, docket, filedAt, confirmation }) => ({ kind, docket, filedAt, confirmation }));
}
