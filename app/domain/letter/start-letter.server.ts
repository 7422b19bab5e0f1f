import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { campaigns } from '#db/schema/campaign.ts';
import { letterTemplates } from '#db/schema/letter.ts';
import { readLetterFile } from '#templates/catalogue.ts';
import type { AddresseeKind } from '../campaign/campaign.ts';
import { findOwnRow, type OwnCampaign } from '../campaign/held.server.ts';
import type { InLocales } from './own-letter.ts';

/** A letter that came with the software, to start from. `slug`: its campaign's slug, a slash, its own; `kinds`: whom it goes to as it is. */
export interface LetterStart {
  slug: string;
  name: string;
  kinds: readonly AddresseeKind[];
}

/** The newest text of every letter that came with the software, by language; no text that says why there is no letter. */
async function listShipped(db: Db) {
  const rows = await db
    .selectDistinctOn([campaigns.position, campaigns.slug, letterTemplates.slug, letterTemplates.locale], {
      campaign: campaigns.slug,
      slug: letterTemplates.slug,
      locale: letterTemplates.locale,
      source: letterTemplates.source,
    })
    .from(letterTemplates)
    .innerJoin(campaigns, eq(campaigns.id, letterTemplates.campaignId))
    .where(eq(letterTemplates.origin, 'shipped'))
    .orderBy(
      asc(campaigns.position),
      asc(campaigns.slug),
      asc(letterTemplates.slug),
      asc(letterTemplates.locale),
      desc(letterTemplates.version),
    )
    .limit(1_000);
  return rows.flatMap(({ campaign, slug, locale, source }) => {
    const { letter } = readLetterFile(source, `${campaign}/${slug}.${locale}.txt`);
    return letter && !letter.template.isExclusion ? [letter] : [];
  });
}

/** The letters that came with the software, those to `kind` first. */
export async function listLetterStarts(kind: AddresseeKind, given: Partial<Tools> = {}): Promise<LetterStart[]> {
  const starts = (await listShipped(tools(given).db))
    .filter(({ locale }) => locale === 'en')
    .map(({ campaign, slug, template: { name, addressees } }) => ({
      slug: `${campaign}/${slug}`,
      name,
      kinds: addressees,
    }));
  const isFirst = ({ kinds }: LetterStart) => Number(kinds.includes(kind));
  return starts.toSorted((a, b) => isFirst(b) - isFirst(a));
}

/**
 * The text of a new letter to a kind of addressee in both languages, begun from one that came with the software: its addressee is the one asked for and its place in the order is free.
 * Null when the organization has no such campaign, or there is no such letter.
 */
export async function startLetter(
  { kind, from, ...own }: OwnCampaign & { kind: AddresseeKind; from: string },
  given: Partial<Tools> = {},
): Promise<InLocales<string> | null> {
  const { db } = tools(given);
  const row = await findOwnRow(db, own);
  const starts = row ? (await listShipped(db)).filter(({ campaign, slug }) => `${campaign}/${slug}` === from) : [];
  const [en, es] = (['en', 'es'] as const).map((locale) => starts.find((one) => one.locale === locale));
  if (!row || !en || !es) return null;
  const taken = await db
    .select({ position: letterTemplates.position })
    .from(letterTemplates)
    .where(and(eq(letterTemplates.campaignId, row.id), isNull(letterTemplates.retiredAt)));
  const position = Math.min(999, Math.max(0, ...taken.map((one) => one.position)) + 10);
  const begun = (source: string) =>
    source
      .replace(/^addressees:.*$/m, `addressees: [${kind}]`)
      .replace(/^position:.*$/m, `position: ${position}`)
      .replace(/^docket:.*\n/m, '');
  return { en: begun(en.source), es: begun(es.source) };
}
