import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { claimDelivery } from '#app/domain/delivery/desk.server.ts';
import { createEcfs } from '#app/domain/docket/ecfs.server.ts';
import { ecfsFake } from '#tests/support/ecfs.ts';
import { docketDesk } from './desk.ts';
import { queuedForDocket } from './stage.ts';

const { database, db, contactId, clock, now, fake, tools, file, rowOf, posts, next } = await docketDesk();

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
    clock.ms += 1_700_000;
    expect(await file(two.deliveryId)).toEqual({ ok: false, reason: 'no_budget' });
    expect(await file(one.deliveryId)).toEqual({ ok: false, reason: 'not_due' });
    expect(fake.requests).toHaveLength(asked);
    clock.ms += 200_000;
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
