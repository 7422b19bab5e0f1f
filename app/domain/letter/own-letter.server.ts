import { and, asc, desc, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { letterTemplates } from '#db/schema/letter.ts';
import { organizers } from '#db/schema/organizer-account.ts';
import { CAMPAIGN_LOCALES } from '../campaign/content.ts';
import { type CampaignRow, findOwnRow, type OwnCampaign, readContent } from '../campaign/held.server.ts';
import type { InLocales, Uncovered } from './own-letter.ts';

/** Most versions of one letter that are listed, both languages together. Own choice. */
const MAX_VERSIONS = 200;

/** One version of a letter of an organization. `createdBy`: null for what came with the software; `createdName`, `retiredName`: of organizers who are still there. */
export interface OwnLetterVersion {
  slug: string;
  locale: 'en' | 'es';
  version: number;
  name: string;
  kinds: (typeof letterTemplates.$inferSelect)['addresseeKinds'];
  origin: 'shipped' | 'edited';
  createdBy: string | null;
  createdName: string | null;
  createdAt: Date;
  retiredAt: Date | null;
}

/** A letter as its editor opens it: the current version of each language, else the newest; null where a language has none. */
export interface OwnLetter {
  slug: string;
  isCurrent: boolean;
  /** Whether a version came with the software, so that it can be given back. */
  isShipped: boolean;
  texts: InLocales<{ version: number; name: string; source: string } | null>;
  versions: OwnLetterVersion[];
}

/** Which letter of which campaign of whom. */
export interface OwnLetterName extends OwnCampaign {
  letter: string;
}

const columns = { ...getTableColumns(letterTemplates), createdName: organizers.name };

/** Rows of versions with the names of who made them. */
function versionsOf(db: Db, campaignId: number, letter?: string) {
  return db
    .select(columns)
    .from(letterTemplates)
    .leftJoin(organizers, sql`'organizer:' || ${organizers.id} = ${letterTemplates.createdBy}`)
    .where(
      and(
        eq(letterTemplates.campaignId, campaignId),
        letter === undefined ? undefined : eq(letterTemplates.slug, letter),
      ),
    )
    .$dynamic();
}

type VersionRow = Awaited<ReturnType<typeof versionsOf>>[number];

function entryOf({ slug, locale, version, name, addresseeKinds, ...row }: VersionRow): OwnLetterVersion {
  const { origin, createdBy, createdName, createdAt, retiredAt } = row;
  return { slug, locale, version, name, kinds: addresseeKinds, origin, createdBy, createdName, createdAt, retiredAt };
}

/** The newest word on each letter of a campaign, per language: the current version, else the newest; by order, slug and language. Null when the organization has no such campaign. */
export async function listOwnLetters(
  own: OwnCampaign,
  given: Partial<Tools> = {},
): Promise<{ letters: (OwnLetterVersion & { versions: number })[]; uncovered: Uncovered[] } | null> {
  const { db } = tools(given);
  const row = await findOwnRow(db, own);
  if (!row) return null;
  const rows = await versionsOf(db, row.id)
    .orderBy(
      asc(letterTemplates.position),
      asc(letterTemplates.slug),
      asc(letterTemplates.locale),
      desc(isNull(letterTemplates.retiredAt)),
      desc(letterTemplates.version),
    )
    .limit(1_000);
  const shown = new Map<string, OwnLetterVersion & { versions: number }>();
  for (const one of rows) {
    const key = `${one.slug} ${one.locale}`;
    const known = shown.get(key);
    const versions = (known?.versions ?? 0) + 1;
    // Versions of other places in the order come elsewhere in the rows, so the newest is not always the first.
    const isBetter = !known || (one.retiredAt === null) > (known.retiredAt === null);
    const isNewer = known && (one.retiredAt === null) === (known.retiredAt === null) && one.version > known.version;
    shown.set(key, { ...(isBetter || isNewer ? entryOf(one) : known), versions });
  }
  return { letters: [...shown.values()], uncovered: await listUncovered(db, row) };
}

/** Addressees that a campaign offers in a language that it speaks, and that no current letter goes to. */
export async function listUncovered(db: Db, row: CampaignRow): Promise<Uncovered[]> {
  const [{ texts, targets }, current] = await Promise.all([
    readContent(db, row),
    db
      .select({ locale: letterTemplates.locale, kinds: letterTemplates.addresseeKinds })
      .from(letterTemplates)
      .where(and(eq(letterTemplates.campaignId, row.id), isNull(letterTemplates.retiredAt))),
  ]);
  return CAMPAIGN_LOCALES.filter((locale) => texts[locale]).flatMap((locale) =>
    targets
      .filter((kind) => !current.some((one) => one.locale === locale && one.kinds.includes(kind)))
      .map((kind) => ({ locale, kind })),
  );
}

/** One letter of a campaign with its versions, the newest first; null when the organization has no such campaign or letter. */
export async function findOwnLetter(
  { letter, ...own }: OwnLetterName,
  given: Partial<Tools> = {},
): Promise<OwnLetter | null> {
  const { db } = tools(given);
  const row = await findOwnRow(db, own);
  if (!row) return null;
  const rows = await rowsOf(db, row.id, letter);
  if (rows.length === 0) return null;
  const text = (locale: 'en' | 'es') => {
    const one = standingOf(rows, locale);
    return one && { version: one.version, name: one.name, source: one.source };
  };
  return {
    slug: letter,
    isCurrent: rows.some(({ retiredAt }) => retiredAt === null),
    isShipped: CAMPAIGN_LOCALES.every((locale) =>
      rows.some((one) => one.locale === locale && one.origin === 'shipped'),
    ),
    texts: { en: text('en'), es: text('es') },
    versions: rows.map(entryOf),
  };
}

/** Every version of a letter with its text, the newest first. */
export async function rowsOf(db: Db, campaignId: number, letter: string): Promise<VersionRow[]> {
  return versionsOf(db, campaignId, letter)
    .orderBy(desc(letterTemplates.version), asc(letterTemplates.locale))
    .limit(MAX_VERSIONS);
}

/** The version of a language that stands: the current one, else the newest; null when there is none. */
export function standingOf(rows: readonly VersionRow[], locale: 'en' | 'es'): VersionRow | null {
  const ofLocale = rows.filter((one) => one.locale === locale);
  return ofLocale.find(({ retiredAt }) => retiredAt === null) ?? ofLocale[0] ?? null;
}

/** The texts of two versions of a letter in one language; null when one of them is not there. */
export async function findOwnVersions(
  { letter, locale, from, to, ...own }: OwnLetterName & { locale: 'en' | 'es'; from: number; to: number },
  given: Partial<Tools> = {},
): Promise<{ before: string; after: string } | null> {
  const { db } = tools(given);
  const row = await findOwnRow(db, own);
  const rows = row ? (await rowsOf(db, row.id, letter)).filter((one) => one.locale === locale) : [];
  const before = rows.find(({ version }) => version === from);
  const after = rows.find(({ version }) => version === to);
  return before && after ? { before: before.source, after: after.source } : null;
}
