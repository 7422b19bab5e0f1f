import { readCountOfIsp } from '#app/domain/count/count.server.ts';
import { findIspsBySlugs } from '#app/domain/isp/isp.server.ts';
import type { Visitor } from '#app/http/context.ts';

/** Counts of one ISP below this are not shown: they may point at a person. Own choice. */
const smallestShownCount = 11;

/**
 * The ISP that the form is filled in with: the one that the visitor stated, else the one seen when it is one alone; with the number of its
 * subscribers who have signed, null while it is small. Null when there is no such ISP.
 */
export async function ispShown(campaignId: number, { seen, statedSlug }: Visitor) {
  const slug = statedSlug ?? (seen.slugs.length === 1 ? seen.slugs[0] : undefined);
  const [isp] = slug === undefined ? [] : await findIspsBySlugs([slug]);
  if (!isp) return null;
  const { total } = await readCountOfIsp(campaignId, isp.id);
  return { slug: isp.slug, name: isp.name, signed: total >= smallestShownCount ? total : null };
}
