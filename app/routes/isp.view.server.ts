import { listCriteria } from '#app/domain/incident/criteria.server.ts';
import { listIncidents } from '#app/domain/incident/incident.server.ts';
import { findIsp } from '#app/domain/isp/isp.server.ts';
import { listLegalEvents } from '#app/domain/legal/legal.server.ts';
import { dealEffects } from '#app/domain/speed-index/effect.server.ts';
import { listComparisonLines, listSpeedIndex } from '#app/domain/speed-index/speed-index.server.ts';
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
  const [incidents, lines, criteria, law, effects] = await Promise.all([
    listIncidents({ ispId: isp.id }, given),
    listSpeedIndex(isp.id, given),
    listCriteria(isp, given),
    listLegalEvents(given),
    dealEffects({ ispSlug: isp.slug }, given),
  ]);
  const deal = findDeal(incidents, lines);
  const compared = deal ? await listComparisonLines({ exceptIspId: isp.id, from: deal.from, to: deal.to }, given) : [];
  return {
    isp,
    incidents,
    lines,
    deal: deal && showDeal(deal, compared, locale),
    criteria,
    history: showHistory(lines, locale, historyEvents(incidents, law)),
    effects: effects.map((effect) => showEffect(effect, locale)),
  };
}

/** The record of an ISP as the page gets it. */
export type IspView = NonNullable<Awaited<ReturnType<typeof viewIsp>>>;
