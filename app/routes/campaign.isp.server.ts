import { readCountOfIsp } from '#app/domain/count/count.server.ts';
import { findCarrier } from '#app/domain/isp/carrier.server.ts';
import type { Visitor } from '#app/http/context.ts';

/** Counts of one ISP below this are not shown: they may point at a person. Own choice. */
const smallestShownCount = 11;

/**
 * The ISP that the form is filled in with: the one that the visitor stated, else the one seen when it is one alone; with the number of its
 * subscribers who have signed, null while it is small. Null when there is no such ISP: `isHidden` then says that a VPN or data centre stands
 * before it, `sharedBy` which ISPs share the network.
 */
export async function ispShown(campaignId: number, visitor: Visitor) {
  const { isp, identification } = await findCarrier(visitor);
  const { isHidden, isps } = identification;
  if (!isp) return { isp: null, isHidden, sharedBy: isps.length > 1 ? isps.map(({ name }) => name) : [] };
  const { total } = await readCountOfIsp(campaignId, isp.id);
  const signed = total >= smallestShownCount ? total : null;
  return { isp: { slug: isp.slug, name: isp.name, signed }, isHidden: false, sharedBy: [] };
}
