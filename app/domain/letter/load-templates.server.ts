import { createHash } from 'node:crypto';
import { and, eq, isNull, notInArray, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { campaigns } from '#db/schema/campaign.ts';
import { letterTemplates } from '#db/schema/letter.ts';
import { listShippedTemplates, type ShippedTemplate } from '#templates/catalogue.ts';

/** What loading came to: rows added as new versions, and rows that were retired. */
export interface LoadedTemplates {
  added: number;
  retired: number;
}

/**
 * Loads the letters of the room `templates` into `letter_templates`, idempotently and in one transaction: a new or changed text becomes a
 * new version, older versions and letters that are no longer shipped are retired and kept, because sent letters refer to them.
 * Letters of campaigns that do not exist here are left out. Throws `TemplateError` for a file that cannot be used.
 */
export async function loadTemplates(
  given: Partial<Tools> & { shipped?: readonly ShippedTemplate[] } = {},
): Promise<LoadedTemplates> {
  const { db, now } = tools(given);
  const shipped = given.shipped ?? listShippedTemplates();
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('letter-templates', 0))`);
    const known = new Map((await tx.select().from(campaigns)).map(({ slug, id }) => [slug, id]));
    const current: number[] = [];
    let added = 0;
    for (const { campaign, slug, locale, source, template } of shipped) {
      const campaignId = known.get(campaign);
      if (campaignId === undefined) continue;
      const sourceSha256 = createHash('sha256').update(source).digest('hex');
      const { name, addressees, position } = template;
      const addresseeKinds = [...addressees];
      const versions = await tx
        .select({ id: letterTemplates.id, version: letterTemplates.version, sha: letterTemplates.sourceSha256 })
        .from(letterTemplates)
        .where(
          and(
            eq(letterTemplates.campaignId, campaignId),
            eq(letterTemplates.slug, slug),
            eq(letterTemplates.locale, locale),
          ),
        );
      const same = versions.find(({ sha }) => sha === sourceSha256);
      if (same) {
        await tx.update(letterTemplates).set({ retiredAt: null }).where(eq(letterTemplates.id, same.id));
        current.push(same.id);
        continue;
      }
      const version = Math.max(0, ...versions.map((one) => one.version)) + 1;
      const values = { campaignId, slug, locale, version, name, addresseeKinds, position, source, sourceSha256 };
      const [row] = await tx.insert(letterTemplates).values(values).returning({ id: letterTemplates.id });
      if (row) current.push(row.id);
      added += 1;
    }
    const retired = await tx
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
    return { added, retired: retired.length };
  });
}
