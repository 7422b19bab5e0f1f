import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import type { IspSeen } from '#app/domain/isp/identify.ts';
import { recordMeasurement } from '#app/domain/measurement/record.server.ts';
import { checkedClock, countedSlug, isPlausible, type RecordInput } from '#app/domain/measurement/record.ts';
import { measurementRuns, measurements } from '#db/schema/measurement.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db, another } = await testDatabase();
await db.execute(
  sql`insert into isps (slug, name, technologies) values ('one', 'One', '{cable}'), ('two', 'Two', '{DSL}')`,
);

const at = new Date('2026-11-20T17:30:00Z');
const given = { db, now: () => at };
const seen: IspSeen = { slugs: ['one'], asn: 64500, kind: 'home', confidence: 'high', reason: 'range', choices: [] };
const comparison = {
  streamMbps: 40,
  controlMbps: 80,
  ratio: 0.5,
  low: 0.45,
  high: 0.55,
  pairs: 12,
  verdict: 'streaming_slower',
} as const;

beforeEach(async () => {
  await db.delete(measurements);
  await db.delete(measurementRuns);
});

async function ran(networkKey = randomBytes(16), { createdAt = at, bytes = 125_000_000 } = {}) {
  const sessionId = randomUUID();
  const run = { sessionId, elapsedUs: 10_000_000, minRttUs: 12_000, networkKey, createdAt };
  await db.insert(measurementRuns).values([
    { ...run, direction: 'download', bytes },
    { ...run, direction: 'upload', bytes: 12_500_000, minRttUs: 11_500 },
  ]);
  return { sessionId, networkKey };
}

const form = (over: Partial<RecordInput>): RecordInput => ({
  sessionId: randomUUID(),
  ispSeen: seen,
  ispStatedSlug: null,
  state: 'TX',
  localDate: '2026-11-20',
  localHour: 11,
  networkKey: null,
  server: 'own',
  comparison: null,
  ...over,
});

const rows = () => db.select().from(measurements).orderBy(measurements.id);

describe('a test handed in', () => {
  test('is stored with what the server measured, the state and the local hour, and no exact time', async () => {
    const clientFigures = { downloadMbps: 9000, uploadMbps: 9000, minRttMs: 1 };
    const result = await recordMeasurement(form({ ...(await ran()), clientFigures, comparison }), given);
    expect(result).toMatchObject({ ok: true, isCounted: true, uncountedReason: null });
    const [row] = await rows();
    expect(row).toMatchObject({
      downloadMbps: 100,
      uploadMbps: 10,
      minRttMs: 11.5,
      asn: 64500,
      state: 'TX',
      localDate: '2026-11-20',
      localHour: 11,
      streamRatio: 0.5,
      streamVerdict: 'streaming_slower',
      createdAt: new Date('2026-11-20T00:00:00Z'),
    });
    expect(await db.select().from(measurementRuns)).toEqual([]);
  });

  test('a second time answers the same and stores nothing more, also from two connections at once', async () => {
    const ours = form(await ran());
    const first = await recordMeasurement(ours, given);
    expect(await recordMeasurement(ours, given)).toEqual(first);
    const twice = form(await ran());
    const others = [1, 2, 3, 4].map(() => ({ ...given, db: another({ max: 1 }).db }));
    const answers = await Promise.all(others.map((one) => recordMeasurement(twice, one)));
    expect(new Set(answers.map((answer) => answer.ok && answer.publicId)).size).toBe(1);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(await rows()).toHaveLength(2);
  });

  test('counts once a network and day, whichever of two connections comes first', async () => {
    const key = randomBytes(16);
    const tests = await Promise.all(Array.from({ length: 8 }, async () => form(await ran(key))));
    const connections = tests.map(() => another({ max: 1 }));
    await Promise.all(connections.map((one) => one.db.execute(sql`select 1`)));
    const answers = await Promise.all(
      tests.map((one, index) => recordMeasurement(one, { ...given, db: connections[index]?.db ?? db })),
    );
    expect(answers.map((answer) => answer.ok && answer.uncountedReason).sort()).toEqual(
      [null, ...Array.from({ length: 7 }, () => 'repeated')].sort(),
    );
    const tomorrow = form({ ...(await ran(key)), localDate: '2026-11-21', localHour: 5 });
    expect(await recordMeasurement(tomorrow, given)).toMatchObject({ isCounted: true });
  });

  test('that nobody ran, or that another network ran, is refused', async () => {
    const unknown = { ok: false, reason: 'unknown_test' };
    const theirs = await ran();
    expect(await recordMeasurement(form({ networkKey: randomBytes(16) }), given)).toEqual(unknown);
    expect(await recordMeasurement(form({ ...theirs, networkKey: randomBytes(16) }), given)).toEqual(unknown);
    expect(await recordMeasurement(form({ ...theirs, networkKey: null }), given)).toEqual(unknown);
    expect(await rows()).toEqual([]);
  });

  test('more than an hour later is refused', async () => {
    const old = await ran(randomBytes(16), { createdAt: new Date('2026-11-20T16:29:00Z') });
    expect(await recordMeasurement(form(old), given)).toEqual({ ok: false, reason: 'too_old' });
  });

  test('after the month and its key have changed is known by its session', async () => {
    const run = await ran(randomBytes(16), { createdAt: new Date('2026-10-31T23:59:00Z') });
    const now = () => new Date('2026-11-01T00:10:00Z');
    const late = form({ ...run, networkKey: randomBytes(16), localDate: '2026-10-31', localHour: 18 });
    expect(await recordMeasurement(late, { db, now })).toMatchObject({ isCounted: true });
    expect((await rows())[0]).toMatchObject({
      networkKey: run.networkKey,
      createdAt: new Date('2026-10-31T00:00:00Z'),
    });
  });
});

