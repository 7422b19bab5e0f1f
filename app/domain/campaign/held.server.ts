import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { campaigns, campaignTargets, campaignTexts, campaignVersions } from '#db/schema/campaign.ts';
import type { CampaignLocale } from './campaign.ts';
import { type CampaignContent, noWords } from './content.ts';

/** Which campaign, of whom. A campaign of another organization is not found. */
export interface OwnCampaign {
  organizationId: number;
  slug: string;
}

/** A row of `campaigns`. */
export type CampaignRow = typeof campaigns.$inferSelect;

/** A campaign of an organization as it is stored; null when it has none of that slug. `isHeld`: nobody else may change it until the transaction ends. */
export async function findOwnRow(
  db: Db,
  { organizationId, slug }: OwnCampaign,
  isHeld = false,
): Promise<CampaignRow | null> {
  const found = db
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.organizationId, organizationId), eq(campaigns.slug, slug)));
  // Not the lock that foreign keys wait for: signatures are counted meanwhile.
  const [row] = await (isHeld ? found.for('no key update') : found);
  return row ?? null;
}

/** The content of a campaign as it stands. */
export async function readContent(db: Db, row: CampaignRow): Promise<CampaignContent> {
  const [texts, targets] = await Promise.all([
    db.select().from(campaignTexts).where(eq(campaignTexts.campaignId, row.id)).orderBy(asc(campaignTexts.locale)),
    db
      .select({ kind: campaignTargets.kind })
      .from(campaignTargets)
      .where(eq(campaignTargets.campaignId, row.id))
      .orderBy(asc(campaignTargets.position), asc(campaignTargets.id)),
  ]);
  const { docketId, goal, goalStepsUp } = row;
  return {
    texts: Object.fromEntries(
      texts.map(({ locale, id: _, campaignId: __, sources, ...words }) => [
        locale,
        // In the order of the fields, so that contents can be compared as text.
        { ...noWords, ...words, sources: sources.join('\n') },
      ]),
    ),
    targets: targets.map(({ kind }) => kind),
    docketId,
    goal,
    goalStepsUp,
  };
}

/** Writes a content over the one that stands. The rows of addressees that stay keep their ids, which forms name. */
async function writeContent(tx: Db, campaignId: number, content: CampaignContent, version: number): Promise<void> {
  const { texts, targets, docketId, goal, goalStepsUp } = content;
  await tx.update(campaigns).set({ docketId, goal, goalStepsUp, version }).where(eq(campaigns.id, campaignId));
  const spoken = Object.keys(texts) as CampaignLocale[];
  await tx.execute(
    sql`delete from campaign_texts where campaign_id = ${campaignId} and locale <> all(${`{${spoken.join()}}`}::text[])`,
  );
  for (const locale of spoken) {
    const { sources, ...words } = texts[locale] ?? noWords;
    const set = { ...words, sources: sources === '' ? [] : sources.split('\n') };
    await tx
      .insert(campaignTexts)
      .values({ campaignId, locale, ...set })
      .onConflictDoUpdate({ target: [campaignTexts.campaignId, campaignTexts.locale], set });
  }
  await tx.execute(
    sql`delete from campaign_targets where campaign_id = ${campaignId} and kind <> all(${`{${targets.join()}}`}::text[])`,
  );
  for (const [index, kind] of targets.entries())
    await tx
      .insert(campaignTargets)
      .values({ campaignId, kind, position: index + 1 })
      .onConflictDoUpdate({ target: [campaignTargets.campaignId, campaignTargets.kind], set: { position: index + 1 } });
}

/** Stores a content as the next version of a campaign whose row is held, and gives its number. The version that stood is kept first, where it never was. */
export async function storeVersion(
  tx: Db,
  row: CampaignRow,
  content: CampaignContent,
  { actor, at, restoredFrom = null }: { actor: string; at: Date; restoredFrom?: number | null },
): Promise<number> {
  await keepStanding(tx, row);
  const version = row.version + 1;
  await writeContent(tx, row.id, content, version);
  await tx
    .insert(campaignVersions)
    .values({ campaignId: row.id, version, content: { ...content }, actor, savedAt: at, restoredFrom });
  return version;
}

/** Keeps the version that stands, for campaigns that came in another way than by an organizer. */
export async function keepStanding(tx: Db, row: CampaignRow): Promise<void> {
  const content = await readContent(tx, row);
  await tx
    .insert(campaignVersions)
    .values({
      campaignId: row.id,
      version: row.version,
      content: { ...content },
      actor: 'system',
      savedAt: row.createdAt,
    })
    .onConflictDoNothing();
}

/** The content of a version; null when there is none of that number. */
export async function readVersion(db: Db, campaignId: number, version: number): Promise<CampaignContent | null> {
  const [row] = await db
    .select({ content: campaignVersions.content })
    .from(campaignVersions)
    .where(and(eq(campaignVersions.campaignId, campaignId), eq(campaignVersions.version, version)));
  return row ? (row.content as unknown as CampaignContent) : null;
}
