import { listCriteria } from '#app/domain/incident/criteria.server.ts';
import { listIncidents } from '#app/domain/incident/incident.server.ts';
import { listFacts } from '#app/domain/isp/evidence.server.ts';
import { findIsp } from '#app/domain/isp/isp.server.ts';
import { listRepliesOfIsp } from '#app/domain/reply/reply.server.ts';
import type { Conduct } from '#app/http/api/isp-entries.ts';

type Given = Parameters<typeof listFacts>[1];

/** An ISP with what is known of how it treats traffic, or null for an unknown slug. A reply to an entry that is not shown stays away with it. */
export async function findRecord(slug: string, given: Given = {}) {
  const isp = await findIsp(slug, given);
  if (!isp) return null;
  const [criteria, incidents, replies, evidence] = await Promise.all([
    listCriteria(isp, given),
    listIncidents({ ispId: isp.id }, given),
    listRepliesOfIsp(isp.id, given),
    listFacts(isp.id, given),
  ]);
  const isShown = (entry: string) => incidents.some((incident) => incident.slug === entry);
  const shown = replies.filter(({ incidentSlug }) => incidentSlug === null || isShown(incidentSlug));
  const conduct: Conduct = { criteria, replies: shown, evidence };
  return { isp, conduct };
}
