import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { retryDeliveries } from '#app/domain/delivery/dead-letters.server.ts';
import { claimDelivery } from '#app/domain/delivery/desk.server.ts';
import { NOT_THERE_AFTER_MS } from '#app/domain/docket/docket.ts';
import { createEcfs, type Ecfs } from '#app/domain/docket/ecfs.server.ts';
import { type FilingTools, fileDelivery } from '#app/domain/docket/file.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { ecfsFake } from '#tests/support/ecfs.ts';
import { now as begin } from '../letter/stage.ts';
import { queuedForDocket, verifyDocket } from './stage.ts';

const database = await testDatabase('template_seeded');
const { db } = database;
const contactId = await verifyDocket(db);

const HOUR = 3_600_000;
let clock = begin().getTime();
const now = () => new Date(clock);
const fake = await ecfsFake({ now });
afterAll(() => fake.close());
const ecfs = createEcfs({ url: fake.url, key: fake.key, now });

/** The tools of a process; each has its own connections. */
const tools = (more: Partial<FilingTools> = {}) => ({ db, now, budgetNow: now, random: () => 0.5, ecfs, ...more });
const file = (id: number, more: Partial<FilingTools> = {}) => fileDelivery(id, tools(more));

beforeEach(async () => {
  // Each test plays on a week of its own, so that no budget, hold or window of the last one reaches into it.
  clock += 7 * 24 * HOUR;
  fake.turns.length = 0;
  fake.searchTurns.length = 0;
  fake.requests.length = 0;
  fake.filings.length = 0;
  fake.lagMs = 0;
  await db.execute(sql`update contacts set state = 'verified' where id = ${contactId}`);
});

async function rowOf(id: number) {
  const [row] = await db.execute<{
    state: string;
    attempts: number;
    external_id: string | null;
    external_at: string | null;
  }>(sql`select state, attempts, external_id, external_at from deliveries where id = ${id}`);
  if (!row) throw new Error('no such delivery');
  return row;
}
const posts = () => fake.requests.filter(({ method }) => method === 'POST').length;
const jobsOf = async (id: number) =>
  (
    await db.execute(
      sql`select id from pgboss.job where name = 'letter.file' and (data->>'deliveryId')::bigint = ${id}`,
    )
  ).length;

/** A docket system that takes filings at once and answers no sooner than `when`. */
const answering = (when: Promise<void>): Ecfs => ({
  ...ecfs,
  async file(filing) {
    const answer = await ecfs.file(filing);
    await when;
    return answer;
  },
});

/** Moves the clock to when the delivery may be looked at again, and looks. */
async function next(id: number) {
  const [row] = await db.execute<{ at: string | null }>(
    sql`select next_attempt_at as at from deliveries where id = ${id}`,
  );
  if (row?.at) clock = Math.max(clock, new Date(row.at).getTime());
  return file(id);
}

