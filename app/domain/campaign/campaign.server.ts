import { and, asc, desc, eq, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { campaigns, campaignTargets, campaignTexts, consentTexts } from '#db/schema/campaign.ts';
import type { Campaign, CampaignLocale, CampaignTarget, ConsentKind, ConsentText } from './campaign.ts';
import { petitionHtml } from './petition.server.ts';

type CampaignRow = typeof campaigns.$inferSelect;

/** Most campaigns that one listing returns. Own choice. */
export const MAX_CAMPAIGNS = 100;

/** The campaign of a slug with its words, or null; drafts are not found. English words, else those there are, stand in where a language is missing. */
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

/** Open campaigns by position, then those that are over; neither drafts nor scheduled nor archived ones. At most 100. */
export async function listCampaigns(locale: CampaignLocale, given: Partial<Tools> = {}): Promise<Campaign[]> {
  const { db, now } = tools(given);
  const isOpen = openAt(now());
  const rows = await db
    .select()
    .from(campaigns)
    .where(or(isOpen, inArray(campaigns.state, ['open', 'closed', 'won'])))
    .orderBy(desc(isOpen), asc(campaigns.position), asc(campaigns.id))
    .limit(MAX_CAMPAIGNS);
  return withTexts(db, rows, locale);
}

/** The campaign that takes signatures with the smallest position, or null. */
export async function findFrontCampaign(locale: CampaignLocale, given: Partial<Tools> = {}): Promise<Campaign | null> {
  const { db, now } = tools(given);
  const rows = await db
    .select()
    .from(campaigns)
    .where(openAt(now()))
    .orderBy(asc(campaigns.position), asc(campaigns.id))
    .limit(1);
  return (await withTexts(db, rows, locale))[0] ?? null;
}

/** `isTakingSignatures` in the database's words. */
function openAt(at: Date): SQL<boolean> {
  const now = sql`${at.toISOString()}::timestamptz`;
  return sql`(${campaigns.state} in ('open', 'scheduled') and coalesce(${campaigns.opensAt} <= ${now}, true) and coalesce(${campaigns.closesAt} > ${now}, true))`;
}

async function withTexts(db: Db, rows: CampaignRow[], locale: CampaignLocale): Promise<Campaign[]> {
  if (rows.length === 0) return [];
  const texts = await db
    .select()
    .from(campaignTexts)
    .where(
      inArray(
        campaignTexts.campaignId,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(asc(campaignTexts.locale));
  return Promise.all(
    rows.flatMap((row) => {
      const own = texts.filter(({ campaignId }) => campaignId === row.id);
      const text = own.find((candidate) => candidate.locale === locale) ?? own[0];
      return text ? [campaignOf(db, row, text)] : [];
    }),
  );
}

async function campaignOf(
  db: Db,
  {
    id,
    slug,
    state,
    position,
    goal,
    goalStepsUp,
    docketId,
    opensAt,
    closesAt,
    timeZone,
    wonAt,
    redirectToId,
  }: CampaignRow,
  {
    locale,
    title,
    summary,
    ask,
    body,
    sources,
    shareText,
    pictureHeadline,
    outcome,
  }: typeof campaignTexts.$inferSelect,
): Promise<Campaign> {
  const stands = { id, slug, state, position, goal, goalStepsUp, docketId, opensAt, closesAt, timeZone, wonAt };
  const words = { locale, title, summary, ask, body: petitionHtml(body), sources, shareText, pictureHeadline, outcome };
  const redirectTo = redirectToId === null ? null : await findRedirect(db, redirectToId);
  return { ...stands, ...words, redirectTo };
}

/** The open campaign at the end of a way that begins at a campaign; null when the way ends at one that is over. Ways have no circle (trigger `campaigns_redirect_open`). */
async function findRedirect(db: Db, id: number): Promise<string | null> {
  const [end] = await db.execute<{ slug: string }>(sql`
    with recursive way as (
      select id, slug, state, redirect_to_id from campaigns where id = ${id}
      union select next.id, next.slug, next.state, next.redirect_to_id from way join campaigns next on next.id = way.redirect_to_id
    ) select slug from way where state = 'open'`);
  return end?.slug ?? null;
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

/**
 * The newest consent wording of a kind in a language: the campaign's own where it has one, else the installation's; null when none was seeded. Without `campaignId` the
 * installation's.
 */
export async function currentConsent(
  kind: ConsentKind,
  locale: CampaignLocale,
  { campaignId = null, ...given }: Partial<Tools> & { campaignId?: number | null } = {},
): Promise<ConsentText | null> {
  const { db } = tools(given);
  const ofInstallation = isNull(consentTexts.campaignId);
  const [row] = await db
    .select({
      id: consentTexts.id,
      kind: consentTexts.kind,
      version: consentTexts.version,
      locale: consentTexts.locale,
      body: consentTexts.body,
    })
    .from(consentTexts)
    .where(
      and(
        eq(consentTexts.kind, kind),
        eq(consentTexts.locale, locale),
        campaignId === null ? ofInstallation : or(ofInstallation, eq(consentTexts.campaignId, campaignId)),
      ),
    )
    .orderBy(sql`${consentTexts.campaignId} nulls last`, desc(consentTexts.version))
    .limit(1);
  return row ?? null;
}
