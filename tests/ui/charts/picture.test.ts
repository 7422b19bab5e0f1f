import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { SpeedIndexEntry } from '#app/domain/speed-index/speed-index.ts';
import { speedIndexLines } from '#app/domain/speed-index/speed-index.ts';
import { showComparison } from '#app/ui/charts/compare.ts';
import { chartDocument } from '#app/ui/charts/document.ts';
import { drawDotChart } from '#app/ui/charts/dots-drawing.ts';
import { signed } from '#app/ui/charts/effects.ts';
import { figureGrid, sourceBook } from '#app/ui/charts/figure-grid.ts';
import { monthIndex, monthOf } from '#app/ui/charts/months.ts';
import { NOTE_RADIUS, shapesOf } from '#app/ui/charts/shapes.ts';
import { drawSpeedChart } from '#app/ui/charts/speed-drawing.ts';

function entry(
  indexName: string,
  month: string,
  mbps: number | null,
  more: Partial<SpeedIndexEntry> = {},
): SpeedIndexEntry {
  return {
    month,
    mbps,
    list: 'major',
    indexName,
    ispId: 1,
    rank: null,
    rankCounts: null,
    source: `source of ${indexName}`,
    rankSource: null,
    confidence: 'sourced',
    note: null,
    ...more,
  };
}

const months = (from: string, count: number) =>
  Array.from({ length: count }, (_, index) => monthOf(monthIndex(from) + index));
const linesOf = (names: readonly string[], from = '2013-01', count = 24) =>
  speedIndexLines(
    names.flatMap((name, at) => months(from, count).map((m, i) => entry(name, m, 2 + at / 4 + (i % 3) / 10))),
  );

describe('the numbered marks above a line', () => {
  const notes = months('2013-06', 14).map((month, index) => ({
    date: `${month}-05`,
    isMonth: false,
    kind: (['deal', 'order', 'other'] as const)[index % 3] ?? ('other' as const),
    number: String(index + 1),
  }));
  const pair = drawSpeedChart({
    locale: 'en',
    from: '2013-01',
    to: '2014-12',
    series: [{ line: linesOf(['Comcast'])[0] ?? never(), kind: 'main', label: 'Comcast' }],
    notes,
  });

  it.each(['wide', 'narrow'] as const)('never lie on each other, and stay inside (%s)', (width) => {
    const drawing = pair[width];
    const placed = drawing.notes ?? [];
    expect(placed).toHaveLength(14);
    for (const [index, one] of placed.entries()) {
      expect(one.badgeX).toBeGreaterThanOrEqual(NOTE_RADIUS);
      expect(one.badgeX + NOTE_RADIUS).toBeLessThanOrEqual(drawing.width);
      for (const other of placed.slice(index + 1)) {
        const isApart =
          Math.abs(one.badgeX - other.badgeX) >= 2 * NOTE_RADIUS ||
          Math.abs(one.badgeY - other.badgeY) >= 2 * NOTE_RADIUS;
        expect(isApart, `${one.number} and ${other.number}`).toBe(true);
      }
    }
  });

  it('stand above the plot, and are told apart by their shape', () => {
    const top = Math.min(...pair.wide.grid.map(({ y }) => y));
    for (const { badgeY, y1 } of pair.wide.notes ?? []) expect(badgeY).toBeLessThan(Math.min(top, y1));
    const badges = shapesOf(pair.wide).filter(({ style }) => style === 'note-deal' || style === 'note-ring');
    expect(new Set(badges.map(({ tag, style }) => `${tag} ${style}`)).size).toBe(3);
  });
});

describe('lines in black and white', () => {
  it('differ by weight, dashes and the shape of a lone month', () => {
    const kinds = ['main', 'other', 'other-dashed', 'other-dotted'] as const;
    const looks = kinds.map((kind) => {
      const lines = [{ name: kind, kind, paths: ['M0,0L1,1'], dots: [{ x: 5, y: 5 }] }];
      const shapes = shapesOf({ width: 9, height: 9, grid: [], ticks: [], events: [], marks: [], ends: [], lines });
      return shapes.map(({ tag, style, measures }) => `${tag} ${style} ${Object.keys(measures)}`);
    });
    expect(new Set(looks.map(([path]) => path)).size).toBe(4);
    expect(new Set(looks.map(([, dot]) => dot)).size).toBe(4);
  });
});

