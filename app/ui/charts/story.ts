import type { SpeedIndexEntry, SpeedIndexLine } from '#app/domain/speed-index/speed-index.ts';
import { figureOf, lineBetween } from '#app/domain/speed-index/speed-index.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { formatDate } from '../fact-date.tsx';
import type { Deal } from './deal.ts';
import type { DrawingPair } from './drawing.ts';
import { type FigureGrid, figureGrid, sourceBook } from './figure-grid.ts';
import { monthIndex, monthOf, monthWords } from './months.ts';
import { drawRankStrip } from './rank-drawing.ts';
import { drawSpeedChart, type SpeedSeries } from './speed-drawing.ts';

/** A chart and what it says to those who do not see it. */
export type NamedChart = { name: string; drawings: DrawingPair };

/** The chart of a deal with its ranks and the figures of the months around it; plain data for the page. */
export type DealShown = {
  /** Slug of the ISP that the deal is with today, where the record says so; names the chart's file. */
  ispSlug: string | null;
  headline: string;
  isPaid: boolean;
  lineName: string;
  chart: NamedChart;
  comparedWith: string;
  /** The table behind the chart, with the sources by number. */
  grid: FigureGrid;
  sources: readonly string[];
  ranks: NamedChart | null;
  /** Whether the ranks stand on both sides of the change of list in February 2014. */
  crossesListChange: boolean;
  rows: readonly SpeedIndexEntry[];
};

/** Draws the months around a deal with other ISPs beside it. */
export function showDeal(deal: Deal, compared: readonly SpeedIndexLine[], locale: 'en' | 'es'): DealShown {
  const words = messagesIn(locale);
  const { line, from, to, incident, before, after, fell, isPaid } = deal;
  const lineName = line.indexName;
  const payee = incident.isps[0]?.nameThen ?? lineName;
  const day = formatDate(locale, incident.occurredOn, incident.datePrecision, 'short');
  const others = compared.map((other) => other.indexName);
  const series: SpeedSeries[] = [
    { line: lineBetween(line, from, to), kind: 'main', label: lineName },
    ...compared.map((other, index) => ({
      line: lineBetween(other, from, to),
      kind: index === 0 ? ('other' as const) : ('other-dashed' as const),
      label: other.indexName,
    })),
  ];
  const eventWords: Record<Deal['day'], (name: string) => string> = {
    agreed: words.isp.dealPaid,
    published: words.isp.dealPublished,
    connected: words.isp.dealConnected,
    unsaid: words.isp.dealMade,
  };
  const drawings = drawSpeedChart({
    locale,
    from,
    to,
    series,
    events: [
      {
        date: incident.occurredOn,
        isMonth: incident.datePrecision === 'month',
        label: incident.datePrecision === 'approximate_day' ? words.shell.about(day) : day,
        words: eventWords[deal.day](payee),
      },
    ],
    marks: [before, fell, after].flatMap((point) => point?.month ?? []),
  });
  const long = (month: string) => monthWords(locale, month, 'long');
  const ranked = lineBetween(line, from, to);
  const book = sourceBook();
  const grid = figureGrid([line, ...compared], { from, to, withRank: true }, book);
  const hasRanks = ranked.rankRuns.flatMap(({ points }) => points).length > 1;
  const rankMonths = ranked.rankRuns.flatMap(({ points }) => points.map(({ month }) => month));
  return {
    ispSlug: incident.isps[0]?.slug ?? null,
    headline: headlineOf(deal, locale),
    isPaid,
    lineName,
    chart: { name: words.isp.chartName([lineName, ...others].join(', '), long(from), long(to)), drawings },
    comparedWith: others.join(', '),
    grid,
    sources: book.list(),
    ranks: hasRanks
      ? {
          name: words.isp.rankName(lineName, long(from), long(to)),
          drawings: drawRankStrip({ locale, line: ranked, from, to }),
        }
      : null,
    crossesListChange: rankMonths.some((month) => month < '2014-02') && rankMonths.some((month) => month > '2014-01'),
    rows: rowsAround(line, incident.occurredOn),
  };
}

/** The deal in one sentence of figures. Where the line fell on after a paid deal, the sentence says so. */
function headlineOf({ line, before, after, fell, isPaid }: Deal, locale: 'en' | 'es'): string {
  const { front } = messagesIn(locale);
  const short = (month: string) =>
    monthWords(locale, month, month.slice(0, 4) === before.month.slice(0, 4) ? 'alone' : 'long');
  // A word joiner keeps "U-verse" on one line.
  const name = line.indexName.replaceAll('-', '-\u2060');
  const first = [name, monthWords(locale, before.month, 'long'), before.mbps.toFixed(2)] as const;
  const last = [short(after.month), after.mbps.toFixed(2)] as const;
  if (!isPaid) return front.storyDeal(...first, ...last);
  return fell
    ? front.storyPaidFell(...first, short(fell.month), fell.mbps.toFixed(2), ...last)
    : front.storyPaid(...first, ...last);
}

/** From two months before to five months after the month of a day. */
function rowsAround(line: SpeedIndexLine, day: string): SpeedIndexEntry[] {
  const at = monthIndex(day);
  return Array.from({ length: 8 }, (_, index) => figureOf(line, monthOf(at - 2 + index))).flatMap((row) => row ?? []);
}
