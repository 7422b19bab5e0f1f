import { scaleLinear } from 'd3-scale';
import { line as lineShape } from 'd3-shape';
import type { SpeedIndexLine } from '#app/domain/speed-index/speed-index.ts';
import type { Drawing, DrawingPair, DrawnEvent, DrawnLine, DrawnText, LineKind } from './drawing.ts';
import { axisMonths, dayIndex, monthIndex, monthOf, monthWords } from './months.ts';
import { noteRows, placeNotes, type SpeedNote } from './notes.ts';

/** A line of the index to draw, and the words at its end (the narrow chart takes the short ones). */
export type SpeedSeries = { line: SpeedIndexLine; kind: LineKind; label: string; shortLabel?: string };

/** An event on the lines: `date` is `YYYY-MM-DD`; `label` its date in words, `words` what happened. `isMonth`: only the month is known. */
export type SpeedEvent = { date: string; label: string; words: string; isMonth?: boolean };

/** What a speed chart shows. Months are `YYYY-MM`, both ends included; marks are months of the first main line. */
export type SpeedChartInput = {
  locale: 'en' | 'es';
  from: string;
  to: string;
  series: readonly SpeedSeries[];
  events?: readonly SpeedEvent[];
  marks?: readonly string[];
  /** Numbered marks above the lines. */
  notes?: readonly SpeedNote[];
  /** Lowest and highest Mbps of the scale, where several charts share it. */
  range?: readonly [number, number];
};

type Point = { x: number; y: number };
type Frame = { width: number; left: number; top: number; bottom: number; height: number; narrow: boolean };

const wideFrame: Frame = { width: 640, left: 34, top: 12, bottom: 262, height: 300, narrow: false };
const narrowFrame: Frame = { width: 350, left: 30, top: 12, bottom: 262, height: 300, narrow: true };
const smallFrame: Frame = { width: 320, left: 32, top: 12, bottom: 142, height: 176, narrow: true };

/** Draws the index twice, wide and narrow. A line is broken at every missing month. */
export function drawSpeedChart(input: SpeedChartInput): DrawingPair {
  return { wide: draw(input, wideFrame), narrow: draw(input, narrowFrame) };
}

/** Draws the index once, small, to stand among others on the same scale. */
export function drawSmallChart(input: SpeedChartInput): Drawing {
  return draw(input, smallFrame);
}

function draw(input: SpeedChartInput, bare: Frame): Drawing {
  const rows = noteRows(input.notes ?? [], bare.width - bare.left);
  const frame = {
    ...bare,
    top: bare.top + rows.height,
    bottom: bare.bottom + rows.height,
    height: bare.height + rows.height,
  };
  const names = input.series.map((series) => wrapped(endLabel(series, frame), frame.narrow ? 11 : 20));
  const room = 12 + Math.max(0, ...names.flat().map(labelWidth));
  const right = frame.width - Math.min(room, frame.width * 0.32);
  const [from, to] = [monthIndex(input.from), monthIndex(input.to)];
  const x = scaleLinear([from, Math.max(to, from + 1)], [frame.left, right]);
  const values = input.series.flatMap(({ line }) =>
    line.segments.flatMap(({ points }) => points.map((p) => ({ at: monthIndex(p.month), mbps: p.mbps }))),
  );
  const placed = (input.events ?? []).map((event) => placeEvent(event, x(eventIndex(event)), frame, right));
  const low = input.range?.[0] ?? Math.min(...values.map(({ mbps }) => mbps)) - 0.25;
  let high = input.range?.[1] ?? Math.max(...values.map(({ mbps }) => mbps)) + 0.15;
  for (const { reach, base } of placed) {
    for (const { at, mbps } of values) {
      if (x(at) < reach[0] - 4 || x(at) > reach[1] + 4) continue;
      high = Math.max(high, low + ((mbps - low) * (frame.bottom - frame.top)) / (frame.bottom - base - 10));
    }
  }
  const y = scaleLinear([Math.max(0, low), high], [frame.bottom, frame.top]);
  const lines = input.series.map((series) => drawLine(series, x, y));
  return {
    width: frame.width,
    height: frame.height,
    grid: y.ticks(frame.bottom - frame.top > 200 ? 5 : 3).map((value) => ({
      x1: frame.left,
      x2: round(right),
      y: round(y(value)),
      label: { x: frame.left - 6, y: round(y(value) + 4), text: String(value), anchor: 'end' },
    })),
    ticks: monthTicks(input.locale, from, to, x, right - frame.left, frame),
    lines,
    events: placed.map(({ event }) => event),
    marks: (input.marks ?? []).flatMap((month) => drawMark(input.series, month, x, y)),
    ends: endLabels(input.series, names, y, right, frame),
    notes: placeNotes(input.notes ?? [], rows, { x, left: frame.left, right, top: frame.top, bottom: frame.bottom }),
  };
}

/** One path per run of consecutive months: what stands in different segments is never joined. */
function drawLine(series: SpeedSeries, x: (m: number) => number, y: (v: number) => number): DrawnLine {
  const shape = lineShape<Point>(
    (p) => p.x,
    (p) => p.y,
  ).digits(1);
  const runs = series.line.segments.map(({ points }) =>
    points.map(({ month, mbps }) => ({ x: round(x(monthIndex(month))), y: round(y(mbps)) })),
  );
  return {
    name: series.label,
    kind: series.kind,
    paths: runs.filter((run) => run.length > 1).map((run) => shape(run) ?? ''),
    dots: runs.filter((run) => run.length === 1).flat(),
  };
}