describe('a letter to a docket', () => {
  test('is filed once, and keeps the number and the time that the docket system gave it', async () => {
    const { deliveryId } = await queuedForDocket(db);
    const receipts = () =>
      db.execute(sql`select 1 from pgboss.job j join deliveries d on d.letter_id = (j.data->>'letterId')::bigint
        where j.name = 'mail.receipt' and d.id = ${deliveryId}`);
    const before = (await receipts()).length;
    expect(await file(deliveryId)).toEqual({ ok: true, state: 'filed', outcome: 'accepted', purpose: 'send' });
    expect(await receipts()).toHaveLength(before + 1);
    const row = await rowOf(deliveryId);
    expect([row.state, row.external_id]).toEqual(['filed', fake.filings[0]?.id]);
    expect(new Date(row.external_at ?? 0)).toEqual(now());
    expect(await file(deliveryId)).toEqual({ ok: false, reason: 'settled' });
    expect(posts()).toBe(1);
  });

  test('goes to the filing sets while the adapter is off, nobody verified the docket, it is the demonstration’s, or is unknown there', async () => {
    const pooled = { ok: false, reason: 'pooled' };
    const { deliveryId: off } = await queuedForDocket(db);
    expect(await file(off, { ecfs: null })).toEqual(pooled);
    const { deliveryId: unverified } = await queuedForDocket(db);
    await db.execute(sql`update contacts set state = 'unverified' where id = ${contactId}`);
    expect(await file(unverified)).toEqual(pooled);
    const { deliveryId: shown } = await queuedForDocket(db);
    await db.execute(sql`
      update deliveries set contact_id = (select id from contacts where channel = 'docket' and is_demonstration limit 1) where id = ${shown}`);
    expect(await file(shown)).toEqual(pooled);
    await db.execute(sql`update contacts set state = 'verified' where id = ${contactId}`);
    const { deliveryId: elsewhere } = await queuedForDocket(db);
    const other = await ecfsFake({ now, proceedings: [] });
    expect(await file(elsewhere, { ecfs: createEcfs({ url: other.url, key: other.key, now }) })).toEqual(pooled);
    await other.close();
    expect(await Promise.all([off, unverified, shown, elsewhere].map(async (id) => (await rowOf(id)).state))).toEqual(
      Array(4).fill('awaiting'),
    );
    expect(posts()).toBe(0);
  });

  test('whose docket loses its check at the very moment waits for a filing set', async () => {
    const { deliveryId } = await queuedForDocket(db);
    await db.execute(sql`update contacts set state = 'unverified' where id = ${contactId}`);
    expect(await claimDelivery('docket', deliveryId, tools())).toEqual({ ok: false, reason: 'unverified' });
    expect((await rowOf(deliveryId)).state).toBe('awaiting');
  });

  test('of many processes at the same moment one files', async () => {
    const { deliveryId } = await queuedForDocket(db);
    const others = [db, database.another().db, database.another().db];
    const results = await Promise.all(
      Array.from({ length: 9 }, (_, at) => file(deliveryId, { db: others[at % 3] ?? db })),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(fake.filings).toHaveLength(1);
  });

  test('that is refused with status 200 and a text has failed, with the answer on record', async () => {
    const { deliveryId } = await queuedForDocket(db);
    fake.turns.push({ status: 200, body: 'text_data is too long' });
    expect(await file(deliveryId)).toMatchObject({ ok: true, state: 'failed', outcome: 'permanent_failure' });
    const [attempt] = await db.execute(
      sql`select response, response_code from delivery_attempts where delivery_id = ${deliveryId}`,
    );
    expect(attempt).toEqual({ response: '200 text_data is too long', response_code: 200 });
  });

  test('waits as long as Retry-After says, and so does every other letter, without a request', async () => {
    const [one, two] = [await queuedForDocket(db), await queuedForDocket(db)];
    fake.turns.push({ status: 429, body: 'over', headers: { 'Retry-After': '1800' } });
    expect(await file(one.deliveryId)).toMatchObject({ state: 'deferred', outcome: 'temporary_failure' });
    const asked = fake.requests.length;
    clock += 1_700_000;
    expect(await file(two.deliveryId)).toEqual({ ok: false, reason: 'no_budget' });
    expect(await file(one.deliveryId)).toEqual({ ok: false, reason: 'not_due' });
    expect(fake.requests).toHaveLength(asked);
    clock += 200_000;
    expect(await next(one.deliveryId)).toMatchObject({ state: 'filed' });
    expect(await next(two.deliveryId)).toMatchObject({ state: 'filed' });
  });

  test('keeps to the budget of a minute over all processes', async () => {
    await db.execute(sql`update channel_budgets set per_minute = 4 where channel = 'docket' and receiver = 'ecfs'`);
    const letters = [];
    for (let n = 0; n < 7; n += 1) letters.push(await queuedForDocket(db));
    const others = [db, database.another().db, database.another().db];
    const results = await Promise.all(
      letters.map(({ deliveryId }, at) => file(deliveryId, { db: others[at % 3] ?? db })),
    );
    await db.execute(sql`update channel_budgets set per_minute = 50 where channel = 'docket' and receiver = 'ecfs'`);
    expect(results.filter(({ ok }) => ok)).toHaveLength(4);
    expect(results.filter((one) => !one.ok && one.reason === 'no_budget')).toHaveLength(3);
    expect(fake.requests).toHaveLength(4);
  });
});

describe('a filing that was never answered', () => {
  test('is looked for and found: filed under the number it has, and never posted again', async () => {
    const { deliveryId } = await queuedForDocket(db, { name: 'Lost Answer' });
    fake.turns.push('lost');
    fake.lagMs = 20 * HOUR;
    expect(await file(deliveryId)).toMatchObject({ ok: true, state: 'unknown', outcome: 'unknown' });
    expect(await jobsOf(deliveryId)).toBeGreaterThan(0);
    expect(await file(deliveryId)).toEqual({ ok: false, reason: 'not_due' });
    let looks = 0;
    for (let result = await next(deliveryId); ; result = await next(deliveryId)) {
      looks += 1;
      if (result.ok && result.state === 'filed') break;
      expect(result).toMatchObject({ ok: true, state: 'unknown', purpose: 'reconcile' });
    }
    expect(looks).toBeGreaterThan(5);
    expect([(await rowOf(deliveryId)).external_id, posts(), fake.filings.length]).toEqual([fake.filings[0]?.id, 1, 1]);
  });

  test('that was not taken is posted again, but only after every look over 66 hours missed it', async () => {
    const { deliveryId } = await queuedForDocket(db, { name: 'Never Taken' });
    fake.turns.push('drop');
    const postedAt = clock;
    await file(deliveryId);
    for (let result = await next(deliveryId); result.ok && result.state === 'unknown'; ) {
      expect(posts()).toBe(1);
      result = await next(deliveryId);
    }
    expect((await rowOf(deliveryId)).state).toBe('deferred');
    expect(clock - postedAt).toBeGreaterThanOrEqual(NOT_THERE_AFTER_MS);
    expect(await next(deliveryId)).toMatchObject({ state: 'filed', purpose: 'send' });
    expect([posts(), fake.filings.length]).toEqual([2, 1]);
  });

  test('of a process that died in the middle is looked for, not posted again', async () => {
    const { deliveryId } = await queuedForDocket(db, { name: 'Power Cut' });
    const dying: Ecfs = {
      ...ecfs,
      async file(filing) {
        await ecfs.file(filing);
        return new Promise<never>(() => {});
      },
    };
    void file(deliveryId, { ecfs: dying, beatMs: HOUR });
    await expect.poll(() => fake.filings.length).toBe(1);
    expect(await file(deliveryId)).toEqual({ ok: false, reason: 'in_progress' });
    clock += 60_000;
    expect(await file(deliveryId)).toMatchObject({ ok: true, state: 'filed', purpose: 'reconcile' });
    expect([posts(), (await rowOf(deliveryId)).external_id]).toEqual([1, fake.filings[0]?.id]);
  });

  test('does not take the number of another letter with the same name and text', async () => {
    const body = `${'The same words of two people of one name. '.repeat(3)}\n`;
    const [one, two] = [
      await queuedForDocket(db, { name: 'Twin Name', body }),
      await queuedForDocket(db, { name: 'Twin Name', body }),
    ];
    await file(one.deliveryId);
    fake.turns.push('drop');
    await file(two.deliveryId);
    expect(await next(two.deliveryId)).toMatchObject({ state: 'unknown', purpose: 'reconcile' });
    expect((await rowOf(two.deliveryId)).external_id).toBeNull();
  });

  test('does not take the number of a letter alike that is being posted at that moment, or was handed in by somebody', async () => {
    const body = `${'Father and son of one name at one address. '.repeat(3)}\n`;
    const [lost, other] = [
      await queuedForDocket(db, { name: 'Father Andson', body }),
      await queuedForDocket(db, { name: 'Father Andson', body }),
    ];
    fake.turns.push('drop');
    await file(lost.deliveryId);
    clock += 50_000;
    const gate = Promise.withResolvers<void>();
    const posting = file(other.deliveryId, { ecfs: answering(gate.promise), beatMs: HOUR });
    await expect.poll(() => fake.filings.length).toBe(1);
    clock += 19_000;
    expect(await next(lost.deliveryId)).toMatchObject({ state: 'unknown', purpose: 'reconcile' });
    // The other one is handed in by an organizer, under a number that no search shows.
    await db.execute(sql`delete from delivery_attempts where delivery_id = ${other.deliveryId}`);
    await db.execute(sql`
      update deliveries set state = 'filed', external_id = 'SET-1', external_at = ${now().toISOString()}::timestamptz where id = ${other.deliveryId}`);
    gate.resolve();
    expect(await posting).toMatchObject({ state: 'settled' });
    expect(await next(lost.deliveryId)).toMatchObject({ state: 'unknown', purpose: 'reconcile' });
    for (let result = await next(lost.deliveryId); result.ok && result.state === 'unknown'; )
      result = await next(lost.deliveryId);
    expect(await next(lost.deliveryId)).toMatchObject({ state: 'filed', purpose: 'send' });
    expect(fake.filings).toHaveLength(2);
  });

  test('that nobody could look for is not posted by an operator’s retry, but looked for again', async () => {
    const { deliveryId } = await queuedForDocket(db, { name: 'Search Away' });
    fake.turns.push('lost');
    await file(deliveryId);
    const searching: Ecfs = { ...ecfs, search: async () => ({ ok: false, code: 500, response: '500', holdMs: null }) };
    for (let n = 0; n < 60 && (await rowOf(deliveryId)).state === 'unknown'; n += 1) {
      clock += 6 * HOUR;
      await file(deliveryId, { ecfs: searching });
    }
    expect((await rowOf(deliveryId)).state).toBe('failed');
    expect(await retryDeliveries({ ids: [deliveryId], by: 'Op Sample' }, { db, now })).toEqual({ retried: 1, left: 0 });
    expect(await file(deliveryId)).toMatchObject({ state: 'filed', purpose: 'reconcile' });
    expect([posts(), fake.filings.length]).toEqual([1, 1]);
  });

  test('whose answer comes after it was given up for silent is filed by it, without a search', async () => {
    const { deliveryId } = await queuedForDocket(db, { name: 'Laptop Asleep' });
    const gate = Promise.withResolvers<void>();
    fake.lagMs = 20 * HOUR;
    const sleeping = file(deliveryId, { ecfs: answering(gate.promise), beatMs: HOUR });
    await expect.poll(() => fake.filings.length).toBe(1);
    clock += 3 * HOUR;
    expect(await file(deliveryId)).toMatchObject({ state: 'unknown', purpose: 'reconcile' });
    gate.resolve();
    expect(await sleeping).toMatchObject({ state: 'filed' });
    expect((await rowOf(deliveryId)).external_id).toBe(fake.filings[0]?.id);
  });

  test('whose writer is erased ends, since its words are gone', async () => {
    const { deliveryId, publicId } = await queuedForDocket(db, { name: 'Gone Away' });
    fake.turns.push('drop');
    await file(deliveryId);
    await db.execute(sql`
      update letters set withdrawn_at = now(), erased_at = now(), sender_name = '', sender_postal = null, sender_address = null, subject = '', body = '',
        template_body = '', previewed_bytes = null where public_id = ${publicId}`);
    expect(await next(deliveryId)).toMatchObject({ state: 'failed', purpose: 'reconcile' });
    expect(posts()).toBe(1);
  });

  test('stays unknown while the search refuses, breaks or is cut off', async () => {
    const { deliveryId } = await queuedForDocket(db, { name: 'Search Broken' });
    fake.turns.push('garbled');
    await file(deliveryId);
    fake.searchTurns.push({ status: 200, body: 'Parameters incorrectly formatted' }, 'drop', {
      status: 503,
      body: 'later',
      headers: { 'Retry-After': '60' },
    });
    for (let n = 0; n < 3; n += 1) expect(await next(deliveryId)).toMatchObject({ state: 'unknown' });
    expect(await next(deliveryId)).toMatchObject({ state: 'filed' });
    expect(posts()).toBe(1);
  });

  test('is kept for later while the adapter is off', async () => {
    const { deliveryId } = await queuedForDocket(db, { name: 'Adapter Off' });
    fake.turns.push('lost');
    await file(deliveryId);
    const before = await jobsOf(deliveryId);
    expect(await file(deliveryId, { ecfs: null })).toEqual({ ok: false, reason: 'not_due' });
    expect([(await rowOf(deliveryId)).state, await jobsOf(deliveryId)]).toEqual(['unknown', before + 1]);
  });
});