describe('small charts side by side', () => {
  const isps = [
    { slug: 'a', name: 'A', lines: linesOf(['A']) },
    { slug: 'b', name: 'B', lines: linesOf(['B fast', 'B slow', 'B third'], '2013-07', 6) },
    { slug: 'c', name: 'C', lines: linesOf(['C'], '2025-12', 3) },
  ];
  const eras = showComparison(isps, 'en', sourceBook());

  it('share months and scale within a stretch, and stretches are parted', () => {
    expect(eras.map(({ panels }) => panels.map(({ name }) => name))).toEqual([['A', 'B'], ['C']]);
    const [a, b] = eras[0]?.panels ?? [];
    expect(a?.drawing.ticks).toEqual(b?.drawing.ticks);
    expect(a?.drawing.grid).toEqual(b?.drawing.grid);
    expect(eras[1]?.pauseBefore).toBe('We hold no figures from January 2015 to November 2025.');
  });

  it('name several lines in a legend, and have a table of every figure with its source', () => {
    const [a, b] = eras[0]?.panels ?? [];
    expect(a?.legend).toEqual([]);
    expect(b?.legend.map(({ kind }) => kind)).toEqual(['main', 'other', 'other-dashed']);
    const cells = b?.grid.rows.flatMap((row) => row.cells) ?? [];
    expect(cells).toHaveLength(18);
    expect(cells.every((cell) => cell !== null && cell.source !== '' && cell.number > 0)).toBe(true);
  });
});

describe('the table behind a chart', () => {
  it('leaves a gap empty, and gives a rank its own source', () => {
    const [line] = speedIndexLines([
      entry('X', '2014-01', 2),
      entry('X', '2014-02', null, { rank: 3, rankSource: 'ranks' }),
      entry('Y', '2014-02', 1),
    ]).filter(({ indexName }) => indexName === 'X');
    const grid = figureGrid([line ?? never()], { from: '2014-01', to: '2014-02', withRank: true }, sourceBook());
    expect(grid.rows.map(({ cells }) => cells.map((cell) => cell && `${cell.text} ${cell.source}`))).toEqual([
      ['2.00 source of X', null],
      [null, '3 ranks'],
    ]);
  });
});

describe('a chart that stands alone', () => {
  const drawing = drawDotChart({
    rows: [
      { label: 'A & B <i>', value: 1, text: '+1.00', isMain: true },
      { label: 'C', value: -0.5, text: '−0.50', isMain: false },
    ],
    band: [-0.4, 0.4],
  }).wide;
  const svg = chartDocument({
    drawing,
    title: 'What "A" did',
    note: 'In Mbps',
    source: 'Source: <S>\u0000',
    lang: 'en',
  });

  it('is well-formed, with its title, its source and nothing from outside', () => {
    expect(XMLValidator.validate(svg)).toBe(true);
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(svg) as { svg: Record<string, unknown> };
    expect(parsed.svg).toMatchObject({ '@_xml:lang': 'en', title: 'What "A" did', desc: 'Source: <S>' });
    expect(svg).not.toMatch(/href|class=|url\(|var\(/);
    expect(svg).toContain('A &amp; B');
  });

  it('keeps dots and words inside', () => {
    for (const { tag, measures } of shapesOf(drawing)) {
      const x = Number(tag === 'circle' ? measures.cx : (measures.x ?? 0));
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(drawing.width);
    }
  });
});

it('a change is written with its sign, and nought without', () => {
  expect([1.005, -0.134, 0.001, -0.001].map(signed)).toEqual(['+1.00', '−0.13', '0.00', '0.00']);
});

function never(): never {
  throw new Error('no line');
}
