import { listIncidents } from '#app/domain/incident/incident.server.ts';
import { findIsp } from '#app/domain/isp/isp.server.ts';
import { listLegalEvents } from '#app/domain/legal/legal.server.ts';
import { listComparisonLines, listSpeedIndex } from '#app/domain/speed-index/speed-index.server.ts';
import { lineBetween } from '#app/domain/speed-index/speed-index.ts';
import type { Locale } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { findDeal } from '#app/ui/charts/deal.ts';
import { historyEvents, showHistory } from '#app/ui/charts/history.ts';
import { panelsOf } from '#app/ui/charts/panels.ts';
import { showDeal } from '#app/ui/charts/story.ts';
import { type ChartFile, indexTable } from './chart-file.ts';
import { chartOfIndex } from './index-chart.server.ts';

type Given = Parameters<typeof findIsp>[1];

/**
 * The chart of a name, as the pages draw it at their full width: `<isp>-deal`, `<isp>-ranks`, `<isp>-history-<first month>`, and those
 * of the index (`chartOfIndex`). Null for a name that no page shows.
 */
export async function findChart(name: string, locale: Locale, given: Given = {}): Promise<ChartFile | null> {
  const ofIndex = await chartOfIndex(name, locale, given);
  if (ofIndex) return ofIndex;
  const match = /^(.+?)-(?:(deal|ranks)|history-(\d{4}-\d{2}))$/.exec(name);
  const isp = match?.[1] ? await findIsp(match[1], given) : null;
  if (!isp) return null;
  const [incidents, lines] = await Promise.all([
    listIncidents({ ispId: isp.id }, given),
    listSpeedIndex(isp.id, given),
  ]);
  const words = messagesIn(locale);
  const source = `${words.isp.speedSource} ${words.isp.speedWarning}`;
  const from = match?.[3];
  if (from) {
    const panel = panelsOf(lines).find((one) => one.from === from);
    const events = historyEvents(incidents, await listLegalEvents(given));
    const shown = showHistory(lines, locale, events).find((one) => one.chart && one.from === from);
    if (!panel || !shown?.chart) return null;
    const { drawings, name: says } = shown.chart;
    const notes = shown.notes.map(({ number, occurredOn, title }) => `${number} ${occurredOn.slice(0, 7)}: ${title}`);
    return {
      document: {
        drawing: drawings.wide,
        title: words.isp.speedTitle(isp.name),
        note: [`${shown.title}. ${words.isp.speedNote}`, ...notes].join(' · '),
        source,
        name: says,
        lang: locale,
      },
      table: indexTable(panel.lines.flatMap(({ entries }) => entries)),
    };
  }
  const deal = findDeal(incidents, lines);
  if (!deal) return null;
  const compared = await listComparisonLines({ exceptIspId: isp.id, from: deal.from, to: deal.to }, given);
  const shown = showDeal(deal, compared, locale);
  const own = lineBetween(deal.line, deal.from, deal.to);
  if (match?.[2] === 'ranks') {
    if (!shown.ranks) return null;
    const note = shown.crossesListChange ? words.isp.rankBreak : undefined;
    return {
      document: {
        drawing: shown.ranks.drawings.wide,
        title: `${shown.lineName}: ${words.isp.rankTitle}`,
        ...(note ? { note } : {}),
        source: words.isp.speedSource,
        name: shown.ranks.name,
        lang: locale,
      },
      table: indexTable(own.entries),
    };
  }
  return {
    document: {
      drawing: shown.chart.drawings.wide,
      title: words.isp.speedTitle(shown.lineName),
      note: shown.comparedWith ? words.isp.speedCompared(shown.comparedWith) : words.isp.speedNote,
      source,
      name: shown.chart.name,
      lang: locale,
    },
    table: indexTable(
      [own, ...compared.map((line) => lineBetween(line, deal.from, deal.to))].flatMap(({ entries }) => entries),
    ),
  };
}
