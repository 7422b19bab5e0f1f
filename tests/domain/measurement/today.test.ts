import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { figuresOf, listMeasurementFigures, refreshFigures } from '#app/domain/measurement/figures.server.ts';
import { seededRandom } from '#app/domain/measurement/figures.ts';
import { forgetNetworks, NETWORKS_KEPT_DAYS } from '#app/domain/measurement/network.server.ts';
import {
  FILE_COLUMNS,
  findMeasurementFile,
  listMeasurementFiles,
  publishMeasurements,
} from '#app/domain/measurement/publication.server.ts';
import { dayAfter } from '#app/domain/measurement/record.ts';
import { startMeasurements } from '#app/jobs/measurements.ts';
import { measurements } from '#db/schema/measurement.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db, another } = await testDatabase();
await db.execute(
  sql`insert into isps (slug, name, technologies) values ('one', 'One', '{cable}'), ('two', 'Two', '{DSL}')`,
);
const [{ id: one } = { id: 0 }, { id: two } = { id: 0 }] = await db.execute<{ id: number }>(
  sql`select id from isps order by id`,
);

/** Day of the first tests; files of it are made from two days later on. */
const DAY = '2026-11-10';
const clock = (day: string) => ({ db, now: () => new Date(`${day}T00:10:00Z`) });

type Row = typeof measurements.$inferInsert;

const keys = Array.from({ length: 400 }, () => randomBytes(16));

/** A counted test of network number `network` on a day. */
function row(network: number, over: Partial<Row> = {}): Row {
  const localDate = over.localDate ?? DAY;
  return {
    sessionId: randomUUID(),
    server: 'own',
    ispId: one,
    state: 'TX',
    localDate,
    localHour: 20,
    downloadMbps: 100,
    uploadMbps: 10,
    minRttMs: 12,
    networkKey: keys[network] ?? null,
    createdAt: new Date(`${localDate}T00:00:00Z`),
    ...over,
  };
}

const store = (count: number, of: (at: number) => Row) =>
  db.insert(measurements).values(Array.from({ length: count }, (_, at) => of(at)));

async function publish(until: string) {
  const made = await publishMeasurements(clock(until));
  await refreshFigures(clock(until));
  return made;
}

beforeEach(async () => {
  for (const table of ['measurements', 'measurement_batches', 'measurement_files', 'measurement_figures'])
    await db.execute(sql.raw(`delete from ${table}`));
});

async function lines(day: string) {
  const file = await findMeasurementFile(day, { db });
  return (file?.csv ?? '').trimEnd().split('\r\n').slice(1);
}

describe('a file of open data', () => {
  test('is made when its day is over everywhere, once, with the digest of its bytes', async () => {
    await store(12, (at) => row(at));
    expect(await publish(dayAfter(DAY, 1))).toEqual([]);
    expect(await publish(dayAfter(DAY, 2))).toEqual([DAY]);
    expect(await publish(dayAfter(DAY, 2))).toEqual([]);
    const file = await findMeasurementFile(DAY, { db });
    expect(file?.csv.split('\r\n')[0]).toBe(FILE_COLUMNS.join(','));
    expect(file?.sha256).toBe(
      createHash('sha256')
        .update(file?.csv ?? '')
        .digest('hex'),
    );
    expect(await lines(DAY)).toEqual([
      `one,${DAY},${DAY},all,all,12,100,100,100,10,10,10,12,12,12`,
      `one,${DAY},${DAY},TX,all,12,100,100,100,10,10,10,12,12,12`,
      `one,${DAY},${DAY},all,evening,12,100,100,100,10,10,10,12,12,12`,
      `one,${DAY},${DAY},TX,evening,12,100,100,100,10,10,10,12,12,12`,
    ]);
    expect(await listMeasurementFiles({}, { db })).toEqual([{ day: DAY, rows: 4, sha256: file?.sha256 }]);
    expect(await findMeasurementFile('2026-13-77', { db })).toBe(null);
  });

  test('holds an ISP when its waiting tests are 11 from 10 networks, with the days they are of', async () => {
    await store(9, (at) => row(at));
    await store(3, (at) => row(at, { localDate: dayAfter(DAY, 1) }));
    await publish(dayAfter(DAY, 3));
    expect([await lines(DAY), await lines(dayAfter(DAY, 1))]).toEqual([[], []]);
    await store(1, () => row(9, { localDate: dayAfter(DAY, 2) }));
    await publish(dayAfter(DAY, 4));
    expect((await lines(dayAfter(DAY, 2)))[0]).toMatch(`one,${DAY},${dayAfter(DAY, 2)},all,all,13,`);
  });

  test('holds no test that does not count, and none a second time', async () => {
    await store(12, (at) => row(at));
    await store(12, (at) => row(at, { uncountedReason: 'repeated' }));
    await store(12, (at) => row(at, { uncountedReason: 'not_residential', ispId: two }));
    await publish(dayAfter(DAY, 2));
    await store(12, (at) => row(at, { localDate: dayAfter(DAY, 1) }));
    await publish(dayAfter(DAY, 3));
    const all = [...(await lines(DAY)), ...(await lines(dayAfter(DAY, 1)))].filter((line) =>
      line.includes(',all,all,'),
    );
    expect(all.map((line) => line.split(',').slice(0, 6).join(','))).toEqual([
      `one,${DAY},${DAY},all,all,12`,
      `one,${dayAfter(DAY, 1)},${dayAfter(DAY, 1)},all,all,12`,
    ]);
  });

  test('is made once when several workers try at the same time', async () => {
    await store(40, (at) => row(at));
    const workers = Array.from({ length: 6 }, () => ({ ...clock(dayAfter(DAY, 5)), db: another({ max: 2 }).db }));
    const made = await Promise.all(workers.map((worker) => publishMeasurements(worker)));
    expect(made.flat().sort()).toEqual([0, 1, 2, 3].map((days) => dayAfter(DAY, days)));
    expect(await listMeasurementFiles({}, { db })).toHaveLength(4);
    const [sums] = await db.execute(
      sql`select sum(tests)::int as tests, count(*)::int as batches from measurement_batches`,
    );
    expect(sums).toEqual({ tests: 40, batches: 1 });
  });

  test('does not come before the first counted test', async () => {
    await store(1, () => row(1, { uncountedReason: 'no_isp' }));
    expect(await publish('2026-12-01')).toEqual([]);
  });
});

