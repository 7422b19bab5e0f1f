import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { figuresOf, refreshFigures } from '#app/domain/measurement/figures.server.ts';
import { seededRandom } from '#app/domain/measurement/figures.ts';
import { publishMeasurements } from '#app/domain/measurement/publication.server.ts';
import { measurements } from '#db/schema/measurement.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase();
await db.execute(sql`insert into isps (slug, name, technologies) values ('one', 'One', '{cable}')`);
const [{ id: ispId } = { id: 0 }] = await db.execute<{ id: number }>(sql`select id from isps`);

type Made = { network: number; day: number; hour: number; mbps?: number; uploadMbps?: number | null };

const keyOf = (network: number) => createHash('md5').update(String(network)).digest();

async function figuresOfTests(tests: readonly Made[]) {
  await db.insert(measurements).values(
    tests.map(({ network, day, hour, mbps = 100, uploadMbps = null }) => ({
      sessionId: randomUUID(),
      server: 'own' as const,
      ispId,
      state: 'TX',
      localDate: `2026-11-${String(day).padStart(2, '0')}`,
      localHour: hour,
      downloadMbps: mbps,
      uploadMbps,
      networkKey: keyOf(network),
      createdAt: new Date(Date.UTC(2026, 10, day)),
    })),
  );
  const given = { db, now: () => new Date('2026-11-28T00:10:00Z') };
  await publishMeasurements(given);
  await refreshFigures(given);
  return figuresOf(ispId, { db });
}

beforeEach(async () => {
  for (const table of ['measurements', 'measurement_batches', 'measurement_files', 'measurement_figures'])
    await db.execute(sql.raw(`delete from ${table}`));
});

/** On each day in turn so many tests, each of another network; at most `networks` on a day. */
const days = (perDay: readonly number[], hour = 20): Made[] =>
  perDay.flatMap((count, at) => Array.from({ length: count }, (_, network) => ({ network, day: at + 1, hour })));

describe('figures of an ISP are shown', () => {
  // A file takes 11 tests from 10 networks or more, so the days are laid out for all of them to get into one.
  test.each([
    ['29 tests from 10 networks', [7, 10, 2, 10], false],
    ['30 tests from 9 networks', [9, 9, 9, 3], false],
    ['30 tests from 10 networks', [7, 10, 3, 10], true],
    ['29 tests from 29 networks', [29], false],
  ])('with %s on days of %j: %s', async (_, perDay, isShown) => {
    const figures = await figuresOfTests(days(perDay));
    expect(figures !== null).toBe(isShown);
    if (figures) expect(figures).toMatchObject({ tests: 30, networks: 10 });
  });

  test('when nobody on it got an upload or a round trip through, with what there is', async () => {
    expect(await figuresOfTests(days([30]))).toMatchObject({ tests: 30, uploadMbps: null, minRttMs: null });
  });
});

describe('uploads that only some tests have', () => {
  const some = (networks: number) =>
    days([20, 20, 20, 20]).map((one) => ({ ...one, uploadMbps: one.network < networks ? 10 : null }));
  const inFiles = async () => {
    const files = await db.execute<{ csv: string }>(sql`select csv from measurement_files where rows > 0`);
    return files.map(({ csv }) => csv.split('\r\n')[1]?.split(',').slice(9, 12));
  };

  test('are shown when they are 30 from 10 networks themselves', async () => {
    expect(await figuresOfTests(some(10))).toMatchObject({ uploadMbps: { median: 10 } });
  });

  test('are not shown when they come from 9', async () => {
    expect(await figuresOfTests(some(9))).toMatchObject({ tests: 80, uploadMbps: null });
  });

  test('stand in no file when they come from 9 networks', async () => {
    // Two days wait for a tenth network, so that the file holds 20 uploads of 9 networks.
    const waiting = days([9, 9, 12]).map((one) => ({ ...one, uploadMbps: one.network < 9 ? 10 : null }));
    await figuresOfTests(waiting);
    expect(await inFiles()).toEqual([['', '', '']]);
  });
});

describe('the evening slowdown is shown', () => {
  const daytime = days([20, 20, 20, 20], 5);
  test.each([
    ['29 tests from 10 networks', [10, 10, 9], false],
    ['30 tests from 9 networks', [9, 9, 9, 3], false],
    ['30 tests from 10 networks', [10, 10, 10], true],
  ])('beside enough by day, with %s in the evenings of %j: %s', async (_, perDay, isShown) => {
    const evening = days(perDay, 22).map((one) => ({ ...one, network: one.network + 100 }));
    expect((await figuresOfTests([...daytime, ...evening]))?.evening !== null).toBe(isShown);
  });
});

test('the evening slowdown agrees with plain SQL, hour by hour, and its interval with another program’s draw', async () => {
  const random = seededRandom(2026);
  // Every hour of the day, each network at its own pace, so that the edges 18/19, 22/23, 1/2 and 13/14 decide the medians.
  const made = Array.from({ length: 480 }, (_, at): Made => {
    const [network, hour] = [at % 40, Math.floor(random() * 24)];
    const slow = hour >= 19 && hour < 23 ? 0.7 : hour >= 2 && hour < 14 ? 1 : 0.2;
    return { network, day: 1 + Math.floor(at / 40), hour, mbps: slow * (80 + 3 * network + 40 * random()) };
  });
  const found = (await figuresOfTests(made))?.evening;
  const [plain] = await db.execute<{ ratio: number }>(sql`
    select percentile_cont(0.5) within group (order by download_mbps) filter (where local_hour in (19, 20, 21, 22))
      / percentile_cont(0.5) within group (order by download_mbps) filter (where local_hour in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)) as ratio
    from measurements`);
  expect(found?.ratio).toBe(Number(plain?.ratio.toPrecision(3)));
  await db.execute(sql`select setseed(0.5)`);
  const [drawn] = await db.execute<{ low: number; high: number }>(sql`
    with networks as materialized (select distinct network_key, row_number() over (order by network_key) as number
        from (select distinct network_key from measurements) k),
      draws as materialized (select draw, 1 + floor(random() * 40)::int as number
        from generate_series(1, 3000) draw, generate_series(1, 40)),
      ratios as (
        select percentile_cont(0.5) within group (order by download_mbps) filter (where local_hour between 19 and 22)
          / percentile_cont(0.5) within group (order by download_mbps) filter (where local_hour between 2 and 13) as ratio
        from draws join networks using (number) join measurements using (network_key) group by draw)
    select percentile_cont(0.025) within group (order by ratio) as low,
      percentile_cont(0.975) within group (order by ratio) as high from ratios`);
  expect(found?.low).toBeCloseTo(drawn?.low ?? 0, 1);
  expect(Math.abs((found?.low ?? 0) - (drawn?.low ?? 0))).toBeLessThan(0.015);
  expect(Math.abs((found?.high ?? 0) - (drawn?.high ?? 0))).toBeLessThan(0.015);
  expect((found?.high ?? 0) - (found?.low ?? 0)).toBeGreaterThan(0.05);
});
