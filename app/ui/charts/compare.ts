import { lineBetween, type SpeedIndexLine } from '#app/domain/speed-index/speed-index.ts';
import { messagesIn } from '#app/messages/messages.ts';
import type { Drawing, LineKind } from './drawing.ts';
import { type FigureGrid, figureGrid, type SourceBook } from './figure-grid.ts';
import { seriesOf } from './history.ts';
import { monthIndex, monthOf, monthWords } from './months.ts';
import { panelsOf } from './panels.ts';
import { drawSmallChart } from './speed-drawing.ts';

/** An ISP with its lines, as small multiples take it. */
export type ComparedLines = { slug: string; name: string; lines: readonly SpeedIndexLine[] };

/** One small chart with its table; `legend` names its lines where it has several. */
export type SmallPanel = {
  slug: string;
  name: string;
  chartName: string;
  drawing: Drawing;
  legend: readonly { label: string; kind: LineKind }[];
  grid: FigureGrid;
};

/** A stretch of months with a scale of its own. `low`, `high`: its ends in Mbps. */
export type Era = {
  /** First and last month, `YYYY-MM`. */
  from: string;
  to: string;
  title: string;
  pauseBefore: string | null;
  low: number;
  high: number;
  hasSteps: boolean;
  panels: readonly SmallPanel[];
};

/** Small charts of ISPs, parted at pauses of all longer than a year; within a stretch all have the same months and the same scale. */
export function showComparison(isps: readonly ComparedLines[], locale: 'en' | 'es', book: SourceBook): Era[] {
  const words = messagesIn(locale).isp;
  const long = (month: string) => monthWords(locale, month, 'long');
  const stretches = panelsOf(isps.flatMap(({ lines }) => lines));
  return stretches.map(({ from, to }, index) => {
    const within = isps.flatMap((isp) => {
      const lines = isp.lines.map((line) => lineBetween(line, from, to)).filter(({ segments }) => segments.length > 0);
      return lines.length > 0 ? [{ ...isp, lines }] : [];
    });
    const values = within.flatMap(({ lines }) => lines.flatMap(bitratesOf));
    const low = Math.floor(Math.max(0, Math.min(...values) - 0.1) * 2) / 2;
    const high = Math.ceil((Math.max(...values) + 0.1) * 2) / 2;
    const previous = stretches[index - 1];
    return {
      from,
      to,
      title: words.historyPanel(long(from), long(to)),
      pauseBefore: previous
        ? words.historyPause(long(monthOf(monthIndex(previous.to) + 1)), long(monthOf(monthIndex(from) - 1)))
        : null,
      low,
      high,
      hasSteps: to >= '2023-01',
      panels: within.map(({ slug, name, lines }) => {
        const series = seriesOf(lines, to, locale);
        return {
          slug,
          name,
          chartName: words.chartName(lines.map(({ indexName }) => indexName).join(', '), long(from), long(to)),
          // Words at the ends of lines would narrow some plots: the months must lie alike in all.
          drawing: drawSmallChart({
            locale,
            from,
            to,
            range: [low, high],
            series: series.map((one) => ({ ...one, label: '' })),
          }),
          legend: series.length > 1 ? series.map(({ label, kind }) => ({ label, kind })) : [],
          grid: figureGrid(lines, { from, to }, book),
        };
      }),
    };
  });
}

function bitratesOf({ segments }: SpeedIndexLine): number[] {
  return segments.flatMap(({ points }) => points.map(({ mbps }) => mbps));
}
