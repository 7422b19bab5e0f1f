import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { currentConsent } from '../campaign/campaign.server.ts';

/**
 * The wording beside the box by which a signer asks a campaign's organization to write about their ISP; null where no organization stands behind the campaign, who could
 * write, or no wording was seeded: then no form shows the box.
 */
export async function findAlertsWording(
  { campaignSlug, locale }: { campaignSlug: string; locale: 'en' | 'es' },
  given: Partial<Tools> = {},
): Promise<{ id: number; body: string } | null> {
  const { db } = tools(given);
  const [campaign] = await db.execute<{ id: number }>(
    sql`select id from campaigns where slug = ${campaignSlug} and organization_id is not null`,
  );
  if (!campaign) return null;
  const wording = await currentConsent('subscribe', locale, { ...given, campaignId: campaign.id });
  return wording && { id: wording.id, body: wording.body };
}
