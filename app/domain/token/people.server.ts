import { type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { recordDeed } from '../audit/audit.server.ts';
import type { SignatureState } from '../signature/signature.ts';

/** Who reads personal data by a token, and which page: behind a number, at most so many, changed at or after an instant. */
export interface PeopleQuestion {
  organizationId: number;
  actor: string;
  after: number;
  limit: number;
  modifiedSince: Date | null;
}

/** A page of rows; `next`: the number to go on behind, null at the end. */
export interface RowPage<Row> {
  rows: Row[];
  next: number | null;
}

/** A member of an organization's list. An erased one has neither address nor ISP. Instants as ISO 8601, UTC. */
export interface MemberRow {
  id: number;
  email: string | null;
  isp: string | null;
  state: string | null;
  locale: 'en' | 'es';
  status: 'confirmed' | 'unsubscribed' | 'suppressed';
  source: string;
  consent: string | null;
  consentedAt: string;
  createdAt: string;
  modifiedAt: string;
}

/** A signature that was confirmed once or waits for an organizer. An erased one has neither name, address nor ZIP. Instants as ISO 8601, UTC. */
export interface SignerRow {
  id: number;
  campaign: string;
  status: Exclude<SignatureState, 'pending'>;
  name: string | null;
  email: string | null;
  zip: string | null;
  state: string | null;
  isp: string | null;
  locale: 'en' | 'es';
  source: string | null;
  partner: string | null;
  isNamePublic: boolean;
  consentTextId: number | null;
  isCounted: boolean;
  createdAt: string;
  confirmedAt: string | null;
  modifiedAt: string;
}

const utc = (column: SQL) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const memberChanged = sql`greatest(s.created_at, s.confirmed_at, s.unsubscribed_at, s.suppressed_at, s.erased_at)`;
const signerChanged = sql`greatest(s.created_at, s.confirmed_at, s.proved_at, s.withdrawn_at, s.invalidated_at, s.counted_at, s.uncounted_at, s.erased_at)`;

const since = (column: SQL, at: Date | null) =>
  at === null ? sql`` : sql` and ${column} >= ${at.toISOString()}::timestamptz`;

function paged<Row extends { id: number | string }>(rows: readonly Row[], limit: number) {
  const kept = rows.slice(0, limit).map((row) => ({ ...row, id: Number(row.id) }));
  return { rows: kept, next: rows.length > limit ? (kept.at(-1)?.id ?? null) : null };
}

/** Members of an organization's list in the order of their numbers, or the one of a number; the reading is written down. At most `limit`. */
export async function readMembers(
  { organizationId, actor, after, limit, modifiedSince, id = null }: PeopleQuestion & { id?: number | null },
  given: Partial<Tools> = {},
): Promise<RowPage<MemberRow>> {
  const { db, now } = tools(given);
  const rows = await db.execute<MemberRow & Record<string, unknown>>(sql`
    select s.id, nullif(s.address, '') as email, i.slug as isp, s.state, s.locale, s.status, s.source, coalesce(t.body, w.body) as consent,
      ${utc(sql`s.consented_at`)} as "consentedAt", ${utc(sql`s.created_at`)} as "createdAt", ${utc(memberChanged)} as "modifiedAt"
    from subscriptions s left join isps i on i.id = s.isp_id left join consent_texts t on t.id = s.consent_text_id
      left join consent_wordings w on w.id = s.consent_wording_id
    where s.organization_id = ${organizationId} and s.id > ${after}${since(memberChanged, modifiedSince)} and (${id}::bigint is null or s.id = ${id}::bigint)
    order by s.id limit ${limit + 1}`);
  const page = paged([...rows], limit);
  await noteReading(db, { organizationId, actor, what: 'people', id, after, rows: page.rows.length }, now());
  return page;
}

/**
 * Signatures on an organization's campaigns in the order of their numbers, or the one of a number, never those that wait for their mailbox; the reading is written down. `campaign`: a slug;
 * one of another organization's gives none. At most `limit`.
 */
export async function readSigners(
  {
    organizationId,
    actor,
    after,
    limit,
    modifiedSince,
    campaign = null,
    status = null,
    id = null,
  }: PeopleQuestion & { campaign?: string | null; status?: SignerRow['status'] | null; id?: number | null },
  given: Partial<Tools> = {},
): Promise<RowPage<SignerRow>> {
  const { db, now } = tools(given);
  const rows = await db.execute<SignerRow & Record<string, unknown>>(sql`
    select s.id, c.slug as campaign, s.status, nullif(s.name, '') as name, nullif(s.address, '') as email,
      case when s.erased_at is null then s.zip end as zip, s.state, i.slug as isp, s.locale, s.source, p.slug as partner, s.is_name_public as "isNamePublic",
      s.consent_text_id as "consentTextId", (s.counted_at is not null and s.uncounted_at is null) as "isCounted", ${utc(sql`s.created_at`)} as "createdAt",
      ${utc(sql`s.confirmed_at`)} as "confirmedAt", ${utc(signerChanged)} as "modifiedAt"
    from signatures s join campaigns c on c.id = s.campaign_id left join isps i on i.id = s.isp_stated_id left join partners p on p.id = s.partner_id
    where c.organization_id = ${organizationId} and (${campaign}::text is null or c.slug = ${campaign}) and s.status <> 'pending'
      and (${status}::text is null or s.status = ${status}) and s.id > ${after}${since(signerChanged, modifiedSince)} and (${id}::bigint is null or s.id = ${id}::bigint)
    order by s.id limit ${limit + 1}`);
  const page = paged([...rows], limit);
  await noteReading(
    db,
    { organizationId, actor, what: 'signatures', campaign, id, after, rows: page.rows.length },
    now(),
  );
  return page;
}

async function noteReading(
  db: Tools['db'],
  {
    organizationId,
    actor,
    what,
    ...facts
  }: { organizationId: number; actor: string; what: 'people' | 'signatures' } & Record<string, unknown>,
  at: Date,
): Promise<void> {
  await recordDeed(db, { organizationId, actor, action: `read.${what}`, subject: `api:${what}`, facts, at });
}
