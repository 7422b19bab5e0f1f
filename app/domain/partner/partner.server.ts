import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { PartnerBox } from './partner.ts';

/** A partner of a campaign as public forms need it; `box` is null when it shows none. */
export interface PartnerShown {
  slug: string;
  name: string;
  box: PartnerBox | null;
}

/**
 * Finds a partner of a campaign that has not ended, with its box in a language, or with the wording of an id, where somebody has seen that one; null when there is none of
 * that name.
 */
export async function findPartner(
  {
    campaignSlug,
    slug,
    locale,
    wordingId,
  }: { campaignSlug: string; slug: string; locale: 'en' | 'es'; wordingId?: number | undefined },
  given: Partial<Tools> = {},
): Promise<PartnerShown | null> {
  const { db } = tools(given);
  const [row] = await db.execute<{ slug: string; name: string; wording_id: number | null; body: string | null }>(sql`
    select p.slug, p.name, w.id as wording_id, w.body
    from partners p join campaigns c on c.id = p.campaign_id
      left join partner_wordings w on w.partner_id = p.id and w.id = coalesce(${wordingId ?? null}::integer,
        (select v.id from partner_wordings v where v.partner_id = p.id and v.version = p.wording_version and v.locale = ${locale}))
    where c.slug = ${campaignSlug} and p.slug = ${slug} and p.ended_at is null`);
  if (!row) return null;
  const { name, wording_id: id, body } = row;
  return { slug: row.slug, name, box: id === null || body === null ? null : { name, wordingId: id, wording: body } };
}
