import { listCriteria } from '#app/domain/incident/criteria.server.ts';
import { listIncidents } from '#app/domain/incident/incident.server.ts';
import type { Incident } from '#app/domain/incident/incident.ts';
import { relevanceOf } from '#app/domain/isp/evidence.ts';
import { findIsp } from '#app/domain/isp/isp.server.ts';
import { listComparisonLines, listSpeedIndex } from '#app/domain/speed-index/speed-index.server.ts';
import { newestFigure, type SpeedIndexLine } from '#app/domain/speed-index/speed-index.ts';
import { type Locale, localePath } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { findDeal } from '#app/ui/charts/deal.ts';
import { chartDocument } from '#app/ui/charts/document.ts';
import { monthWords } from '#app/ui/charts/months.ts';
import { showDeal } from '#app/ui/charts/story.ts';
import { formatDate } from '#app/ui/fact-date.tsx';
import type { PreviewFact } from '#app/ui/pictures/isp-preview.tsx';

type Given = Parameters<typeof findIsp>[1];

/** Where the chart lies in a preview, in pixels. */
const CHART_PLACE = { x: 670, y: 112, width: 480, height: 440 } as const;

/** What the preview of an ISP says: newest figure, newest entry about streaming, promise; beside the chart of its deal where there is one. Null for an unknown slug. */
export async function viewIspPreview(slug: string, locale: Locale, given: Given = {}) {
  const isp = await findIsp(slug, given);
  if (!isp) return null;
  const [incidents, lines, criteria] = await Promise.all([
    listIncidents({ ispId: isp.id }, given),
    listSpeedIndex(isp.id, given),
    listCriteria(isp, given),
  ]);
  const { picture, isp: words } = messagesIn(locale);
  const facts: PreviewFact[] = [];
  const newest = newestOf(lines);
  const streams =
    newest && picture.streamsValue(newest.mbps.toFixed(2), newest.indexName, monthWords(locale, newest.month, 'long'));
  facts.push({ label: picture.streams, value: streams ?? picture.streamsNone, source: picture.streamsSource });
  const entry = incidents.find(({ state, type }) => state === 'verified' && relevanceOf(type) === 'streaming');
  const recorded = entry && picture.recordValue(entry.title, dayOf(entry, locale));
  const source = incidents.length === 0 ? picture.recordNoneSource : picture.recordSource(incidents.length);
  facts.push({ label: picture.record, value: recorded ?? picture.recordNone, source });
  const promise = criteria.find(({ criterion }) => criterion === 'binding_promise')?.parts[0];
  const day = promise && dayOf(promise.basis, locale);
  const said = day ? (promise.answer === 'yes' ? picture.promiseYes(day) : picture.promiseNo(day)) : null;
  facts.push({ label: picture.promise, value: said ?? picture.promiseUnknown, source: picture.promiseSource });
  const deal = findDeal(incidents, lines);
  const compared = deal ? await listComparisonLines({ exceptIspId: isp.id, from: deal.from, to: deal.to }, given) : [];
  const shown = deal && showDeal(deal, compared, locale);
  const svg =
    shown &&
    chartDocument({
      drawing: shown.chart.drawings.narrow,
      title: words.speedTitle(shown.lineName),
      source: words.speedSource,
      lang: locale,
    });
  return {
    preview: { kick: picture.kickIsp, name: isp.name, facts, hasChart: svg !== null },
    path: localePath(locale, `/isps/${isp.slug}`),
    chart: svg === null ? null : { svg, ...CHART_PLACE },
  };
}

function dayOf(entry: Pick<Incident, 'occurredOn' | 'datePrecision'>, locale: Locale): string {
  const day = formatDate(locale, entry.occurredOn, entry.datePrecision);
  return entry.datePrecision === 'approximate_day' ? messagesIn(locale).shell.about(day) : day;
}

function newestOf(lines: readonly SpeedIndexLine[]) {
  const [newest] = lines
    .flatMap((line) => newestFigure(line) ?? [])
    .sort((a, b) => b.month.localeCompare(a.month) || (b.mbps ?? 0) - (a.mbps ?? 0));
  return newest?.mbps == null ? null : { indexName: newest.indexName, month: newest.month, mbps: newest.mbps };
}
