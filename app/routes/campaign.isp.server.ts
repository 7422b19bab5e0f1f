import { findCarrier } from '#app/domain/isp/carrier.server.ts';
import { findShownOfIsp } from '#app/domain/ledger/counts.server.ts';
import type { Visitor } from '#app/http/context.ts';

/**
 * The ISP that the form is filled in with: the one that the visitor stated, else the one seen when it is one alone; with how many of its
 * subscribers are shown to have signed (decision 0023), null when none are. Null when there is no such ISP: `isHidden` then says that a VPN or data centre stands
 * before it, `sharedBy` which ISPs share the network.
 */
export async function ispShown(campaignId: number, visitor: Visitor) {
  const { isp, identification } = await findCarrier(visitor);
  const { isHidden, isps } = identification;
  if (!isp) return { isp: null, isHidden, sharedBy: isps.length > 1 ? isps.map(({ name }) => name) : [] };
  const shown = await findShownOfIsp(campaignId, isp.slug);
  return { isp: { slug: isp.slug, name: isp.name, shown }, isHidden: false, sharedBy: [] };
}