describe('a test is kept with its reason and not counted', () => {
  const reasonOf = async (over: Partial<RecordInput>, bytes?: number) => {
    const result = await recordMeasurement(form({ ...(await ran(randomBytes(16), { bytes })), ...over }), given);
    return result.ok && result.uncountedReason;
  };

  test('when no single ISP is known, or the address was simulated', async () => {
    expect(await reasonOf({ ispSeen: { ...seen, slugs: [] } })).toBe('no_isp');
    expect(await reasonOf({ ispSeen: { ...seen, slugs: ['one', 'two'] } })).toBe('no_isp');
    expect(await reasonOf({ ispSeen: { ...seen, slugs: ['one', 'two'] }, ispStatedSlug: 'two' })).toBe(null);
    expect(await reasonOf({ ispSeen: { ...seen, reason: 'simulated' } })).toBe('no_isp');
    expect(await reasonOf({ ispStatedSlug: 'two' })).toBe(null);
  });

  test('when it came from a data centre or a VPN', async () => {
    expect(await reasonOf({ ispSeen: { ...seen, kind: 'hosting' } })).toBe('not_residential');
    expect(await reasonOf({ ispSeen: { ...seen, kind: 'vpn' } })).toBe('not_residential');
    expect(await reasonOf({ ispSeen: { ...seen, kind: 'mixed' } })).toBe(null);
  });

  test('when nothing arrived, or more than a home line carries', async () => {
    expect(await reasonOf({}, 0)).toBe('outlier');
    expect(await reasonOf({}, 12_600_000_000)).toBe('outlier');
    expect(await reasonOf({}, 12_500_000_000)).toBe(null);
  });

  test('when the clock of the browser is none of this earth; then it stands under UTC', async () => {
    expect(await reasonOf({ localDate: '2026-11-25' })).toBe('wrong_clock');
    expect((await rows())[0]).toMatchObject({ localDate: '2026-11-20', localHour: 17 });
  });

  test('when another server answered, whose figures the browser gives; without figures it is refused', async () => {
    const figures = { downloadMbps: 50, uploadMbps: 5, minRttMs: 20 };
    expect(await reasonOf({ server: 'mlab', clientFigures: figures })).toBe('not_own_server');
    expect((await rows())[0]).toMatchObject({ ...figures, networkKey: null });
    expect(await recordMeasurement(form({ server: 'mlab' }), given)).toEqual({ ok: false, reason: 'no_figures' });
  });

  test('and a state that is none is dropped', async () => {
    await recordMeasurement(form({ ...(await ran()), state: 'ZZ' }), given);
    expect((await rows())[0]).toMatchObject({ state: null, uncountedReason: null });
  });
});

test('local clocks are believed from 12 hours behind UTC to 14 ahead, with an hour to spare', () => {
  const of = (localDate: string, localHour: number) => checkedClock({ localDate, localHour }, at).isPlausible;
  expect([of('2026-11-20', 5), of('2026-11-20', 4)]).toEqual([true, false]);
  expect([of('2026-11-21', 8), of('2026-11-21', 9)]).toEqual([true, false]);
  expect([of('2026-02-30', 5), of('nonsense', 5), of('2026-11-20', 24), of('2026-11-20', 1.5)]).toEqual(
    Array(4).fill(false),
  );
});

test('slow lines are plausible, impossible round trips are not', () => {
  expect(isPlausible({ downloadMbps: 0.02, uploadMbps: null, minRttMs: 650 })).toBe(true);
  expect(isPlausible({ downloadMbps: 20, uploadMbps: 0, minRttMs: 650 })).toBe(false);
  expect(isPlausible({ downloadMbps: 20, uploadMbps: 2, minRttMs: 5001 })).toBe(false);
  expect(countedSlug({ ...seen, slugs: [] }, 'one')).toBe(null);
});
