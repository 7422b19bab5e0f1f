import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { spendBudget } from '#app/domain/channel/budget.server.ts';
import { giveTurns, type Limits, roomIn, type Spend, spacingMs } from '#app/domain/channel/budget.ts';
import { receiverOf } from '#app/domain/channel/channel.ts';
import { holdReceiver } from '#app/domain/channel/hold.server.ts';
import { forgetSpends, listHolds, releaseReceiver, setBudget } from '#app/domain/channel/settings.server.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase();
const { db } = database;
const start = Date.UTC(2026, 10, 22, 12);
const at = (ms: number) => () => new Date(start + ms);
const ecfs = { channel: 'docket', receiver: 'ecfs' } as const;

beforeEach(async () => {
  await db.execute(sql`truncate channel_spends, channel_lines, channel_holds`);
});

/** Most instants that lie in one window of `ms`, both ends open to where it begins. */
function mostIn(instants: readonly number[], ms: number): number {
  const sorted = instants.toSorted((a, b) => a - b);
  return Math.max(0, ...sorted.map((from, index) => sorted.slice(index).filter((one) => one < from + ms).length));
}

describe('room in a budget', () => {
  test('is never so large that a window of 60 or 3,600 seconds holds more than its limit, wherever it begins', () => {
    const limits = fc.record({
      perMinute: fc.option(fc.integer({ min: 1, max: 20 })),
      perHour: fc.option(fc.integer({ min: 1, max: 60 })),
    });
    const pauses = fc.array(fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 90_000 })), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(limits, pauses, (given: Limits, gaps) => {
        const spent: number[] = [];
        const buckets: Spend[] = [];
        let now = start;
        for (const gap of gaps) {
          now += gap;
          const { room, waitMs } = roomIn(given, buckets, now);
          expect(room > 0).toBe(waitMs === 0);
          if (room <= 0) {
            expect(roomIn(given, buckets, now + waitMs).room).toBeGreaterThan(0);
            expect(roomIn(given, buckets, now + waitMs - 1).room).toBe(0);
            continue;
          }
          spent.push(now);
          buckets.push({ beganAtMs: Math.floor(now / 1000) * 1000, spent: 1 });
        }
        expect(mostIn(spent, 60_000)).toBeLessThanOrEqual(given.perMinute ?? Number.POSITIVE_INFINITY);
        expect(mostIn(spent, 3_600_000)).toBeLessThanOrEqual(given.perHour ?? Number.POSITIVE_INFINITY);
      }),
      { numRuns: 60 },
    );
  });

  test('lets five thousand who all come at once through in order, near the full rate, and turns few away twice', () => {
    const limits = { perMinute: 50, perHour: 500 };
    const spends: Spend[] = [];
    let freeAt = 0;
    let asked = 0;
    const gone: number[] = [];
    const due = Array.from({ length: 5_000 }, (_, id) => ({ id, at: start, isReturning: false }));
    let seed = 1;
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    for (let one = due.shift(); one; one = due.shift()) {
      asked += 1;
      const line = {
        limits,
        spends: spends.slice(-600),
        nowMs: one.at,
        heldForMs: 0,
        freeInMs: Math.max(0, freeAt - one.at),
      };
      const given = giveTurns([{ isReturning: one.isReturning, wasTried: false, lateMs: 0 }], line, random);
      if (given.freeInMs > 0) freeAt = one.at + given.freeInMs;
      const [turn] = given.turns;
      if (turn?.ok) {
        gone.push(one.at);
        spends.push({ beganAtMs: Math.floor(one.at / 1000) * 1000, spent: 1 });
      } else {
        const back = { ...one, at: one.at + (turn?.waitMs ?? 0), isReturning: true };
        const place = due.findIndex(({ at: when }) => when > back.at);
        due.splice(place < 0 ? due.length : place, 0, back);
      }
    }
    expect(gone).toHaveLength(5_000);
    expect(mostIn(gone, 60_000)).toBeLessThanOrEqual(50);
    expect(mostIn(gone, 3_600_000)).toBeLessThanOrEqual(500);
    // Ten hours are the least for 5,000 at 500 an hour; nobody is asked much more often than twice.
    expect((Math.max(...gone) - start) / 3_600_000).toBeLessThan(11.5);
    expect(asked / 5_000).toBeLessThan(2.2);
  });

  test('spaces a line by the tighter limit', () => {
    expect(spacingMs({ perMinute: 50, perHour: 500 })).toBe(8_000);
    expect(spacingMs({ perMinute: 20, perHour: 1_000 })).toBeCloseTo(3_673, 0);
    expect(spacingMs({ perMinute: 60, perHour: null })).toBe(1_000);
    expect(spacingMs({ perMinute: null, perHour: null })).toBe(50);
  });

  test('belongs to the mail domain, or to the docket system', () => {
    expect(receiverOf('email', '"a@b"@Example.COM')).toBe('example.com');
    expect(receiverOf('docket', '14-28')).toBe('ecfs');
  });
});

