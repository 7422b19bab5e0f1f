import { and, asc, desc, eq, isNull, or, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { campaigns, campaignTexts, consentTexts } from '#db/schema/campaign.ts';
import { letterTemplates } from '#db/schema/letter.ts';
import { recordDeed } from '../audit/audit.server.ts';
import type { CampaignLocale } from './campaign.ts';
import { type CampaignContent, noWords } from './content.ts';
import {
  type CampaignRow,
  findOwnRow,
  keepStanding,
  type OwnCampaign,
  readContent,
  readVersion,
  storeVersion,
} from './held.server.ts';

/** Where a campaign may start from: one of the organization's own, or one that came with the software. */
export interface CampaignStart {
  slug: string;
  title: string;
  isShipped: boolean;
}

/** What a new campaign begins with. `from`: the slug of the campaign that is copied, with addressees, texts and letters; null: nothing. */
export interface NewCampaign {
  organizationId: number;
  actor: string;
  title: string;
  locales: readonly CampaignLocale[];
  from: string | null;
}

/** Goal of a campaign that starts from nothing; it steps up by itself. Own choice. */
const FIRST_GOAL = 1_000;

/** Campaigns that an organization may start from: its own, then those that came with the software; at most 200. */
export async function listStarts(
  { organizationId, locale }: { organizationId: number; locale: CampaignLocale },
  given: Partial<Tools> = {},
): Promise<CampaignStart[]> {
  const { db } = tools(given);
  const rows = await db
    .select({
      slug: campaigns.slug,
      isShipped: campaigns.isShipped,
      title: sql<string>`coalesce((array_agg(${campaignTexts.title} order by ${campaignTexts.locale} = ${locale} desc, ${campaignTexts.locale}))[1], ${campaigns.slug})`,
    })
    .from(campaigns)
    .leftJoin(campaignTexts, eq(campaignTexts.campaignId, campaigns.id))
    .where(startable(organizationId))
    .groupBy(campaigns.id)
    .orderBy(desc(campaigns.isShipped), asc(campaigns.position), asc(campaigns.id))
    .limit(200);
  return rows;
}

function startable(organizationId: number) {
  return or(eq(campaigns.organizationId, organizationId), eq(campaigns.isShipped, true));
}

/**
 * Makes a draft: empty, or a copy of a campaign that it may start from. Of the organization's own campaign what stands now is copied, of one that came with the software what
 * came with it: the words, addressees, docket, goal, the letters that are current, and, of an own one, its wordings of consent. Nothing of signers, dates or state. Its slug is made of
 * the title; where that is taken, a number follows it.
 */
export async function createCampaign(
  { organizationId, actor, title, locales, from }: NewCampaign,
  given: Partial<Tools> = {},
): Promise<{ ok: true; slug: string } | { ok: false; reason: 'start_unknown' }> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const source = from === null ? null : await findStart(tx, organizationId, from);
    if (from !== null && !source) return { ok: false, reason: 'start_unknown' };
    const content = source ? source.content : emptyContent;
    const texts = Object.fromEntries(
      locales.map((locale) => [
        locale,
        { ...(content.texts[locale] ?? noWords), outcome: '', ...(source && locale !== locales[0] ? {} : { title }) },
      ]),
    );
    const slug = await freeSlug(tx, title);
    const [made] = await tx
      .insert(campaigns)
      .values({ slug, organizationId, state: 'draft', goal: content.goal, version: 1, createdAt: now() })
      .returning();
    if (!made) throw new Error(`The campaign ${slug} was not stored`);
    await keepStanding(tx, made);
    await storeVersion(tx, made, { ...content, texts }, { actor, at: now() });
    if (source) await copyLetters(tx, source.row, made.id, { actor, at: now() });
    if (source?.isOwn) await copyConsents(tx, source.row.id, made.id, actor);
    await recordDeed(tx, {
      organizationId,
      actor,
      action: source ? 'campaign.clone' : 'campaign.create',
      subject: `campaign:${slug}`,
      facts: { from },
      at: now(),
    });
    return { ok: true, slug };
  });
}

const emptyContent: CampaignContent = { texts: {}, targets: [], docketId: null, goal: FIRST_GOAL, goalStepsUp: true };

