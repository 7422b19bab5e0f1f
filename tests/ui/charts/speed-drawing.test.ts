import { describe, expect, it } from 'vitest';
import { type SpeedIndexEntry, speedIndexLines } from '#app/domain/speed-index/speed-index.ts';
import type { Drawing } from '#app/ui/charts/drawing.ts';
import { monthIndex, monthOf } from '#app/ui/charts/months.ts';
import { panelsOf } from '#app/ui/charts/panels.ts';
import { drawRankStrip } from '#app/ui/charts/rank-drawing.ts';
import { drawSpeedChart, spread, wrapped } from '#app/ui/charts/speed-drawing.ts';

function entry(month: string, mbps: number | null, more: Partial<SpeedIndexEntry> = {}): SpeedIndexEntry {
  return {
    month,
    mbps,
    list: 'major',
    indexName: 'Comcast',
    ispId: 1,
    rank: null,
    rankCounts: null,
    source: 'test',
    rankSource: null,
    confidence: 'sourced',
    note: null,
    ...more,
  };
}

function months(from: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => monthOf(monthIndex(from) + index));
}

function lineOf(entries: SpeedIndexEntry[]) {
  const [line] = speedIndexLines(entries);
  if (!line) throw new Error('no line');
  return line;
}

/** Horizontal reach of every straight piece of a drawing's paths. */
function pieces(drawing: Drawing): [number, number][] {
  return drawing.lines.flatMap(({ paths }) =>
    paths.flatMap((d) => {
      const xs = [...d.matchAll(/[ML](-?[\d.]+),/g)].map(([, x]) => Number(x));
      return xs.slice(1).map((x, index): [number, number] => [xs[index] ?? 0, x]);
    }),
  );
}

function monthWidth(drawing: Drawing, from: string, to: string): number {
  const [line] = drawing.grid;
  if (!line) throw new Error('no grid');
  return (line.x2 - line.x1) / (monthIndex(to) - monthIndex(from));
}

const known = [...months('2014-01', 14), '2015-04', ...months('2015-06', 2), ...months('2015-11', 6)];
const gappy = lineOf(known.map((month, index) => entry(month, 2 + (index % 5) / 10)));

describe('the speed chart', () => {
  const drawn = drawSpeedChart({
    locale: 'en',
    from: '2014-01',
    to: '2016-04',
    series: [{ line: gappy, kind: 'main', label: 'Comcast' }],
  });

  it.each(['wide', 'narrow'] as const)('draws no line across a missing month (%s)', (width) => {
    const drawing = drawn[width];
    const step = monthWidth(drawing, '2014-01', '2016-04');
    expect(pieces(drawing).length).toBe(13 + 1 + 5);
    for (const [x1, x2] of pieces(drawing)) expect(x2 - x1).toBeLessThan(step * 1.1);
  });

  it('shows a month that stands alone as a dot', () => {
    expect(drawn.wide.lines[0]?.dots).toHaveLength(1);
  });

  it.each(['WideOpenWest', 'Mediacom', 'CenturyLink'])('leaves room at the end for “%s”', (label) => {
    const named = drawSpeedChart({
      locale: 'en',
      from: '2014-01',
      to: '2016-04',
      series: [{ line: gappy, kind: 'main', label }],
    });
    for (const drawing of [named.wide, named.narrow]) {
      for (const end of drawing.ends) {
        // Widths of the bold Public Sans at 13 px, measured in Chromium.
        const width = { WideOpenWest: 94.4, Mediacom: 65, CenturyLink: 76 }[label] ?? 0;
        expect(end.x + width).toBeLessThanOrEqual(drawing.width);
      }
    }
  });

  it('keeps every word inside the picture', () => {
    for (const drawing of [drawn.wide, drawn.narrow]) {
      for (const text of [...drawing.ticks, ...drawing.ends]) {
        const width = text.text.length * 7.2;
        const left = text.anchor === 'start' ? text.x : text.anchor === 'end' ? text.x - width : text.x - width / 2;
        expect(left).toBeGreaterThanOrEqual(-2);
        expect(left + width).toBeLessThanOrEqual(drawing.width + 8);
      }
    }
  });

  it('writes the value of a marked month at its place', () => {
    const comcast = lineOf(
      [1.63, 1.51, 1.68, 2.5, 2.77].map((mbps, index) => entry(monthOf(monthIndex('2013-12') + index), mbps)),
    );
    const { wide } = drawSpeedChart({
      locale: 'en',
      from: '2013-12',
      to: '2014-04',
      series: [{ line: comcast, kind: 'main', label: 'Comcast' }],
      events: [{ date: '2014-02-23', label: '23 Feb 2014', words: 'Netflix agrees to pay Comcast' }],
      marks: ['2014-01', '2014-03', '2014-06'],
    });
    expect(wide.marks.map(({ label }) => label.text)).toEqual(['1.51', '2.50']);
    const [event] = wide.events;
    const [january, march] = wide.marks;
    expect(event?.x).toBeGreaterThan(january?.x ?? 0);
    expect(event?.x).toBeLessThan(march?.x ?? 0);
  });

  it('lifts the lines clear of the words of an event', () => {
    const high = lineOf(months('2013-06', 21).map((month) => entry(month, 3.5)));
    const { wide } = drawSpeedChart({
      locale: 'en',
      from: '2013-06',
      to: '2015-02',
      series: [{ line: high, kind: 'main', label: 'Comcast' }],
      events: [{ date: '2014-02-23', label: '23 Feb 2014', words: 'Netflix agrees to pay Comcast' }],
    });
    const lowestWord = Math.max(...(wide.events[0]?.words ?? []).map(({ y }) => y));
    const ys = [...(wide.lines[0]?.paths[0] ?? '').matchAll(/,(-?[\d.]+)/g)].map(([, y]) => Number(y));
    expect(Math.min(...ys)).toBeGreaterThan(lowestWord);
  });
});

