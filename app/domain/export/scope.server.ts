import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { findCampaigns } from './rows.server.ts';

/** What an organization can choose from: its campaigns by slug, and its filing sets that were not cancelled, newest first, at most 100. Own choice. */
export interface ExportScopes {
  campaigns: readonly string[];
  sets: readonly { publicId: string; campaign: string; kind: string; members: number; createdAt: Date }[];
}

/** The campaigns and filing sets of an organization that an export can be of. Own choice. */
export async function listScopes(organizationId: number, given: Partial<Tools> = {}): Promise<ExportScopes> {
  const { db } = tools(given);
  const campaigns = await findCampaigns(db, { organizationId, campaign: null });
  const sets = await db.execute<{
    public_id: string;
    campaign: string;
    kind: string;
    member_count: number;
    created_at: string;
  }>(sql`
    select f.public_id, c.slug as campaign, f.kind, f.member_count, f.created_at from filing_sets f join campaigns c on c.id = f.campaign_id
    where c.organization_id = ${organizationId} and f.cancelled_at is null order by f.id desc limit 100`);
  return {
    campaigns: campaigns.map(({ slug }) => slug),
    sets: sets.map((row) => ({
      publicId: row.public_id,
      campaign: row.campaign,
      kind: row.kind,
      members: row.member_count,
      createdAt: new Date(row.created_at),
    })),
  };
}