describe('spending', () => {
  test('by 400 callers on four pools at the same moment grants exactly the limit of the minute', async () => {
    const pools = [db, ...[1, 2, 3].map(() => database.another({ max: 4 }).db)];
    const turns = await Promise.all(
      Array.from({ length: 400 }, (_, index) => spendBudget(ecfs, { db: pools[index % pools.length] ?? db })),
    );
    const waits = turns.flatMap((turn) => (turn.ok ? [] : [turn.waitMs]));
    expect(400 - waits.length).toBe(50);
    // Those who must wait come back one after the other, not together: at most two in the distance of two places.
    const sorted = waits.toSorted((a, b) => a - b);
    expect(sorted[0]).toBeGreaterThan(50_000);
    expect(mostIn(sorted, 8_000)).toBeLessThanOrEqual(3);
    const [row] = await db.execute<{ spent: number }>(sql`select sum(spent)::int as spent from channel_spends`);
    expect(row?.spent).toBe(50);
  });

  test('keeps to both limits over every sliding window of two hours', async () => {
    await setBudget({ channel: 'email', receiver: 'busy.example', perMinute: 3, perHour: 40, by: 'test' }, { db });
    const granted: number[] = [];
    for (let ms = 0; ms < 2 * 3_600_000; ms += 17_300) {
      const turn = await spendBudget(
        { channel: 'email', receiver: 'busy.example', isReturning: true },
        { db, now: at(ms) },
      );
      if (turn.ok) granted.push(ms);
    }
    expect(mostIn(granted, 60_000)).toBe(3);
    expect(mostIn(granted, 3_600_000)).toBe(40);
    expect(granted).toHaveLength(80);
  });

  test('is apart for each receiver, by its own budget or that of all others, and free without one', async () => {
    await setBudget({ channel: 'email', receiver: 'two.example', perMinute: 2, perHour: null, by: 'test' }, { db });
    const spend = async (receiver: string, times: number) => {
      let granted = 0;
      for (let one = 0; one < times; one += 1)
        if ((await spendBudget({ channel: 'email', receiver }, { db, now: at(0) })).ok) granted += 1;
      return granted;
    };
    expect(await spend('two.example', 5)).toBe(2);
    expect(await spend('other.example', 25)).toBe(20);
    expect(await spend('another.example', 25)).toBe(20);
    await db.execute(sql`delete from channel_budgets where channel = 'email'`);
    expect(await spend('third.example', 60)).toBe(60);
  });

  test('a new one does not pass those who wait; one who comes back at its place goes', async () => {
    await setBudget({ channel: 'email', receiver: 'line.example', perMinute: 1, perHour: null, by: 'test' }, { db });
    const line = { channel: 'email', receiver: 'line.example' } as const;
    const given = (ms: number) => ({ db, now: at(ms), random: () => 0 });
    expect(await spendBudget(line, given(0))).toEqual({ ok: true });
    expect(await spendBudget(line, given(0))).toEqual({ ok: false, waitMs: 61_000 });
    expect(await spendBudget(line, given(0))).toEqual({ ok: false, waitMs: 121_000 });
    expect(await spendBudget(line, given(61_000))).toEqual({ ok: false, waitMs: 120_000 });
    expect(await spendBudget({ ...line, isReturning: true }, given(61_000))).toEqual({ ok: true });
  });

  test('is given back when the transaction that claimed does not commit', async () => {
    await db
      .transaction(async (tx) => {
        expect(await spendBudget(ecfs, { db: tx, now: at(0) })).toEqual({ ok: true });
        throw new Error('lost');
      })
      .catch(() => {});
    const [row] = await db.execute<{ spent: number }>(sql`select count(*)::int as spent from channel_spends`);
    expect(row?.spent).toBe(0);
  });

  test('forgets what no window holds any more', async () => {
    await spendBudget(ecfs, { db, now: at(0) });
    await spendBudget(ecfs, { db });
    expect(await forgetSpends({ db })).toBe(start < Date.now() - 3_700_000 ? 1 : 0);
  });
});

describe('a receiver that asked to be left alone', () => {
  test('gets nothing until then, is not held for less by a later word, and is let go by an operator', async () => {
    await holdReceiver({ ...ecfs, waitMs: 90_000, reason: 'Retry-After' }, { db, now: at(0) });
    await holdReceiver({ ...ecfs, waitMs: 10_000 }, { db, now: at(0) });
    const turns = [];
    for (let one = 0; one < 3; one += 1) turns.push(await spendBudget(ecfs, { db, now: at(30_000), random: () => 0 }));
    expect(turns).toEqual([60_000, 68_000, 76_000].map((waitMs) => ({ ok: false, waitMs })));
    expect(await spendBudget({ ...ecfs, isReturning: true }, { db, now: at(90_000) })).toEqual({ ok: true });
    await db.execute(sql`truncate channel_holds`);
    await holdReceiver({ ...ecfs, waitMs: 600_000, reason: '429' }, { db });
    expect(await listHolds({ db })).toMatchObject([{ ...ecfs, reason: '429' }]);
    expect(await releaseReceiver({ ...ecfs, by: 'op' }, { db })).toBe(true);
    expect(await releaseReceiver({ ...ecfs, by: 'op' }, { db })).toBe(false);
    const deeds = await db.execute(
      sql`select action, subject, actor from audit_events where action = 'channel.release'`,
    );
    expect([...deeds]).toEqual([{ action: 'channel.release', subject: 'docket:ecfs', actor: 'command:op' }]);
  });
});
