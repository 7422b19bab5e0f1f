import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';

/** A partner as organizers see it. `counted`: its signatures in the public count; `agreed`: who ticked its box and confirmed. */
export interface PartnerListed {
  slug: string;
  name: string;
  isEnded: boolean;
  /** The wording that its box shows now; null: no box. */
  wording: { version: number; en: string; es: string } | null;
  counted: number;
  agreed: number;
}

/** A campaign's embeds as organizers see them. */
export interface EmbedsListed {
  slug: string;
  title: string;
  /** Whether nobody but organizers may see it yet. */
  isDraft: boolean;
  origins: string[];
  partners: PartnerListed[];
}

const titleOf = (locale: 'en' | 'es') => sql`coalesce(
  (select t.title from campaign_texts t where t.campaign_id = c.id and t.locale = ${locale}),
  (select t.title from campaign_texts t where t.campaign_id = c.id and t.locale = 'en'), c.slug)`;

/** The campaigns of an organization with how many sites and partners each has, the newest first, at most 200. */
export async function listEmbedCampaigns(
  { organizationId, locale }: { organizationId: number; locale: 'en' | 'es' },
  given: Partial<Tools> = {},
): Promise<{ slug: string; title: string; origins: number; partners: number }[]> {
  const { db } = tools(given);
  const rows = await db.execute<{ slug: string; title: string; origins: number; partners: number }>(sql`
    select c.slug, ${titleOf(locale)} as title,
      (select count(*)::integer from embed_origins o where o.campaign_id = c.id) as origins,
      (select count(*)::integer from partners p where p.campaign_id = c.id and p.ended_at is null) as partners
    from campaigns c where c.organization_id = ${organizationId} order by c.id desc limit 200`);
  return rows.map(({ slug, title, origins, partners }) => ({ slug, title, origins, partners }));
}

/** One campaign's embeds: sites and partners by name, those that ended last; null for a campaign that is not the organization's. */
export async function findEmbeds(
  { organizationId, campaignSlug, locale }: { organizationId: number; campaignSlug: string; locale: 'en' | 'es' },
  given: Partial<Tools> = {},
): Promise<EmbedsListed | null> {
  const { db } = tools(given);
  const [campaign] = await db.execute<{ id: number; title: string; is_draft: boolean; origins: string[] }>(sql`
    select c.id, ${titleOf(locale)} as title, c.state = 'draft' as is_draft,
      coalesce((select array_agg(o.origin order by o.origin) from embed_origins o where o.campaign_id = c.id), '{}') as origins
    from campaigns c where c.slug = ${campaignSlug} and c.organization_id = ${organizationId}`);
  if (!campaign) return null;
  const partners = await db.execute<{
    slug: string;
    name: string;
    is_ended: boolean;
    version: number | null;
    en: string | null;
    es: string | null;
    counted: string;
    agreed: string;
  }>(sql`
    select p.slug, p.name, p.ended_at is not null as is_ended, en.version, en.body as en, es.body as es,
      coalesce((select d.amount from dashboard_cells d where d.campaign_id = p.campaign_id and d.dimension = 'partner' and d.value = p.id::text), 0) as counted,
      (select count(*) from partner_signups u where u.partner_id = p.id) as agreed
    from partners p
      left join partner_wordings en on en.partner_id = p.id and en.version = p.wording_version and en.locale = 'en'
      left join partner_wordings es on es.partner_id = p.id and es.version = p.wording_version and es.locale = 'es'
    where p.campaign_id = ${campaign.id} order by p.ended_at is not null, lower(p.name), p.id`);
  return {
    slug: campaignSlug,
    title: campaign.title,
    isDraft: campaign.is_draft,
    origins: campaign.origins,
    partners: partners.map(({ slug, name, is_ended: isEnded, version, en, es, counted, agreed }) => ({
      slug,
      name,
      isEnded,
      wording: version !== null && en !== null && es !== null ? { version, en, es } : null,
      counted: Number(counted),
      agreed: Number(agreed),
    })),
  };
}