describe('the figures of a page', () => {
  test('hold what the files hold, once that is 30 tests from 10 networks', async () => {
    await store(29, (at) => row(at, { downloadMbps: at + 1 }));
    await publish(dayAfter(DAY, 2));
    expect(await figuresOf(one, { db })).toBe(null);
    await store(11, (at) => row(at, { downloadMbps: at + 30, localDate: dayAfter(DAY, 1) }));
    expect(await figuresOf(one, { db })).toBe(null);
    await publish(dayAfter(DAY, 3));
    const totals = await db.execute(sql`select sum(tests)::int as tests from measurement_batches`);
    expect(totals[0]).toEqual({ tests: 40 });
    expect(await figuresOf(one, { db })).toMatchObject({
      from: DAY,
      to: dayAfter(DAY, 1),
      asOf: dayAfter(DAY, 1),
      tests: 40,
      networks: 29,
      downloadMbps: { lower: 10.8, median: 20.5, upper: 30.3 },
      uploadMbps: { lower: 10, median: 10, upper: 10 },
      minRttMs: { lower: 12, median: 12, upper: 12 },
      evening: null,
      streams: null,
    });
    expect(await listMeasurementFigures({ db })).toMatchObject([{ slug: 'one', name: 'One', tests: 40 }]);
  });

  test('agree with plain SQL', async () => {
    const random = seededRandom(7);
    await store(200, (at) => row(at, { downloadMbps: 20 + random() * 400 }));
    await publish(dayAfter(DAY, 2));
    const [plain] = await db.execute<{ q: number[] }>(sql`
      select percentile_cont(array[0.25, 0.5, 0.75]) within group (order by download_mbps) as q from measurements`);
    const [lower, median, upper] = (plain?.q ?? []).map((value) => Number(value.toPrecision(3)));
    expect((await figuresOf(one, { db }))?.downloadMbps).toEqual({ lower, median, upper });
  });

  test('leave out files older than 90 days, and go when too little is left', async () => {
    await store(40, (at) => row(at));
    await publish(dayAfter(DAY, 2));
    expect(await figuresOf(one, { db })).not.toBe(null);
    await publish(dayAfter(DAY, 2 + 89));
    expect(await figuresOf(one, { db })).not.toBe(null);
    await publish(dayAfter(DAY, 2 + 90));
    expect(await figuresOf(one, { db })).toBe(null);
  });

  test('say how much slower the evening is, with an interval that holds the truth', async () => {
    const random = seededRandom(11);
    const daytime = (at: number) => row(at, { localHour: 9, downloadMbps: 100 * Math.exp(random() - 0.5) });
    const evening = (at: number) => row(at + 200, { localHour: 21, downloadMbps: 70 * Math.exp(random() - 0.5) });
    await store(200, daytime);
    await store(29, evening);
    await publish(dayAfter(DAY, 2));
    expect((await figuresOf(one, { db }))?.evening).toBe(null);
    await store(150, (at) => ({ ...evening(at), localDate: dayAfter(DAY, 1) }));
    await publish(dayAfter(DAY, 3));
    const { ratio = 0, low = 0, high = 0 } = (await figuresOf(one, { db }))?.evening ?? {};
    expect(low).toBeLessThan(0.7);
    expect(high).toBeGreaterThan(0.7);
    expect(high).toBeLessThan(0.95);
    expect(ratio).toBeGreaterThan(low);
    expect(ratio).toBeLessThan(high);
    const first = await figuresOf(one, { db });
    await db.execute(sql`delete from measurement_figures`);
    await refreshFigures(clock(dayAfter(DAY, 3)));
    expect(await figuresOf(one, { db })).toEqual(first);
  });

  test('give shares of streaming comparisons from 30 tests on, to the nearest twentieth', async () => {
    const compared = {
      streamMbps: 1,
      controlMbps: 1,
      streamRatio: 1,
      streamRatioLow: 1,
      streamRatioHigh: 1,
      streamPairs: 10,
    };
    const verdict = (at: number) => (at < 4 ? 'streaming_slower' : at < 10 ? 'inconclusive' : 'no_difference');
    await store(60, (at) => row(at, at < 31 ? { ...compared, streamVerdict: verdict(at) } : {}));
    await publish(dayAfter(DAY, 2));
    expect((await figuresOf(one, { db }))?.streams).toEqual({
      noDifference: 0.7,
      streamingSlower: 0.15,
      inconclusive: 0.2,
    });
  });
});

