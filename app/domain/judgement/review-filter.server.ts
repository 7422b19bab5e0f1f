import { type SQL, sql } from 'drizzle-orm';

/**
 * Which signatures are meant: by number, campaign, and by any of their forms: a rule that did not find it clear, the digest of its network in hexadecimal, the
 * system that it came from, when it came. All that is given must hold.
 */
export interface ReviewFilter {
  ids?: readonly number[];
  campaignSlug?: string;
  rule?: string;
  network?: string;
  system?: number;
  since?: Date;
  until?: Date;
  /** Only those of an organization's campaigns. */
  organizationId?: number;
  /** Slug of the ISP that the signer stated, or `other`; letters of the state, or `none`. */
  isp?: string;
  state?: string;
  /** The domain of the mailbox, in lower case. */
  domain?: string;
  source?: string;
  /** Only signatures up to this number. */
  upToId?: number;
}

/** The condition on the signature `s` that a filter makes. */
export function matches(filter: ReviewFilter): SQL {
  const { ids, campaignSlug, organizationId, isp, state, domain, source, upToId } = filter;
  const all: SQL[] = [];
  if (ids) all.push(sql`s.id = any(${`{${ids.join()}}`}::bigint[])`);
  if (campaignSlug !== undefined)
    all.push(sql`s.campaign_id = (select id from campaigns where slug = ${campaignSlug})`);
  if (organizationId !== undefined)
    all.push(sql`s.campaign_id in (select id from campaigns where organization_id = ${organizationId})`);
  if (isp === 'other') all.push(sql`s.isp_stated_id is null`);
  else if (isp !== undefined) all.push(sql`s.isp_stated_id = (select id from isps where slug = ${isp})`);
  if (state === 'none') all.push(sql`s.state is null`);
  else if (state !== undefined) all.push(sql`s.state = ${state}`);
  if (domain !== undefined) all.push(sql`split_part(s.canonical_address, '@', -1) = ${domain}`);
  if (source !== undefined) all.push(sql`s.source = ${source}`);
  if (upToId !== undefined) all.push(sql`s.id <= ${upToId}`);
  const form = formConditions(filter);
  if (form.length > 0)
    all.push(
      sql`exists (select from signature_challenges c where c.signature_id = s.id and ${sql.join(form, sql` and `)})`,
    );
  return sql.join(all.length > 0 ? all : [sql`true`], sql` and `);
}

/** Conditions that one form `c` of the signature meets together. */
function formConditions({ rule, network, system, since, until }: ReviewFilter): SQL[] {
  const form: SQL[] = [];
  if (network !== undefined) form.push(sql`c.network_key = decode(${network}, 'hex')`);
  if (system !== undefined) form.push(sql`c.seen_asn = ${system}`);
  if (since) form.push(sql`c.created_at >= ${since.toISOString()}::timestamptz`);
  if (until) form.push(sql`c.created_at < ${until.toISOString()}::timestamptz`);
  if (rule !== undefined)
    form.push(
      sql`exists (select from judgements j where j.challenge_id = c.id and j.rule = ${rule} and j.verdict <> 'clear')`,
    );
  return form;
}
