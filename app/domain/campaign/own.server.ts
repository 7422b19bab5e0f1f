import { asc, eq, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { campaigns, campaignTexts } from '#db/schema/campaign.ts';
import type { CampaignLocale, CampaignState } from './campaign.ts';
import type { CampaignContent } from './content.ts';
import { findOwnRow, type OwnCampaign, readContent } from './held.server.ts';

/** A campaign in the list of its organization. */
export interface OwnCampaignEntry {
  slug: string;
  title: string;
  state: CampaignState;
  opensAt: Date | null;
  closesAt: Date | null;
  timeZone: string;
  /** Confirmed signatures in the count. */
  counted: number;
}

/** Everything about a campaign that its organizers may change, as it stands. `redirectTo`: where visitors are sent on to. */
export interface CampaignSheet {
  id: number;
  slug: string;
  state: CampaignState;
  version: number;
  content: CampaignContent;
  opensAt: Date | null;
  closesAt: Date | null;
  timeZone: string;
  openedAt: Date | null;
  closedAt: Date | null;
  wonAt: Date | null;
  redirectTo: string | null;
}

/** The campaigns of an organization: what runs, then drafts, then what is over; at most 200. */
export async function listOwnCampaigns(
  { organizationId, locale }: { organizationId: number; locale: CampaignLocale },
  given: Partial<Tools> = {},
): Promise<OwnCampaignEntry[]> {
  const { db } = tools(given);
  const rows = await db
    .select({
      slug: campaigns.slug,
      title: sql<string>`coalesce((array_agg(${campaignTexts.title} order by ${campaignTexts.locale} = ${locale} desc, ${campaignTexts.locale}))[1], '')`,
      state: campaigns.state,
      opensAt: campaigns.opensAt,
      closesAt: campaigns.closesAt,
      timeZone: campaigns.timeZone,
      counted: sql<number>`coalesce((select (c.signed - c.withdrawn - c.invalidated)::float8 from campaign_counts c where c.campaign_id = campaigns.id), 0)`,
    })
    .from(campaigns)
    .leftJoin(campaignTexts, eq(campaignTexts.campaignId, campaigns.id))
    .where(eq(campaigns.organizationId, organizationId))
    .groupBy(campaigns.id)
    .orderBy(
      sql`array_position(array['open', 'scheduled', 'draft', 'won', 'closed', 'archived'], ${campaigns.state})`,
      asc(campaigns.position),
      asc(campaigns.id),
    )
    .limit(200);
  return rows.map((row) => ({ ...row, title: row.title || row.slug }));
}

/** A campaign of an organization for its organizers; null when it has none of that slug. */
export async function findSheet(own: OwnCampaign, given: Partial<Tools> = {}): Promise<CampaignSheet | null> {
  const { db } = tools(given);
  const row = await findOwnRow(db, own);
  if (!row) return null;
  const { id, slug, state, version, opensAt, closesAt, timeZone, openedAt, closedAt, wonAt, redirectToId } = row;
  const [target] =
    redirectToId === null
      ? []
      : await db.select({ slug: campaigns.slug }).from(campaigns).where(eq(campaigns.id, redirectToId));
  const content = await readContent(db, row);
  const times = { opensAt, closesAt, timeZone, openedAt, closedAt, wonAt };
  return { id, slug, state, version, content, ...times, redirectTo: target?.slug ?? null };
}
