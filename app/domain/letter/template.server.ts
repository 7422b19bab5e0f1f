import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { campaigns } from '#db/schema/campaign.ts';
import { letterTemplates } from '#db/schema/letter.ts';
import { readLetterFile, type ShippedTemplate, twinFaults } from '#templates/catalogue.ts';
import { faultsBrought } from '#templates/lint.ts';
import type { TemplateError } from '#templates/template.ts';
import { addVersion, listVersions, lockTemplates, templateDigest } from './load-templates.server.ts';
import { storedKnowledge } from './template-knowledge.server.ts';

/** Most versions that one listing returns. Own choice. */
const MAX_VERSIONS = 1_000;

/** A version of a letter as organizers see it. `retiredBy`: the organizer who took it back; null where another version took its place. */
export interface TemplateVersion {
  campaign: string;
  slug: string;
  locale: 'en' | 'es';
  version: number;
  name: string;
  origin: 'shipped' | 'edited';
  createdBy: string | null;
  createdAt: Date;
  retiredAt: Date | null;
  retiredBy: string | null;
}

/** A letter of a campaign, in both languages. */
export interface LetterName {
  campaign: string;
  slug: string;
}

/** Why organizers' work on a letter is refused. `faults`: what is wrong with it, each with file, line and remedy. */
export type TemplateRefusal =
  | { ok: false; reason: 'campaign_unknown' | 'nothing_current' | 'not_shipped' | 'same_text' }
  | { ok: false; reason: 'faults'; faults: readonly TemplateError[] };

/**
 * Adds a letter in both languages, or a new version of it, from the text of two files named `<slug>.<locale>.txt`; it stands at once in place of the
 * version before, which is kept. Refuses letters with any fault that `npm run templates -- check` would find with it in place, and texts that
 * are current already. Concurrent calls follow one another.
 */
export async function addTemplate(
  { campaign, files, by }: { campaign: string; files: readonly { name: string; source: string }[]; by: string },
  given: Partial<Tools> = {},
): Promise<{ ok: true; slug: string; versions: { locale: 'en' | 'es'; version: number }[] } | TemplateRefusal> {
  const { db, now } = tools(given);
  const read = files.map(({ name, source }) => readLetterFile(source, `${campaign}/${name.split(/[\\/]/).at(-1)}`));
  const letters = read.flatMap(({ letter }) => letter ?? []);
  const unread = read.flatMap((one) => one.faults);
  const faults = unread.length > 0 ? unread : twinFaults(letters);
  const [first] = letters;
  if (faults.length > 0 || !first) return { ok: false, reason: 'faults', faults };
  return db.transaction(async (tx) => {
    await lockTemplates(tx);
    const campaignId = await campaignIdOf(tx, campaign);
    if (campaignId === null) return { ok: false, reason: 'campaign_unknown' };
    const stored = await readStoredTemplates({ db: tx, campaign });
    const found = faultsBrought(letters, stored.letters, await storedKnowledge({ db: tx, now }));
    if (found.length > 0) return { ok: false, reason: 'faults', faults: found };
    const versions: { locale: 'en' | 'es'; version: number }[] = [];
    for (const letter of letters) {
      const version = await putVersion(tx, campaignId, letter, by, now());
      if (version !== null) versions.push({ locale: letter.locale, version });
    }
    return versions.length > 0 ? { ok: true, slug: first.slug, versions } : { ok: false, reason: 'same_text' };
  });
}

/** Makes a text the current version, an older version of the same text again where there is one; null when it is current already. */
async function putVersion(
  tx: Db,
  campaignId: number,
  { slug, locale, source, template }: ShippedTemplate,
  by: string,
  at: Date,
): Promise<number | null> {
  const versions = await listVersions(tx, { campaignId, slug, locale });
  const sourceSha256 = templateDigest(source);
  const same = versions.find((version) => version.sourceSha256 === sourceSha256);
  if (same && same.retiredAt === null) return null;
  await retireCurrent(tx, { campaignId, slug, locale }, by, at);
  if (same) {
    await tx.update(letterTemplates).set({ retiredAt: null, retiredBy: null }).where(eq(letterTemplates.id, same.id));
    return same.version;
  }
  const version = Math.max(0, ...versions.map((one) => one.version)) + 1;
  await addVersion(tx, {
    campaignId,
    slug,
    locale,
    version,
    name: template.name,
    addresseeKinds: [...template.addressees],
    origin: 'edited',
    createdBy: by,
    position: template.position,
    source,
    sourceSha256,
    createdAt: at,
  });
  return version;
}

async function retireCurrent(
  tx: Db,
  { campaignId, slug, locale }: { campaignId: number; slug: string; locale?: 'en' | 'es' },
  by: string | null,
  at: Date,
): Promise<number> {
  const rows = await tx
    .update(letterTemplates)
    .set({ retiredAt: at, retiredBy: by })
    .where(
      and(
        eq(letterTemplates.campaignId, campaignId),
        eq(letterTemplates.slug, slug),
        locale === undefined ? undefined : eq(letterTemplates.locale, locale),
        isNull(letterTemplates.retiredAt),
      ),
    )
    .returning({ id: letterTemplates.id });
  return rows.length;
}