describe('the history', () => {
  it('parts charts at the pause from June 2018 to November 2025', () => {
    const line = lineOf([...months('2018-01', 5), ...months('2025-12', 6)].map((month) => entry(month, 4)));
    expect(panelsOf([line]).map(({ from, to }) => [from, to])).toEqual([
      ['2018-01', '2018-05'],
      ['2025-12', '2026-05'],
    ]);
  });

  it('keeps the short gaps of 2015 inside one chart', () => {
    expect(panelsOf([gappy])).toHaveLength(1);
  });
});

describe('the rank strip', () => {
  it('never joins January and February 2014', () => {
    const line = lineOf([
      entry('2013-12', 1.63, { rank: 14, rankCounts: '17 incl. Google Fiber' }),
      entry('2014-01', 1.51, { rank: 14, rankCounts: '17 incl. Google Fiber' }),
      entry('2014-02', 1.68, { rank: 11, rankCounts: '16' }),
      entry('2014-03', 2.5, { rank: 5, rankCounts: '16' }),
    ]);
    const { wide } = drawRankStrip({ locale: 'en', line, from: '2013-12', to: '2014-03' });
    const step = monthWidth(wide, '2013-12', '2014-03');
    const january = 34 + step;
    expect(pieces(wide)).toHaveLength(2);
    for (const [x1, x2] of pieces(wide)) expect(x1 <= january + 1 && x2 > january + 1).toBe(false);
  });
});

describe('words of a chart', () => {
  it('stand apart at the ends of lines that meet', () => {
    const placed = spread(
      [
        { y: 50, height: 15 },
        { y: 52, height: 15 },
        { y: 35, height: 15 },
        { y: 268, height: 15 },
      ],
      12,
      262,
    );
    const tops = placed.map(({ top }) => top);
    for (const [index, top] of tops.entries()) {
      if (index > 0) expect(top - (tops[index - 1] ?? 0)).toBeGreaterThanOrEqual(15);
    }
    expect(Math.max(...tops) + 15).toBeLessThanOrEqual(270);
  });

  it('break at spaces only', () => {
    expect(wrapped('Netflix agrees to pay Comcast', 16)).toEqual(['Netflix agrees', 'to pay Comcast']);
  });
});
