import { eq, inArray } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { campaigns, campaignTargets, campaignTexts, consentTexts, LOCALES } from '../schema/campaign.ts';
import { dockets } from '../schema/regulator.ts';
import type { Facts } from './facts.ts';
import { SeedError, type SeedFault } from './read.ts';
import type { Loaded } from './upsert.ts';

/** Adds the campaigns that the database does not have, with words and addressees; one that is there belongs to its organizers and is left alone. */
export async function loadCampaigns(db: Db, { campaigns: file }: Facts): Promise<Loaded> {
  const held = new Set((await db.select({ slug: campaigns.slug }).from(campaigns)).map(({ slug }) => slug));
  let written = 0;
  for (const { slug, state, position, goal, docket, targets, sources, texts } of file.campaigns) {
    if (held.has(slug)) continue;
    const docketId = docket ? await docketIdOf(db, docket.number) : null;
    const [row] = await db
      .insert(campaigns)
      .values({ slug, state, position, goal, docketId, isShipped: true })
      .returning({ id: campaigns.id });
    if (!row) throw new Error(`The campaign ${slug} was not written`);
    await db
      .insert(campaignTexts)
      .values(LOCALES.map((locale) => ({ campaignId: row.id, locale, sources, ...texts[locale] })));
    await db
      .insert(campaignTargets)
      .values(targets.map(({ kind }, index) => ({ campaignId: row.id, kind, position: index + 1 })));
    written += 1;
  }
  const named = new Set(file.campaigns.map(({ slug }) => slug));
  return {
    entries: named.size,
    written,
    removed: 0,
    left: [...held].filter((slug) => !named.has(slug)).length,
  };
}

async function docketIdOf(db: Db, number: string): Promise<number> {
  const row = (await db.select({ id: dockets.id }).from(dockets).where(eq(dockets.number, number)))[0];
  if (!row) throw new Error(`The docket ${number} was not loaded`);
  return row.id;
}

/** Adds consent wordings. Throws `SeedError` when a version that the database holds reads otherwise in the file: people may have agreed to it. */
export async function loadConsents(db: Db, { consents: { consents } }: Facts): Promise<Loaded> {
  const rows = consents.flatMap(({ kind, version, texts }) =>
    LOCALES.map((locale) => ({ kind, version, locale, body: texts[locale] })),
  );
  const held = await db
    .select()
    .from(consentTexts)
    .where(
      inArray(
        consentTexts.kind,
        rows.map(({ kind }) => kind),
      ),
    );
  const same = (a: (typeof rows)[number], b: (typeof rows)[number]) =>
    a.kind === b.kind && a.version === b.version && a.locale === b.locale;
  const faults = rows.flatMap((row): SeedFault[] => {
    const agreed = held.find((old) => same(old, row));
    return agreed && agreed.body !== row.body
      ? [
          {
            file: 'consents.yaml',
            line: 1,
            field: `${row.kind} ${row.version} ${row.locale}`,
            message: 'differs from the wording in the database, which people may have agreed to: add a new version',
          },
        ]
      : [];
  });
  if (faults.length > 0) throw new SeedError(faults);
  const fresh = rows.filter((row) => !held.some((old) => same(old, row)));
  if (fresh.length > 0) await db.insert(consentTexts).values(fresh);
  return { entries: rows.length, written: fresh.length, removed: 0, left: held.length + fresh.length - rows.length };
}
