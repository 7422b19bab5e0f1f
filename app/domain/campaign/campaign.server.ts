import { and, asc, desc, eq, inArray, ne } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { campaigns, campaignTargets, campaignTexts, consentTexts } from '#db/schema/campaign.ts';
import {
  type Campaign,
  type CampaignLocale,
  type CampaignTarget,
  type ConsentKind,
  type ConsentText,
  paragraphs,
} from './campaign.ts';

type CampaignRow = typeof campaigns.$inferSelect;

/** Most campaigns that one listing returns. Own choice. */
export const MAX_CAMPAIGNS = 100;

/** The campaign of a slug with its words, or null; drafts are not found. English words stand in where a language is missing. */
export async function findCampaign(
  slug: string,
  locale: CampaignLocale,
  given: Partial<Tools> = {},
): Promise<Campaign | null> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.slug, slug), ne(campaigns.state, 'draft')));
  return (await withTexts(db, rows, locale))[0] ?? null;
}

/** Open campaigns by position, then closed ones; neither drafts nor archived ones. At most 100. */
export async function listCampaigns(locale: CampaignLocale, given: Partial<Tools> = {}): Promise<Campaign[]> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(campaigns)
    .where(inArray(campaigns.state, ['open', 'closed']))
    .orderBy(desc(eq(campaigns.state, 'open')), asc(campaigns.position), asc(campaigns.id))
    .limit(MAX_CAMPAIGNS);
  return withTexts(db, rows, locale);
}

/** The open campaign with the smallest position, or null. */
export async function findFrontCampaign(locale: CampaignLocale, given: Partial<Tools> = {}): Promise<Campaign | null> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(campaigns)
    .where(eq(campaigns.state, 'open'))
    .orderBy(asc(campaigns.position), asc(campaigns.id))
    .limit(1);
  return (await withTexts(db, rows, locale))[0] ?? null;
}

async function withTexts(db: Db, rows: CampaignRow[], locale: CampaignLocale): Promise<Campaign[]> {
  if (rows.length === 0) return [];
  const texts = await db
    .select()
    .from(campaignTexts)
    .where(
      and(
        inArray(
          campaignTexts.campaignId,
          rows.map(({ id }) => id),
        ),
        inArray(campaignTexts.locale, [locale, 'en']),
      ),
    );
  return rows.flatMap(({ createdAt: _, organizationId: __, ...row }) => {
    const own = texts.filter(({ campaignId }) => campaignId === row.id);
    const text = own.find((candidate) => candidate.locale === locale) ?? own[0];
    if (!text) return [];
    const { title, summary, ask, body, sources } = text;
    return [{ ...row, locale: text.locale, title, summary, ask, body: paragraphs(body), sources }];
  });
}

/** Addressees that a campaign offers, in its order; at most 50. */
export function listTargets(campaignId: number, given: Partial<Tools> = {}): Promise<CampaignTarget[]> {
  const { db } = tools(given);
  return db
    .select({ id: campaignTargets.id, kind: campaignTargets.kind, position: campaignTargets.position })
    .from(campaignTargets)
    .where(eq(campaignTargets.campaignId, campaignId))
    .orderBy(asc(campaignTargets.position), asc(campaignTargets.id))
    .limit(50);
}

/** The newest consent wording of a kind in a language, or null when none was seeded. */
export async function currentConsent(
  kind: ConsentKind,
  locale: CampaignLocale,
  given: Partial<Tools> = {},
): Promise<ConsentText | null> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(consentTexts)
    .where(and(eq(consentTexts.kind, kind), eq(consentTexts.locale, locale)))
    .orderBy(desc(consentTexts.version))
    .limit(1);
  return rows[0] ?? null;
}