describe('networks', () => {
  const held = async () =>
    db.execute<{ length: number | null; tests: number; networks: number }>(sql`
      select octet_length(network_key) as length, count(*)::int as tests, count(distinct network_key)::int as networks
      from measurements group by 1 order by 1`);

  test('lose their keys two days after their month, keep which tests are of one, and are emptied later', async () => {
    await store(20, (at) => row(at % 10, { localDate: dayAfter(DAY, Math.floor(at / 10)) }));
    await store(3, (at) => row(at, { localDate: '2026-12-01' }));
    expect(await forgetNetworks(clock('2026-12-02'))).toEqual({ replaced: 0, emptied: 0 });
    expect(await forgetNetworks(clock('2026-12-03'))).toEqual({ replaced: 20, emptied: 0 });
    expect(await held()).toEqual([
      { length: 8, tests: 20, networks: 10 },
      { length: 16, tests: 3, networks: 3 },
    ]);
    const known = await db.select().from(measurements).orderBy(measurements.id);
    const same = (a: number, b: number) => known[a]?.networkKey?.equals(known[b]?.networkKey ?? Buffer.alloc(0));
    expect([same(0, 10), same(0, 11)]).toEqual([true, false]);
    expect(await forgetNetworks(clock('2026-12-03'))).toEqual({ replaced: 0, emptied: 0 });
    const late = dayAfter(DAY, NETWORKS_KEPT_DAYS + 2);
    expect(await forgetNetworks(clock(late))).toEqual({ replaced: 3, emptied: 20 });
  });

  test('are counted within one month, so that one that comes back is not two', async () => {
    await store(8, (at) => row(at, { localDate: '2026-10-30' }));
    await store(8, (at) => row(at + 100, { localDate: '2026-11-01' }));
    await publish('2026-11-05');
    const [batches] = await db.execute(sql`select count(*)::int as n from measurement_batches`);
    expect(batches).toEqual({ n: 0 });
  });

  test('still make a batch after their keys have gone', async () => {
    await store(12, (at) => row(at, { localDate: '2026-10-30' }));
    await forgetNetworks(clock('2026-11-05'));
    await publish('2026-11-05');
    expect(await lines('2026-10-30')).toHaveLength(4);
  });
});

test('the loop of the worker makes files, figures and forgets, and stops', async () => {
  await store(40, (at) => row(at));
  const loop = startMeasurements({ ...clock('2026-12-10'), log: pino({ enabled: false }), intervalMs: 20 });
  await loop.stop();
  expect(await listMeasurementFiles({}, { db })).toHaveLength(29);
  expect((await figuresOf(one, { db }))?.tests).toBe(40);
  const [left] = await db.execute(
    sql`select count(*)::int as n from measurements where octet_length(network_key) = 16`,
  );
  expect(left).toEqual({ n: 0 });
});
