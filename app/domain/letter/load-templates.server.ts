import { createHash } from 'node:crypto';
import { and, eq, isNull, notInArray, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { campaigns } from '#db/schema/campaign.ts';
import { letterTemplates } from '#db/schema/letter.ts';
import { listShippedTemplates, type ShippedTemplate } from '#templates/catalogue.ts';

/** What loading came to: rows added as new versions, rows that were retired, and new versions kept back behind an organizer's own. */
export interface LoadedTemplates {
  added: number;
  retired: number;
  held: number;
}

/** Takes the lock under which templates are added, retired and restored, one process after another. */
export async function lockTemplates(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('letter-templates', 0))`);
}

/** SHA-256 of a template's whole source, in hexadecimal. */
export function templateDigest(source: string): string {
  return createHash('sha256').update(source).digest('hex');
}

/**
 * Loads the letters of the room `templates` into `letter_templates`, idempotently and in one transaction: a new or changed text becomes a
 * new version, older versions and letters that are no longer shipped are retired and kept, because sent letters refer to them. Where an
 * organizer has edited a letter or taken it back, theirs stands in both languages: the shipped version is stored beside it, retired. Letters of campaigns that do not
 * exist here are left out. Throws `TemplateError` for a file that cannot be used.
 */
export async function loadTemplates(
  given: Partial<Tools> & { shipped?: readonly ShippedTemplate[] } = {},
): Promise<LoadedTemplates> {
  const { db, now } = tools(given);
  const shipped = given.shipped ?? listShippedTemplates();
  return db.transaction(async (tx) => {
    await lockTemplates(tx);
    const known = new Map((await tx.select().from(campaigns)).map(({ slug, id }) => [slug, id]));
    const loaded: LoadedTemplates = { added: 0, retired: 0, held: 0 };
    const held = await listHeld(tx);
    const current: number[] = held.flatMap(({ ids }) => ids);
    for (const one of shipped) {
      const campaignId = known.get(one.campaign);
      if (campaignId === undefined) continue;
      const isHeld = held.some((letter) => letter.campaignId === campaignId && letter.slug === one.slug);
      current.push(await loadOne(tx, { campaignId, isHeld, one }, now(), loaded));
    }
    const gone = await tx
      .update(letterTemplates)
      .set({ retiredAt: now() })
      .where(
        and(
          isNull(letterTemplates.retiredAt),
          eq(letterTemplates.origin, 'shipped'),
          current.length > 0 ? notInArray(letterTemplates.id, current) : undefined,
        ),
      )
      .returning({ id: letterTemplates.id });
    loaded.retired += gone.length;
    return loaded;
  });
}

/** Letters that an organizer has edited or taken back, in one language or both: they are theirs until they restore them. `ids`: all their versions. */
async function listHeld(tx: Db): Promise<{ campaignId: number; slug: string; ids: number[] }[]> {
  const rows = await tx.select().from(letterTemplates);
  const isOwn = ({ origin, retiredAt, retiredBy }: (typeof rows)[number]) =>
    retiredBy !== null || (origin === 'edited' && retiredAt === null);
  return rows.filter(isOwn).map(({ campaignId, slug }) => ({
    campaignId,
    slug,
    ids: rows.filter((row) => row.campaignId === campaignId && row.slug === slug).map(({ id }) => id),
  }));
}

/** Makes one shipped letter the current version, unless an organizer holds it; counts in `loaded`; gives the id of its version. */
async function loadOne(
  tx: Db,
  { campaignId, isHeld, one }: { campaignId: number; isHeld: boolean; one: ShippedTemplate },
  at: Date,
  loaded: LoadedTemplates,
): Promise<number> {
  const { slug, locale, source, template } = one;
  const versions = await listVersions(tx, { campaignId, slug, locale });
  const sourceSha256 = templateDigest(source);
  const same = versions.find((version) => version.sourceSha256 === sourceSha256);
  if (same && (isHeld || same.retiredAt === null)) return same.id;
  if (!isHeld) {
    for (const { id } of versions.filter(({ retiredAt }) => retiredAt === null)) {
      await tx.update(letterTemplates).set({ retiredAt: at }).where(eq(letterTemplates.id, id));
      loaded.retired += 1;
    }
  }
  if (same) {
    await tx.update(letterTemplates).set({ retiredAt: null }).where(eq(letterTemplates.id, same.id));
    return same.id;
  }
  loaded[isHeld ? 'held' : 'added'] += 1;
  return addVersion(tx, {
    campaignId,
    slug,
    locale,
    version: Math.max(0, ...versions.map(({ version }) => version)) + 1,
    name: template.name,
    addresseeKinds: [...template.addressees],
    position: template.position,
    source,
    sourceSha256,
    retiredAt: isHeld ? at : null,
  });
}

/** Every version of a letter in one language, in the order in which they were made; read under `lockTemplates`. */
export function listVersions(
  tx: Db,
  { campaignId, slug, locale }: { campaignId: number; slug: string; locale: 'en' | 'es' },
) {
  return tx
    .select({
      id: letterTemplates.id,
      version: letterTemplates.version,
      origin: letterTemplates.origin,
      sourceSha256: letterTemplates.sourceSha256,
      retiredAt: letterTemplates.retiredAt,
      retiredBy: letterTemplates.retiredBy,
    })
    .from(letterTemplates)
    .where(
      and(
        eq(letterTemplates.campaignId, campaignId),
        eq(letterTemplates.slug, slug),
        eq(letterTemplates.locale, locale),
      ),
    )
    .orderBy(letterTemplates.version);
}

/** Adds one version and gives its id. */
export async function addVersion(tx: Db, values: typeof letterTemplates.$inferInsert): Promise<number> {
  const [row] = await tx.insert(letterTemplates).values(values).returning({ id: letterTemplates.id });
  if (!row) throw new Error(`The letter ${values.slug} was not stored`);
  return row.id;
}
