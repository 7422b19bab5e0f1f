import { describe, expect, it } from 'vitest';
import { type SpeedIndexEntry, speedIndexLines } from '#app/domain/speed-index/speed-index.ts';
import { drawDotChart } from '#app/ui/charts/dots-drawing.ts';
import { drawRankStrip } from '#app/ui/charts/rank-drawing.ts';
import { drawSmallChart, labelWidth } from '#app/ui/charts/speed-drawing.ts';

function entry(month: string, mbps: number, rank: number | null): SpeedIndexEntry {
  return {
    month,
    mbps,
    list: 'major',
    indexName: 'Comcast',
    ispId: 1,
    rank,
    rankCounts: rank === null ? null : '16',
    source: 'test',
    rankSource: null,
    confidence: 'sourced',
    note: null,
  };
}

function lineOf(entries: SpeedIndexEntry[]) {
  const [line] = speedIndexLines(entries);
  if (!line) throw new Error('no line');
  return line;
}

describe('The words in a chart', () => {
  it('stand below a rank that the line leaves steeply upwards, so that the line does not strike them out', () => {
    const line = lineOf([entry('2014-02', 1.7, 11), entry('2014-03', 2.5, 5), entry('2014-04', 2.8, 3)]);
    const { wide } = drawRankStrip({ locale: 'en', line, from: '2014-02', to: '2014-04' });
    const place = (text: string) => wide.ends.find((end) => end.text === text);
    const [first, second, third] = wide.lines[0]?.dots ?? [];
    expect(place('11')?.y).toBeGreaterThan(first?.y ?? Number.NaN);
    expect(place('5')?.x).toBeLessThan(second?.x ?? Number.NaN);
    expect(place('3')?.y).toBeLessThan(third?.y ?? Number.NaN);
  });

  it('are cut off at no edge of a small chart', () => {
    const months = ['2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];
    const line = lineOf(months.map((month, index) => entry(month, 3.6 - index / 10, null)));
    for (const locale of ['en', 'es'] as const) {
      const drawing = drawSmallChart({
        locale,
        from: '2025-12',
        to: '2026-05',
        range: [2.5, 4],
        series: [{ line, kind: 'main', label: '' }],
      });
      for (const { x, text, anchor } of [...drawing.ticks, ...drawing.grid.map(({ label }) => label)]) {
        const width = labelWidth(text);
        const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
        expect([text, left >= 0, left + width <= drawing.width]).toEqual([text, true, true]);
      }
    }
  });

  it('keep apart under a narrow dot chart', () => {
    const rows = [-0.22, 0.49, 0.43].map((value) => ({ label: 'An ISP', value, text: `${value}`, isMain: value < 0 }));
    const { narrow } = drawDotChart({ rows, band: [-0.3, 0.7] });
    const ticks = narrow.ticks.map(({ x, text }) => [x - labelWidth(text) / 2, x + labelWidth(text) / 2] as const);
    expect(ticks.length).toBeGreaterThan(1);
    for (const [index, [left]] of ticks.entries()) expect(left).toBeGreaterThan(ticks[index - 1]?.[1] ?? -1);
  });
});