function monthTicks(
  locale: 'en' | 'es',
  from: number,
  to: number,
  x: (m: number) => number,
  plot: number,
  frame: Frame,
): DrawnText[] {
  const isLong = to - from > 30;
  const { months, step } = axisMonths(from, to, Math.floor(plot / (isLong ? 44 : 62)), isLong ? 12 : 1);
  return months.map((month) => {
    const text = step >= 12 ? monthOf(month).slice(0, 4) : monthWords(locale, monthOf(month), 'short');
    const isCut = x(month) + labelWidth(text) / 2 > frame.width;
    return { x: isCut ? frame.width : round(x(month)), y: frame.height - 8, text, anchor: isCut ? 'end' : 'middle' };
  });
}

/** Where an event stands: on its day, or in the middle of its month when the day is not known. */
function eventIndex({ date, isMonth }: SpeedEvent): number {
  return isMonth ? monthIndex(date) + 0.5 : dayIndex(date);
}

function placeEvent(event: SpeedEvent, x: number, frame: Frame, right: number) {
  const words = wrapped(event.words, frame.narrow ? 16 : 34);
  const width = 6.9 * Math.max(event.label.length, ...words.map((word) => word.length));
  const onLeft = x - frame.left > width + 8 || x - frame.left > right - x;
  const [at, anchor] = onLeft ? [x - 7, 'end' as const] : [x + 7, 'start' as const];
  const drawn: DrawnEvent = {
    x: round(x),
    y1: frame.top,
    y2: frame.bottom + 8,
    date: { x: round(at), y: frame.top + 12, text: event.label, anchor },
    words: words.map((text, index) => ({ x: round(at), y: frame.top + 28 + 16 * index, text, anchor })),
  };
  const reach: [number, number] = onLeft ? [at - width, x] : [x, at + width];
  return { event: drawn, reach, base: frame.top + 28 + 16 * (words.length - 1) };
}

function drawMark(series: readonly SpeedSeries[], month: string, x: (m: number) => number, y: (v: number) => number) {
  const main = series.find(({ kind }) => kind === 'main');
  const points = main?.line.segments.flatMap((segment) => segment.points) ?? [];
  const index = points.findIndex((point) => point.month === month);
  const point = points[index];
  if (!point) return [];
  const before = points[index - 1]?.mbps ?? point.mbps;
  const after = points[index + 1]?.mbps ?? point.mbps;
  const at = { x: round(x(monthIndex(month))), y: round(y(point.mbps)) };
  const text = point.mbps.toFixed(2);
  const isLow = before >= point.mbps && after >= point.mbps;
  const isHigh = before <= point.mbps && after <= point.mbps;
  const label: DrawnText = isLow
    ? { x: at.x - 6, y: round(at.y + 18), text, anchor: 'end' }
    : isHigh
      ? { x: at.x, y: round(at.y - 11), text, anchor: 'middle' }
      : { x: at.x + 8, y: round(at.y + (after > before ? 14 : -6)), text, anchor: 'start' };
  return [{ ...at, label }];
}

function endLabels(
  series: readonly SpeedSeries[],
  names: readonly string[][],
  y: (v: number) => number,
  right: number,
  frame: Frame,
): Drawing['ends'] {
  const wanted = series.flatMap(({ line, kind }, index) => {
    const last = line.segments.at(-1)?.points.at(-1);
    return last ? [{ kind, lines: names[index] ?? [], y: y(last.mbps) }] : [];
  });
  return spread(
    wanted.map((end) => ({ ...end, height: 15 * end.lines.length })),
    frame.top,
    frame.bottom,
  ).flatMap(({ kind, lines, top }) =>
    lines.map((text, index) => ({
      x: round(right + 6),
      y: round(top + 12 + 15 * index),
      text,
      anchor: 'start' as const,
      kind,
    })),
  );
}

/** Places boxes of given heights near their wanted middles, in order, without overlap, inside `from` to `to` where they fit. */
export function spread<T extends { y: number; height: number }>(
  boxes: readonly T[],
  from: number,
  to: number,
): (T & { top: number })[] {
  const placed = boxes.toSorted((a, b) => a.y - b.y).map((box) => ({ ...box, top: box.y - box.height / 2 }));
  let floor = from - 6;
  for (const box of placed) {
    box.top = Math.max(box.top, floor);
    floor = box.top + box.height + 1;
  }
  let ceiling = to + 8;
  for (const box of placed.toReversed()) {
    box.top = Math.min(box.top, ceiling - box.height);
    ceiling = box.top - 1;
  }
  return placed;
}

function endLabel({ label, shortLabel }: SpeedSeries, frame: Frame): string {
  return frame.narrow ? (shortLabel ?? label) : label;
}

/** Text broken at spaces into lines of at most `most` characters; a longer word stands alone. */
export function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Most that a label at the end of a line takes, in units of the drawing: 13 px of the bold Public Sans. Own measure. */
export function labelWidth(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/[MWmw]/.test(letter) ? 12 : /[A-Z&]/.test(letter) ? 9 : 7), 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
