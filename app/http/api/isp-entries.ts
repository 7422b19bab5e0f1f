import type { CriterionAnswer, CriterionBasis } from '#app/domain/incident/criteria.ts';
import { type Fact, isFactCurrent } from '#app/domain/isp/evidence.ts';
import type { IspProfile, IspSummary } from '#app/domain/isp/isp.ts';
import type { IspReply } from '#app/domain/reply/reply.ts';
import type { BasisShape, CriterionShape, EvidenceShape, RecordReplyShape } from './record-shapes.ts';
import type { IspRecordShape, IspShape } from './shapes.ts';

/** An ISP as the list of the API gives it; `origin` is the site's, without a trailing slash. Own choice. */
export function toIsp({ slug, name, brands, formerNames }: IspSummary, origin: string): IspShape {
  return { slug, name, brands: [...brands], formerNames: [...formerNames], page: `${origin}/isps/${slug}` };
}

/** What is known of how an ISP treats traffic: six answers, its own replies, and what may be cited. Own choice. */
export interface Conduct {
  criteria: readonly CriterionAnswer[];
  replies: readonly { incidentSlug: string | null; reply: IspReply }[];
  evidence: readonly Fact[];
}

/**
 * The record of an ISP as the API gives it: everything published, without the database's own key. A fact is current or not as of `now`. Own
 * choice.
 */
export function toIspRecord(
  { id: _, ...isp }: IspProfile,
  { criteria, replies, evidence }: Conduct,
  { origin, now }: { origin: string; now: Date },
): IspRecordShape {
  return {
    ...isp,
    brands: [...isp.brands],
    formerNames: [...isp.formerNames],
    indexNames: [...isp.indexNames],
    technologies: [...isp.technologies],
    states: isp.states && [...isp.states],
    networks: [...isp.networks],
    criteria: criteria.map((answer) => toCriterion(answer, origin)),
    replies: replies.map(({ incidentSlug, reply }): RecordReplyShape => ({ ...reply, incident: incidentSlug })),
    evidence: evidence.map((fact) => toEvidence(fact, now)),
    page: `${origin}/isps/${isp.slug}`,
  };
}

function toCriterion({ criterion, answer, parts, history }: CriterionAnswer, origin: string): CriterionShape {
  return {
    criterion,
    answer,
    parts: parts.map((part) => ({ ...part, basis: toBasis(part.basis, origin) })),
    history: history.map(({ reason, endedOn, ...basis }) => ({ ...toBasis(basis, origin), reason, endedOn })),
  };
}

function toBasis(basis: CriterionBasis, origin: string): BasisShape {
  const page = basis.slug === null ? null : `${origin}/incidents/${basis.slug}`;
  return { ...basis, sources: [...basis.sources], namesThen: [...basis.namesThen], page };
}

function toEvidence({ sources, statement, caveat, ...fact }: Fact, now: Date): EvidenceShape {
  return {
    ...fact,
    statement: { ...statement },
    caveat: caveat && { ...caveat },
    isCurrent: isFactCurrent(fact, now),
    sources: [...sources],
  };
}
