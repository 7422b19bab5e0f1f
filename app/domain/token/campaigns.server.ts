import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { CampaignState } from '../campaign/campaign.ts';

/** A campaign as a token of its organization reads it. `consent`: the wordings in force under the sign form, by language. Instants as ISO 8601, UTC. */
export interface CampaignRow {
  id: number;
  slug: string;
  state: CampaignState;
  goal: number;
  version: number;
  counted: number;
  opensAt: string | null;
  closesAt: string | null;
  createdAt: string;
  modifiedAt: string;
  texts: { locale: 'en' | 'es'; title: string; summary: string; ask: string; body: string }[];
  consent: { id: number; locale: 'en' | 'es'; body: string }[];
}

/** Campaigns of an organization, drafts too, in the order in which they were made, behind a number; or the one of a slug. At most `limit` and one more. */
export async function readCampaigns(
  {
    organizationId,
    after,
    limit,
    slug = null,
  }: { organizationId: number; after: number; limit: number; slug?: string | null },
  given: Partial<Tools> = {},
): Promise<CampaignRow[]> {
  const { db } = tools(given);
  const utc = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
  return db.execute<CampaignRow & Record<string, unknown>>(sql`
    select c.id, c.slug, c.state, c.goal, c.version, coalesce((select (k.signed - k.withdrawn - k.invalidated)::float8 from campaign_counts k where k.campaign_id = c.id), 0) as counted,
      ${utc('c.opens_at')} as "opensAt", ${utc('c.closes_at')} as "closesAt", ${utc('c.created_at')} as "createdAt",
      ${utc('greatest(c.created_at, c.opened_at, c.closed_at, c.won_at, (select max(v.saved_at) from campaign_versions v where v.campaign_id = c.id))')} as "modifiedAt",
      (select coalesce(jsonb_agg(jsonb_build_object('locale', t.locale, 'title', t.title, 'summary', t.summary, 'ask', t.ask, 'body', t.body) order by t.locale), '[]')
        from campaign_texts t where t.campaign_id = c.id) as texts,
      (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'locale', n.locale, 'body', n.body) order by n.locale), '[]') from (
        select distinct on (t.locale) t.id, t.locale, t.body from consent_texts t
        where t.kind = 'sign' and (t.campaign_id = c.id or t.campaign_id is null) order by t.locale, t.campaign_id nulls last, t.version desc) n) as consent
    from campaigns c
    where c.organization_id = ${organizationId} and c.id > ${after} and (${slug}::text is null or c.slug = ${slug})
    order by c.id limit ${limit + 1}`);
}
