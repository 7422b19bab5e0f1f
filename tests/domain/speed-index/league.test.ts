import { describe, expect, test } from 'vitest';
import { listIspLines, listSpeedIndexEntries } from '#app/domain/speed-index/entries.server.ts';
import { leagueTable, listLeagueTables, listMonths } from '#app/domain/speed-index/league.server.ts';
import { monthPlace } from '#app/domain/speed-index/league.ts';
import { speedIndexEntries } from '#db/schema/speed-index.ts';
import { testDatabase } from '#tests/support/database.ts';
import { seededTemplate } from '#tests/support/seeded.ts';

const { db } = await testDatabase(await seededTemplate());
const given = { db };

async function rowOf(month: string, indexName: string) {
  const row = (await leagueTable(month, 'major', given))?.rows.find((one) => one.indexName === indexName);
  if (!row) throw new Error(`${indexName} is not on the list of ${month}`);
  return row;
}

describe('A league table', () => {
  test('says that Comcast went from 11th to 5th in March 2014, with today’s ISP and the source', async () => {
    expect(await rowOf('2014-03', 'Comcast')).toMatchObject({
      mbps: 2.5,
      ispSlug: 'comcast',
      movement: { kind: 'moved', from: 11, to: 5, fromMonth: '2014-02' },
    });
    expect((await rowOf('2014-03', 'Comcast')).source).not.toBe('');
  });

  test('moves nobody from January to February 2014, where the list changed', async () => {
    const rows = (await leagueTable('2014-02', 'major', given))?.rows ?? [];
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter(({ movement }) => movement.kind === 'moved')).toEqual([]);
    expect((await rowOf('2014-02', 'Comcast')).movement).toMatchObject({ reason: 'counts_differ' });
  });

  test('moves nobody across a missing month or within a list that gives no ranks', async () => {
    const afterGap = (await leagueTable('2015-04', 'major', given))?.rows.filter(({ rank }) => rank !== null) ?? [];
    expect(afterGap.length).toBeGreaterThan(0);
    for (const { movement } of afterGap) expect(movement).toEqual({ kind: 'none', reason: 'month_before_missing' });
    expect((await rowOf('2026-05', 'Comcast')).movement).toEqual({ kind: 'none', reason: 'unranked' });
  });

  test('stands for every list of a month, major ISPs first, and for none of a gap', async () => {
    expect((await listLeagueTables('2014-03', given)).map(({ list }) => list)).toEqual(['major', 'expanded']);
    expect((await listLeagueTables('2012-11', given)).map(({ list }) => list)).toEqual(['major', 'mobile']);
    expect(await listLeagueTables('2015-03', given)).toEqual([]);
    expect(await leagueTable('2015-3', 'major', given)).toBeNull();
  });

  test('moves only within runs of ranks that may be joined, in every month held', async () => {
    for (const { month } of await listMonths(given))
      for (const { rows } of await listLeagueTables(month, given))
        for (const { movement, rankCounts } of rows)
          if (movement.kind === 'moved') {
            expect(rankCounts).not.toBeNull();
            expect(month === '2014-02').toBe(false);
          }
  });
});

describe('The months held', () => {
  test('are 67 from November 2012 to May 2026, with gaps between', async () => {
    const months = await listMonths(given);
    expect([months.length, months[0]?.month, months.at(-1)?.month]).toEqual([67, '2012-11', '2026-05']);
    const held = months.map(({ month }) => month);
    expect(monthPlace('2014-03', held)).toEqual({ kind: 'held', previous: '2014-02', next: '2014-04' });
    expect(monthPlace('2015-09', held)).toEqual({ kind: 'gap', previous: '2015-07', next: '2015-11' });
    expect(monthPlace('2020-01', held)).toEqual({ kind: 'gap', previous: '2018-05', next: '2025-12' });
    expect(monthPlace('2012-10', held)).toEqual({ kind: 'outside', previous: null, next: '2012-11' });
    expect(monthPlace('2030-01', held)).toEqual({ kind: 'outside', previous: '2026-05', next: null });
  });
});

describe('Reading all entries by pages', () => {
  test('gives each published entry once, in order', async () => {
    const seen: number[] = [];
    let after: number | null = 0;
    for (let pages = 0; after !== null && pages < 20; pages += 1) {
      const page = await listSpeedIndexEntries({ after, limit: 100 }, given);
      seen.push(...page.entries.map(({ id }) => id));
      after = page.next;
    }
    expect(after).toBeNull();
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect(seen).toHaveLength(await db.$count(speedIndexEntries));
  });

  test('narrows to a month and an ISP, and finds nothing for what is neither', async () => {
    const { entries, next } = await listSpeedIndexEntries({ month: '2014-03', isp: 'verizon' }, given);
    expect(entries.map(({ indexName, ispSlug }) => [indexName, ispSlug])).toEqual([
      ['Verizon FiOS', 'verizon'],
      ['Verizon DSL', 'verizon'],
    ]);
    expect(next).toBeNull();
    expect(await listSpeedIndexEntries({ month: 'May' }, given)).toEqual({ entries: [], next: null });
    expect((await listSpeedIndexEntries({ isp: 'nobody' }, given)).entries).toEqual([]);
  });
});

test('lines of ISPs come by name, all or the chosen ones', async () => {
  const all = await listIspLines({}, given);
  expect(all.length).toBeGreaterThan(10);
  expect(all.map(({ name }) => name)).toEqual(all.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, 'en')));
  const chosen = await listIspLines({ slugs: ['comcast', 'verizon', 'nobody'] }, given);
  expect(chosen.map(({ slug }) => slug)).toEqual(['verizon', 'comcast'].sort());
});
