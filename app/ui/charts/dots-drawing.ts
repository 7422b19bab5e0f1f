import { scaleLinear } from 'd3-scale';
import type { Drawing, DrawingPair, DrawnLine } from './drawing.ts';
import { wrapped } from './speed-drawing.ts';

/** A row of a dot chart: its name, its value, the words of the value, and whether it is the subject. */
export type DotRow = { label: string; value: number; text: string; isMain: boolean };

/** What a dot chart shows: rows from top to bottom, and a shaded range of values where there is one. The scale holds nought. */
export type DotChartInput = { rows: readonly DotRow[]; band?: readonly [number, number] };

const ROW = 26;
const TOP = 8;

/** Draws one dot a row, wide and narrow: filled and bold for the subject, a ring for the others. */
export function drawDotChart(input: DotChartInput): DrawingPair {
  return { wide: draw(input, 640, 210, 30), narrow: draw(input, 350, 128, 17) };
}

function draw({ rows, band }: DotChartInput, width: number, left: number, letters: number): Drawing {
  const heights = rows.map(({ label }) => Math.max(1, wrapped(label, letters).length));
  const tops = heights.map(
    (_, index) => TOP + heights.slice(0, index).reduce((sum, lines) => sum + rowHeight(lines), 0),
  );
  const bottom = TOP + heights.reduce((sum, lines) => sum + rowHeight(lines), 0);
  const values = [0, ...rows.map(({ value }) => value), ...(band ?? [])];
  const x = scaleLinear([Math.min(...values), Math.max(...values)], [left + 12, width - 60]).nice(4);
  const middle = (index: number) => (tops[index] ?? TOP) + rowHeight(heights[index] ?? 1) / 2;
  const line = (isMain: boolean): DrawnLine => ({
    name: isMain ? 'main' : 'other',
    kind: isMain ? 'main' : 'other',
    paths: [],
    dots: isMain
      ? []
      : rows.flatMap((row, index) => (row.isMain ? [] : [{ x: round(x(row.value)), y: middle(index) }])),
  });
  return {
    width,
    height: bottom + 30,
    grid: rows.map((_, index) => ({
      x1: left,
      x2: width - 8,
      y: middle(index),
      label: { x: 0, y: 0, text: '', anchor: 'start' as const },
    })),
    ticks: x.ticks(width < 400 ? 2 : 4).map((value) => ({
      x: round(x(value)),
      y: bottom + 20,
      text: value.toFixed(1).replace('-', '−'),
      anchor: 'middle' as const,
    })),
    lines: [line(true), line(false)],
    events: [],
    marks: rows.flatMap((row, index) =>
      row.isMain
        ? [
            {
              x: round(x(row.value)),
              y: middle(index),
              label: { x: round(x(row.value) + 10), y: middle(index) + 5, text: row.text, anchor: 'start' as const },
            },
          ]
        : [],
    ),
    ends: rows.flatMap((row, index) => {
      const lines = wrapped(row.label, letters);
      const kind = row.isMain ? ('main' as const) : ('other' as const);
      const first = middle(index) + 4 - 7.5 * (lines.length - 1);
      return [
        ...lines.map((text, at) => ({ x: left - 8, y: first + 15 * at, text, anchor: 'end' as const, kind })),
        ...(row.isMain
          ? []
          : [{ x: round(x(row.value) + 10), y: middle(index) + 4, text: row.text, anchor: 'start' as const, kind }]),
      ];
    }),
    bands: band
      ? [{ x: round(x(band[0])), y: TOP - 4, width: round(x(band[1]) - x(band[0])), height: bottom - TOP + 8 }]
      : [],
    axes: [{ x1: round(x(0)), x2: round(x(0)), y1: TOP - 4, y2: bottom + 6 }],
  };
}

function rowHeight(lines: number): number {
  return ROW + 15 * (lines - 1);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
