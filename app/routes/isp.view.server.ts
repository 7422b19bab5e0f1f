import { listComplaintOutcomes } from '#app/domain/complaint/outcome.server.ts';
import { listCriteria } from '#app/domain/incident/criteria.server.ts';
import { basisOf } from '#app/domain/incident/criteria.ts';
import { listIncidents } from '#app/domain/incident/incident.server.ts';
import { CURRENT_FIGURE_MONTHS, isWithinMonths } from '#app/domain/isp/age.ts';
import { relevanceOf } from '#app/domain/isp/evidence.ts';
import { findIsp } from '#app/domain/isp/isp.server.ts';
import { listLegalEvents } from '#app/domain/legal/legal.server.ts';
import { figuresOf } from '#app/domain/measurement/figures.server.ts';
import { listRepliesOfIsp } from '#app/domain/reply/reply.server.ts';
import type { IspReply } from '#app/domain/reply/reply.ts';
import { listPublicReports } from '#app/domain/report/report.server.ts';
import { dealEffects } from '#app/domain/speed-index/effect.server.ts';
import { listComparisonLines, listSpeedIndex } from '#app/domain/speed-index/speed-index.server.ts';
import { newestFigure, type SpeedIndexLine } from '#app/domain/speed-index/speed-index.ts';
import type { Locale } from '#app/http/locale.ts';
import { findDeal } from '#app/ui/charts/deal.ts';
import { showEffect } from '#app/ui/charts/effects.ts';
import { historyEvents, showHistory } from '#app/ui/charts/history.ts';
import { showDeal } from '#app/ui/charts/story.ts';

type Given = Parameters<typeof findIsp>[1];

/** The record of an ISP, with its charts drawn; null for an unknown slug. */
export async function viewIsp(slug: string, locale: Locale, given: Given = {}) {
  const isp = await findIsp(slug, given);
  if (!isp) return null;
  const [incidents, lines, criteria, law, effects, replies, measured, reports, complaints] = await Promise.all([
    listIncidents({ ispId: isp.id }, given),
    listSpeedIndex(isp.id, given),
    listCriteria(isp, given),
    listLegalEvents(given),
    dealEffects({ ispSlug: isp.slug }, given),
    listRepliesOfIsp(isp.id, given),
    figuresOf(isp.id, given),
    listPublicReports(isp.id, given),
    listComplaintOutcomes(isp.id, given),
  ]);
  const deal = findDeal(incidents, lines);
  const compared = deal ? await listComparisonLines({ exceptIspId: isp.id, from: deal.from, to: deal.to }, given) : [];
  const now = given?.now?.() ?? new Date();
  const lead = incidents.find(({ state, type }) => state === 'verified' && relevanceOf(type) === 'streaming');
  return {
    isp,
    incidents,
    lines,
    deal: deal && showDeal(deal, compared, locale),
    criteria,
    history: showHistory(lines, locale, historyEvents(incidents, law)),
    effects: effects.map((effect) => showEffect(effect, locale)),
    measured,
    reports,
    complaints,
    newest: newestOf(lines, now),
    lead: lead ? basisOf(lead, isp.slug, now) : null,
    replies: bySlug(replies),
    repliesToRecord: replies.flatMap(({ incidentSlug, reply }) => (incidentSlug === null ? [reply] : [])),
  };
}

/** The record of an ISP as the page gets it. */
export type IspView = NonNullable<Awaited<ReturnType<typeof viewIsp>>>;

/** The newest figure of the index under any name of the ISP. */
function newestOf(lines: readonly SpeedIndexLine[], now: Date) {
  const [newest] = lines.flatMap((line) => newestFigure(line) ?? []).sort((a, b) => b.month.localeCompare(a.month));
  if (newest?.mbps == null) return null;
  const { indexName, month, mbps, source } = newest;
  return { indexName, month, mbps, source, isOld: !isWithinMonths(`${month}-01`, CURRENT_FIGURE_MONTHS, now) };
}

function bySlug(replies: readonly { incidentSlug: string | null; reply: IspReply }[]): Record<string, IspReply[]> {
  const gathered: Record<string, IspReply[]> = {};
  for (const { incidentSlug, reply } of replies) {
    if (incidentSlug !== null) gathered[incidentSlug] = [...(gathered[incidentSlug] ?? []), reply];
  }
  return gathered;
}