async function findStart(tx: Db, organizationId: number, slug: string) {
  const [row] = await tx
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.slug, slug), startable(organizationId)));
  if (!row) return null;
  const isOwn = row.organizationId === organizationId;
  const shipped = row.isShipped ? await readVersion(tx, row.id, 1) : null;
  // What another organization made of it is theirs.
  const content = isOwn ? await readContent(tx, row) : (shipped ?? (await readContent(tx, row)));
  return { row, isOwn, content };
}

/** Letters that are current in an own campaign; of another's, the newest that came with the software. They belong to whoever copied them. */
async function copyLetters(
  tx: Db,
  from: CampaignRow,
  campaignId: number,
  { actor, at }: { actor: string; at: Date },
): Promise<void> {
  const [to] = await tx
    .select({ organizationId: campaigns.organizationId })
    .from(campaigns)
    .where(eq(campaigns.id, campaignId));
  const isOwn = to?.organizationId === from.organizationId;
  const rows = await tx
    .selectDistinctOn([letterTemplates.slug, letterTemplates.locale])
    .from(letterTemplates)
    .where(
      and(
        eq(letterTemplates.campaignId, from.id),
        isOwn ? isNull(letterTemplates.retiredAt) : eq(letterTemplates.origin, 'shipped'),
      ),
    )
    .orderBy(letterTemplates.slug, letterTemplates.locale, desc(letterTemplates.version));
  for (const { slug, locale, name, addresseeKinds, position, source, sourceSha256 } of rows)
    await tx.insert(letterTemplates).values({
      campaignId,
      slug,
      locale,
      name,
      addresseeKinds,
      position,
      source,
      sourceSha256,
      version: 1,
      origin: 'edited',
      createdBy: actor,
      createdAt: at,
    });
}

async function copyConsents(tx: Db, from: number, campaignId: number, actor: string): Promise<void> {
  const rows = await tx
    .selectDistinctOn([consentTexts.kind, consentTexts.locale])
    .from(consentTexts)
    .where(eq(consentTexts.campaignId, from))
    .orderBy(consentTexts.kind, consentTexts.locale, desc(consentTexts.version));
  for (const { kind, locale, body } of rows)
    await tx.insert(consentTexts).values({ campaignId, kind, locale, body, version: 1, createdBy: actor });
}

/** A slug of letters, digits and hyphens made of a title; at most 60 characters. */
function slugOf(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
    .replace(/-$/, '');
  return slug === '' ? 'campaign' : slug;
}

/** Slugs are given out one after another, so that two campaigns of one title get two. */
async function freeSlug(tx: Db, title: string): Promise<string> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('campaign-slugs', 0))`);
  const slug = slugOf(title);
  const taken = new Set(
    (
      await tx.execute<{ slug: string }>(
        sql`select slug from campaigns where slug = ${slug} or slug like ${`${slug}-%`}`,
      )
    ).map((row) => row.slug),
  );
  // The address of the page on which campaigns are made.
  if (!taken.has(slug) && slug !== 'new') return slug;
  for (let number = 2; ; number++) if (!taken.has(`${slug}-${number}`)) return `${slug}-${number}`;
}

/** Deletes a draft with its versions and letters. Anything that was ever open, or that something else refers to, stays. */
export async function discardDraft(
  { actor, ...own }: OwnCampaign & { actor: string },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'campaign_unknown' | 'not_a_draft' | 'in_use' }> {
  const { db, now } = tools(given);
  try {
    return await db.transaction(async (tx) => {
      const row = await findOwnRow(tx, own, true);
      if (!row) return { ok: false, reason: 'campaign_unknown' };
      if (row.state !== 'draft') return { ok: false, reason: 'not_a_draft' };
      await tx.delete(letterTemplates).where(eq(letterTemplates.campaignId, row.id));
      await tx.delete(campaigns).where(eq(campaigns.id, row.id));
      await recordDeed(tx, {
        organizationId: own.organizationId,
        actor,
        action: 'campaign.discard',
        subject: `campaign:${row.slug}`,
        at: now(),
      });
      return { ok: true };
    });
  } catch (fault) {
    if (!isForeignKey(fault)) throw fault;
    return { ok: false, reason: 'in_use' };
  }
}

function isForeignKey(fault: unknown): boolean {
  const cause = fault instanceof Error && fault.cause instanceof Error ? fault.cause : fault;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '23503';
}
