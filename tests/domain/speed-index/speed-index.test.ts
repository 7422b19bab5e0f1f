import { describe, expect, test } from 'vitest';
import { findIsp } from '#app/domain/isp/isp.server.ts';
import { listComparisonLines, listSpeedIndex, monthTable } from '#app/domain/speed-index/speed-index.server.ts';
import {
  figureOf,
  lineBetween,
  monthNumber,
  newestFigure,
  rankRuns,
  type SpeedIndexEntry,
  speedSegments,
} from '#app/domain/speed-index/speed-index.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const given = { db };

async function lineOf(slug: string, indexName: string) {
  const isp = await findIsp(slug, given);
  const lines = await listSpeedIndex(isp?.id ?? 0, given);
  const line = lines.find((candidate) => candidate.indexName === indexName);
  if (!line) throw new Error(`${indexName} has no line`);
  return line;
}

const figures = async (slug: string, indexName: string, months: string[]) => {
  const line = await lineOf(slug, indexName);
  return months.map((month) => {
    const entry = figureOf(line, month);
    return [month, entry?.mbps ?? null, entry?.rank ?? null];
  });
};

describe('The check figures', () => {
  test('of Comcast around its deal of February 2014', async () => {
    expect(await figures('comcast', 'Comcast', ['2014-01', '2014-02', '2014-03', '2014-04'])).toEqual([
      ['2014-01', 1.51, 14],
      ['2014-02', 1.68, 11],
      ['2014-03', 2.5, 5],
      ['2014-04', 2.77, 3],
    ]);
  });

  test('of Verizon FiOS around its deal of April 2014', async () => {
    expect(await figures('verizon', 'Verizon FiOS', ['2014-02', '2014-03', '2014-06', '2014-09'])).toEqual([
      ['2014-02', 1.76, 7],
      ['2014-03', 1.91, 8],
      ['2014-06', 1.58, 12],
      ['2014-09', 3.17, 1],
    ]);
  });

  test('of AT&T U-verse around its deal of July 2014', async () => {
    expect(await figures('att', 'AT&T U-verse', ['2014-03', '2014-07', '2014-08'])).toEqual([
      ['2014-03', 1.73, 12],
      ['2014-07', 1.44, 14],
      ['2014-08', 2.61, 7],
    ]);
  });
});

describe('A line of the index', () => {
  test('ends at every gap: March, May, August to October 2015, and June 2018 to November 2025', async () => {
    const { segments } = await lineOf('comcast', 'Comcast');
    const spans = segments.map(({ points }) => [points[0]?.month, points.at(-1)?.month]);
    for (const gap of ['2015-03', '2015-05', '2015-08', '2015-09', '2015-10', '2018-06', '2025-11'])
      expect(
        spans.some(([from = '', to = '']) => from <= gap && gap <= to),
        gap,
      ).toBe(false);
    expect(spans).toContainEqual(['2012-11', '2015-02']);
    expect(spans.at(-1)).toEqual(['2025-12', '2026-05']);
    for (const { points } of segments)
      for (const [index, { month }] of points.entries())
        if (index > 0) expect(monthNumber(month) - monthNumber(points[index - 1]?.month ?? '')).toBe(1);
  });

  test('joins bitrates but no ranks across January and February 2014', async () => {
    const { segments, rankRuns: runs } = await lineOf('comcast', 'Comcast');
    const holds = (points: readonly { month: string }[], month: string) =>
      points.some((point) => point.month === month);
    expect(segments.some(({ points }) => holds(points, '2014-01') && holds(points, '2014-02'))).toBe(true);
    expect(runs.some(({ points }) => holds(points, '2014-01') && holds(points, '2014-02'))).toBe(false);
    expect(runs.find(({ points }) => holds(points, '2014-02'))).toMatchObject({
      rankCounts: '16',
      points: [
        { month: '2014-02', rank: 11 },
        { month: '2014-03', rank: 5 },
        { month: '2014-04', rank: 3 },
      ],
    });
  });

  test('joins no ranks across those two months for any ISP', async () => {
    const { rows } = { rows: await db.query.isps.findMany() };
    for (const { id } of rows)
      for (const { rankRuns: runs } of await listSpeedIndex(id, given))
        for (const { points } of runs)
          expect(points.some(({ month }) => month <= '2014-01') && points.some(({ month }) => month >= '2014-02')).toBe(
            false,
          );
  });

  test('of Google Fiber is not drawn from the major list into the expanded one', async () => {
    const { segments } = await lineOf('google-fiber', 'Google Fiber');
    for (const { list, points } of segments)
      expect(points.every(({ month }) => (list === 'major') === month <= '2014-01')).toBe(true);
  });

  test('can be cut to a window, and knows its newest figure', async () => {
    const line = await lineOf('comcast', 'Comcast');
    const cut = lineBetween(line, '2013-06', '2015-02');
    expect(cut.segments).toHaveLength(1);
    expect(cut.segments[0]?.points).toHaveLength(21);
    expect(newestFigure(line)).toMatchObject({ month: '2026-05', mbps: 3 });
  });
});

describe('Parting entries', () => {
  const entry = (month: string, given: Partial<SpeedIndexEntry> = {}): SpeedIndexEntry => ({
    month,
    list: 'major',
    indexName: 'X',
    ispId: 1,
    mbps: 2,
    rank: 1,
    rankCounts: '16',
    source: 's',
    rankSource: null,
    confidence: 'sourced',
    note: null,
    ...given,
  });

  test('a month with a rank but no bitrate ends the line and not the run', () => {
    const entries = [entry('2014-02'), entry('2014-03', { mbps: null }), entry('2014-04')];
    expect(speedSegments(entries)).toHaveLength(2);
    expect(rankRuns(entries)).toHaveLength(1);
  });

  test('ranks whose count is unknown stand alone', () => {
    const entries = [entry('2014-02', { rankCounts: null }), entry('2014-03', { rankCounts: null })];
    expect(rankRuns(entries)).toHaveLength(2);
  });

  test('December and January are consecutive, whatever the order given', () => {
    expect(speedSegments([entry('2014-01'), entry('2013-12')])).toHaveLength(1);
  });
});

describe('Lines to compare with', () => {
  test('beside Comcast are the two fullest of other ISPs, in the window of the front page', async () => {
    const comcast = await findIsp('comcast', given);
    const lines = await listComparisonLines({ exceptIspId: comcast?.id ?? 0, from: '2013-06', to: '2015-02' }, given);
    expect(lines.map(({ indexName }) => indexName)).toEqual(['Cox', 'Verizon FiOS']);
    expect(lines.every(({ segments }) => segments.length === 1)).toBe(true);
  });

  test('are none where other ISPs have no figures', async () => {
    expect(await listComparisonLines({ exceptIspId: 0, from: '2020-01', to: '2020-12' }, given)).toEqual([]);
  });
});

describe('One month of the index', () => {
  test('stands by rank, with those of unknown rank at the end', async () => {
    const table = await monthTable({ month: '2014-09' }, given);
    expect(table).toHaveLength(16);
    expect(table[0]).toMatchObject({ indexName: 'Verizon FiOS', rank: 1, mbps: 3.17 });
    const ranks = (await monthTable({ month: '2014-02' }, given)).map(({ rank }) => rank);
    expect(ranks.slice(-2)).toEqual([null, null]);
  });

  test('is empty for a gap and for what is not a month', async () => {
    expect(await monthTable({ month: '2015-03' }, given)).toEqual([]);
    expect(await monthTable({ month: "2015-13'; --" }, given)).toEqual([]);
  });
});
