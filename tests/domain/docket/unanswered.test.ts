import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { retryDeliveries } from '#app/domain/delivery/dead-letters.server.ts';
import { NOT_THERE_AFTER_MS } from '#app/domain/docket/docket.ts';
import type { Ecfs } from '#app/domain/docket/ecfs.server.ts';
import { docketDesk, HOUR } from './desk.ts';
import { queuedForDocket } from './stage.ts';

const { db, clock, now, fake, ecfs, file, rowOf, posts, jobsOf, next, waiting } = await docketDesk();

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
    const postedAt = clock.ms;
    await file(deliveryId);
    for (let result = await next(deliveryId); result.ok && result.state === 'unknown'; ) {
      expect(posts()).toBe(1);
      result = await next(deliveryId);
    }
    expect((await rowOf(deliveryId)).state).toBe('deferred');
    expect(clock.ms - postedAt).toBeGreaterThanOrEqual(NOT_THERE_AFTER_MS);
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
    clock.ms += 60_000;
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
    clock.ms += 50_000;
    const { slow, answer } = waiting();
    const posting = file(other.deliveryId, { ecfs: slow, beatMs: HOUR });
    await expect.poll(() => fake.filings.length).toBe(1);
    clock.ms += 19_000;
    expect(await next(lost.deliveryId)).toMatchObject({ state: 'unknown', purpose: 'reconcile' });
    // The other one is handed in by an organizer, under a number that no search shows.
    await db.execute(sql`delete from delivery_attempts where delivery_id = ${other.deliveryId}`);
    await db.execute(sql`
      update deliveries set state = 'filed', external_id = 'SET-1', external_at = ${now().toISOString()}::timestamptz where id = ${other.deliveryId}`);
    answer();
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
      clock.ms += 6 * HOUR;
      await file(deliveryId, { ecfs: searching });
    }
    expect((await rowOf(deliveryId)).state).toBe('failed');
    expect(await retryDeliveries({ ids: [deliveryId], by: 'Op Sample' }, { db, now })).toEqual({ retried: 1, left: 0 });
    expect(await file(deliveryId)).toMatchObject({ state: 'filed', purpose: 'reconcile' });
    expect([posts(), fake.filings.length]).toEqual([1, 1]);
  });

  test('whose answer comes after it was given up for silent is filed by it, without a search', async () => {
    const { deliveryId } = await queuedForDocket(db, { name: 'Laptop Asleep' });
    const { slow, answer } = waiting();
    fake.lagMs = 20 * HOUR;
    const sleeping = file(deliveryId, { ecfs: slow, beatMs: HOUR });
    await expect.poll(() => fake.filings.length).toBe(1);
    clock.ms += 3 * HOUR;
    expect(await file(deliveryId)).toMatchObject({ state: 'unknown', purpose: 'reconcile' });
    answer();
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