/** Takes a letter back in both languages: it is offered no more, also after the next release, until it is restored or added again. Letters begun with it stay. */
export async function retireTemplate(
  { campaign, slug, by }: LetterName & { by: string },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | TemplateRefusal> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    await lockTemplates(tx);
    const campaignId = await campaignIdOf(tx, campaign);
    if (campaignId === null) return { ok: false, reason: 'campaign_unknown' };
    const count = await retireCurrent(tx, { campaignId, slug }, by, now());
    return count > 0 ? { ok: true } : { ok: false, reason: 'nothing_current' };
  });
}

/** Gives a letter back to the releases: its newest shipped version stands again in each language, and later ones follow it. */
export async function restoreTemplate(
  { campaign, slug }: LetterName,
  given: Partial<Tools> = {},
): Promise<{ ok: true } | TemplateRefusal> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    await lockTemplates(tx);
    const campaignId = await campaignIdOf(tx, campaign);
    if (campaignId === null) return { ok: false, reason: 'campaign_unknown' };
    const newest = await Promise.all(
      (['en', 'es'] as const).map(async (locale) =>
        (await listVersions(tx, { campaignId, slug, locale })).findLast(({ origin }) => origin === 'shipped'),
      ),
    );
    if (newest.some((version) => !version)) return { ok: false, reason: 'not_shipped' };
    await retireCurrent(tx, { campaignId, slug }, null, now());
    await tx
      .update(letterTemplates)
      .set({ retiredBy: null })
      .where(and(eq(letterTemplates.campaignId, campaignId), eq(letterTemplates.slug, slug)));
    for (const version of newest)
      if (version) await tx.update(letterTemplates).set({ retiredAt: null }).where(eq(letterTemplates.id, version.id));
    return { ok: true };
  });
}

async function campaignIdOf(db: Db, slug: string): Promise<number | null> {
  const [row] = await db.select({ id: campaigns.id }).from(campaigns).where(eq(campaigns.slug, slug));
  return row?.id ?? null;
}

/** Versions of letters, of one campaign when it is given and only current ones unless `isWhole`; by campaign, position, slug, language, the newest first. */
export async function listTemplateVersions(
  { campaign, isWhole = false }: { campaign?: string | undefined; isWhole?: boolean } = {},
  given: Partial<Tools> = {},
): Promise<TemplateVersion[]> {
  const { db } = tools(given);
  return db
    .select({
      campaign: campaigns.slug,
      slug: letterTemplates.slug,
      locale: letterTemplates.locale,
      version: letterTemplates.version,
      name: letterTemplates.name,
      origin: letterTemplates.origin,
      createdBy: letterTemplates.createdBy,
      createdAt: letterTemplates.createdAt,
      retiredAt: letterTemplates.retiredAt,
      retiredBy: letterTemplates.retiredBy,
    })
    .from(letterTemplates)
    .innerJoin(campaigns, eq(campaigns.id, letterTemplates.campaignId))
    .where(
      and(
        campaign === undefined ? undefined : eq(campaigns.slug, campaign),
        isWhole ? undefined : isNull(letterTemplates.retiredAt),
      ),
    )
    .orderBy(
      asc(campaigns.slug),
      asc(letterTemplates.position),
      asc(letterTemplates.slug),
      asc(letterTemplates.locale),
      desc(letterTemplates.version),
    )
    .limit(MAX_VERSIONS);
}

/** The whole text of a version, front matter included: of the current one, or of the newest where none is current, or of the one asked for; null when there is none. */
export async function findTemplateSource(
  { campaign, slug, locale, version }: LetterName & { locale: 'en' | 'es'; version?: number | undefined },
  given: Partial<Tools> = {},
): Promise<string | null> {
  const { db } = tools(given);
  const [row] = await db
    .select({ source: letterTemplates.source })
    .from(letterTemplates)
    .innerJoin(campaigns, eq(campaigns.id, letterTemplates.campaignId))
    .where(
      and(
        eq(campaigns.slug, campaign),
        eq(letterTemplates.slug, slug),
        eq(letterTemplates.locale, locale),
        version === undefined ? undefined : eq(letterTemplates.version, version),
      ),
    )
    .orderBy(desc(isNull(letterTemplates.retiredAt)), desc(letterTemplates.version))
    .limit(1);
  return row?.source ?? null;
}

/** The letters that are current in the database, read again, with the faults of those that cannot be. A fault's file is `<campaign>/<slug>.<locale>.txt, version N`. */
export async function readStoredTemplates(
  given: Partial<Tools> & { campaign?: string } = {},
): Promise<{ letters: ShippedTemplate[]; faults: TemplateError[] }> {
  const { db } = tools(given);
  const rows = await db
    .select({ row: letterTemplates, campaign: campaigns.slug })
    .from(letterTemplates)
    .innerJoin(campaigns, eq(campaigns.id, letterTemplates.campaignId))
    .where(
      and(
        isNull(letterTemplates.retiredAt),
        given.campaign === undefined ? undefined : eq(campaigns.slug, given.campaign),
      ),
    )
    .orderBy(asc(campaigns.slug), asc(letterTemplates.position), asc(letterTemplates.slug), asc(letterTemplates.locale))
    .limit(MAX_VERSIONS);
  const read = rows.map(({ row, campaign }) => readLetterFile(row.source, `${campaign}/${row.slug}.${row.locale}.txt`));
  return { letters: read.flatMap(({ letter }) => letter ?? []), faults: read.flatMap(({ faults }) => faults) };
}
