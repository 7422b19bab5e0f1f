import { scaleLinear } from 'd3-scale';
import { line as lineShape } from 'd3-shape';
import type { SpeedIndexLine } from '#app/domain/speed-index/speed-index.ts';
import type { Drawing, DrawingPair, DrawnText } from './drawing.ts';
import { axisMonths, monthIndex, monthOf, monthWords } from './months.ts';

/** What a strip of ranks shows: one line of the index between two months (`YYYY-MM`), both included. */
export type RankStripInput = { locale: 'en' | 'es'; line: SpeedIndexLine; from: string; to: string };

const height = 170;
const [top, bottom] = [24, 128];

/** Draws the ranks of one line twice, wide and narrow, first place on top. Only ranks that count the same names are joined. */
export function drawRankStrip(input: RankStripInput): DrawingPair {
  return { wide: draw(input, 640, 34, 544), narrow: draw(input, 350, 30, 284) };
}

function draw({ locale, line, from, to }: RankStripInput, width: number, left: number, right: number): Drawing {
  const [first, last] = [monthIndex(from), monthIndex(to)];
  const x = scaleLinear([first, last], [left, right]);
  const lowest = Math.max(2, ...line.rankRuns.flatMap(({ points }) => points.map(({ rank }) => rank)));
  const y = scaleLinear([1, lowest], [top, bottom]);
  const runs = line.rankRuns.map(({ points }) =>
    points.map(({ month, rank }) => ({ x: round(x(monthIndex(month))), y: round(y(rank)), rank })),
  );
  const shape = lineShape<{ x: number; y: number }>(
    (p) => p.x,
    (p) => p.y,
  ).digits(1);
  const labels: DrawnText[] = [];
  for (const run of runs) {
    for (const [index, point] of run.entries()) {
      const previous = labels.at(-1);
      if (previous && point.x - previous.x < 17) continue;
      labels.push(rankLabel(point, run[index - 1], run[index + 1]));
    }
  }
  const { months } = axisMonths(first, last, Math.floor((right - left) / 72));
  return {
    width,
    height,
    grid: [1, lowest].map((rank) => ({
      x1: left,
      x2: right,
      y: round(y(rank)),
      label: { x: left - 6, y: round(y(rank) + 4), text: String(rank), anchor: 'end' as const },
    })),
    ticks: months.map((month) => ({
      x: round(x(month)),
      y: height - 8,
      text: monthWords(locale, monthOf(month), 'short'),
      anchor: 'middle' as const,
    })),
    lines: [
      {
        name: line.indexName,
        kind: 'main',
        paths: runs.filter((run) => run.length > 1).map((run) => shape(run) ?? ''),
        dots: runs.flat().map((point) => ({ x: point.x, y: point.y })),
      },
    ],
    events: [],
    marks: [],
    ends: labels.map((label) => ({ ...label, kind: 'other' as const })),
  };
}

type RankPoint = { x: number; y: number; rank: number };

/** Beside its point where no line runs: above, or below where the line leaves steeply upwards, or left where it also comes from below. */
function rankLabel({ x, y, rank }: RankPoint, before?: RankPoint, after?: RankPoint): DrawnText {
  const text = String(rank);
  const rises = after !== undefined && y - after.y > 9;
  if (!rises) return { x, y: round(y - 9), text, anchor: 'middle' };
  if (before && before.y - y > 9) return { x: round(x - 8), y: round(y - 2), text, anchor: 'end' };
  return { x, y: round(y + 19), text, anchor: 'middle' };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
