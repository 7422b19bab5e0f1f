import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { auditCounts, readCount, runSequencer } from '#app/domain/count/count.server.ts';
import { countedOf } from '#app/domain/count/count.ts';
import { testDatabase } from '#tests/support/database.ts';
import { insertCampaign, insertConfirmed, insertIsp, invalidate, journalOf, withdraw } from './signers.ts';

const database = await testDatabase();
const { db } = database;
const now = () => new Date('2026-11-22T12:00:00Z');
const ispId = await insertIsp(db, 'cable-one-test');

let number = 0;
let campaignId = 0;
beforeEach(async () => {
  number += 1;
  campaignId = await insertCampaign(db, `campaign-${number}`);
});

describe('the sequencer', () => {
  it('takes confirmed signatures in, in the order of their confirmation', async () => {
    const late = await insertConfirmed(db, { campaignId, count: 1, ispId, state: 'CA' });
    const early = await insertConfirmed(db, { campaignId, count: 2, state: 'NY', confirmedAt: '2026-11-19T23:59:59Z' });
    expect(await runSequencer({ db, now })).toEqual({
      ran: true,
      counted: 3,
      uncounted: 0,
      corrected: 0,
      hasMore: false,
      brokenLedgers: [],
    });
    const entries = await db.execute<{ sequence: string; signature_id: string; kind: string }>(
      sql`select sequence, signature_id, kind from count_entries where campaign_id = ${campaignId} order by sequence`,
    );
    expect(entries.map((e) => [Number(e.sequence), Number(e.signature_id), e.kind])).toEqual([
      [0, early[0], 'sign'],
      [1, early[1], 'sign'],
      [2, late[0], 'sign'],
    ]);
    expect(await journalOf(db, campaignId)).toEqual([
      '2026-11-19 ? NY +2 -0 -0',
      '2026-11-20 cable-one-test CA +1 -0 -0',
    ]);
    expect(await readCount(campaignId, { db })).toEqual({ total: 3, asOf: now() });
    expect(await auditCounts(campaignId, { db })).toEqual({ isSound: true, differences: [], waiting: 0 });
  });

  it('takes nothing twice', async () => {
    await insertConfirmed(db, { campaignId, count: 5 });
    await runSequencer({ db, now });
    expect(await runSequencer({ db, now })).toMatchObject({ counted: 0, uncounted: 0 });
    expect((await readCount(campaignId, { db })).total).toBe(5);
  });

  it('leaves pending signatures alone', async () => {
    await db.execute(sql`
      insert into signatures (campaign_id, canonical_address, address, name, zip, locale)
      values (${campaignId}, 'a@inbox.example', 'a@inbox.example', 'A', '94103', 'en')`);
    expect(await runSequencer({ db, now })).toMatchObject({ ran: true, counted: 0 });
    expect((await readCount(campaignId, { db })).total).toBe(0);
  });

  it('takes out the withdrawn and the invalidated, on the day of the undoing and under the ISP they came in with', async () => {
    const ids = await insertConfirmed(db, { campaignId, count: 4, ispId, state: 'CA' });
    await runSequencer({ db, now });
    await withdraw(db, ids.slice(0, 1));
    await invalidate(db, ids.slice(1, 3));
    await db.execute(sql`update signatures set isp_stated_id = null, state = 'NY' where campaign_id = ${campaignId}`);
    expect(await runSequencer({ db, now })).toMatchObject({ counted: 0, uncounted: 3 });
    expect(await journalOf(db, campaignId)).toEqual([
      '2026-11-20 cable-one-test CA +4 -0 -0',
      '2026-11-21 cable-one-test CA +0 -1 -2',
    ]);
    expect((await readCount(campaignId, { db })).total).toBe(1);
    expect((await auditCounts(campaignId, { db })).isSound).toBe(true);
    expect(await runSequencer({ db, now })).toMatchObject({ counted: 0, uncounted: 0 });
  });

  it('never counts a signature withdrawn before it was counted', async () => {
    const ids = await insertConfirmed(db, { campaignId, count: 2 });
    await withdraw(db, ids.slice(0, 1));
    expect(await runSequencer({ db, now })).toMatchObject({ counted: 1, uncounted: 0 });
    expect((await readCount(campaignId, { db })).total).toBe(1);
    expect((await auditCounts(campaignId, { db })).isSound).toBe(true);
  });

  it('takes a batch at a time and says that more waits', async () => {
    await insertConfirmed(db, { campaignId, count: 25 });
    expect(await runSequencer({ db, now, batch: 10 })).toMatchObject({ counted: 10, hasMore: true });
    expect(await runSequencer({ db, now, batch: 10 })).toMatchObject({ counted: 10, hasMore: true });
    expect(await runSequencer({ db, now, batch: 10 })).toMatchObject({ counted: 5, hasMore: false });
    expect((await auditCounts(campaignId, { db })).isSound).toBe(true);
  });

  it('counts a confirmation that was made early and commits late', async () => {
    const other = database.another();
    let commit = () => {};
    const open = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written = () => {};
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const slow = other.db.transaction(async (tx) => {
      await insertConfirmed(tx, { campaignId, count: 1, confirmedAt: '2026-11-20T08:00:00Z' });
      written();
      await open;
    });
    await isWritten;
    await insertConfirmed(db, { campaignId, count: 1, confirmedAt: '2026-11-20T09:00:00Z' });
    expect(await runSequencer({ db, now })).toMatchObject({ counted: 1 });
    commit();
    await slow;
    expect(await runSequencer({ db, now })).toMatchObject({ counted: 1 });
    expect((await readCount(campaignId, { db })).total).toBe(2);
    expect((await auditCounts(campaignId, { db })).isSound).toBe(true);
  });

  it('passes over a signature that another transaction is changing, and takes it later', async () => {
    const ids = await insertConfirmed(db, { campaignId, count: 3 });
    const other = database.another();
    await other.db.transaction(async (tx) => {
      await withdraw(tx, ids.slice(0, 1));
      expect(await runSequencer({ db, now })).toMatchObject({ counted: 2 });
    });
    expect(await runSequencer({ db, now })).toMatchObject({ counted: 0, uncounted: 0 });
    expect((await readCount(campaignId, { db })).total).toBe(2);
    expect((await auditCounts(campaignId, { db })).isSound).toBe(true);
  });

  it('does not run twice at once', async () => {
    const other = database.another();
    await insertConfirmed(db, { campaignId, count: 1 });
    await other.db.transaction(async (tx) => {
      expect(await runSequencer({ db: tx, now })).toMatchObject({ ran: true, counted: 1 });
      expect(await runSequencer({ db, now })).toEqual({
        ran: false,
        counted: 0,
        uncounted: 0,
        corrected: 0,
        hasMore: false,
        brokenLedgers: [],
      });
    });
  });

  it('counts once when many sequencers race on real connections while people sign and withdraw', async () => {
    const pools = [database.another(), database.another(), database.another(), database.another()];
    const ids = await insertConfirmed(db, { campaignId, count: 400, ispId, state: 'TX' });
    const sequencers = pools.slice(0, 3).map(async (pool) => {
      let counted = 0;
      for (let round = 0; round < 40; round += 1) {
        counted += (await runSequencer({ db: pool.db, now, batch: 37 })).counted;
        if (round % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return counted;
    });
    const people = (async () => {
      for (let at = 0; at < 100; at += 10) {
        await withdraw(pools[3]?.db ?? db, ids.slice(at, at + 10));
        await insertConfirmed(pools[3]?.db ?? db, { campaignId, count: 3, ispId, state: 'TX' });
      }
    })();
    await Promise.all([...sequencers, people]);
    while ((await runSequencer({ db, now, batch: 37 })).hasMore);
    expect((await readCount(campaignId, { db })).total).toBe(400 + 30 - 100);
    expect(await auditCounts(campaignId, { db })).toEqual({ isSound: true, differences: [], waiting: 0 });
  });

  it('keeps the date of the count fresh while nobody signs', async () => {
    await runSequencer({ db, now });
    const later = () => new Date(now().getTime() + 6_000);
    await runSequencer({ db, now: later });
    expect(await readCount(campaignId, { db })).toEqual({ total: 0, asOf: later() });
  });
});

describe('reading', () => {
  it('answers 0 without a date before the sequencer looked', async () => {
    expect(await readCount(campaignId, { db })).toEqual({ total: 0, asOf: null });
  });

  it('never reads the signatures', async () => {
    const queries: string[] = [];
    const watched = database.another({ onQuery: (query) => queries.push(query) });
    await readCount(campaignId, { db: watched.db });
    queries.length = 0;
    await readCount(campaignId, { db: watched.db });
    expect(queries).toHaveLength(1);
    expect(queries.join(' ')).not.toMatch(/signatures|count_entries|count\(\*\)/);
  });

  it('subtracts what left', () => {
    expect(countedOf({ signed: 10, withdrawn: 2, invalidated: 3 })).toBe(5);
  });
});

describe('the audit', () => {
  const spoil = async (statement: ReturnType<typeof sql>) => {
    const ids = await insertConfirmed(db, { campaignId, count: 3, ispId, state: 'CA' });
    await runSequencer({ db, now });
    await db.execute(statement);
    return { ids, audit: await auditCounts(campaignId, { db }) };
  };

  it('finds a journal that was changed by hand', async () => {
    const { audit } = await spoil(sql`update count_journal set signed = 9 where campaign_id = ${campaignId}`);
    expect(audit).toMatchObject({
      isSound: false,
      differences: [
        { between: 'entries and journal', where: `2026-11-20, ISP ${ispId}, CA: signed`, expected: 3, found: 9 },
      ],
    });
  });

  it('finds totals that were changed by hand', async () => {
    const { audit } = await spoil(
      sql`update campaign_counts set signed = 4, size = 4 where campaign_id = ${campaignId}`,
    );
    expect(audit.differences.map((d) => `${d.between} ${d.where}`)).toEqual([
      'entries and totals size',
      'entries and totals signed',
    ]);
  });

  it('finds an entry that the owner of the tables took out behind the trigger', async () => {
    const gone = sql`delete from count_entries where campaign_id = ${campaignId} and sequence = 1`;
    await spoil(sql`select 1`);
    await expect(db.execute(gone)).rejects.toMatchObject({ cause: { constraint_name: 'count_entries_append_only' } });
    await db.transaction(async (tx) => {
      await tx.execute(sql`alter table count_entries disable trigger count_entries_append_only`);
      await tx.execute(gone);
      await tx.execute(sql`alter table count_entries enable trigger count_entries_append_only`);
    });
    const audit = await auditCounts(campaignId, { db });
    expect(audit.differences.map((d) => d.between)).toEqual(
      expect.arrayContaining([
        'entries and sequence',
        'entries and totals',
        'entries and journal',
        'signatures and entries',
      ]),
    );
  });

  it('names what waits without calling it a fault', async () => {
    await insertConfirmed(db, { campaignId, count: 2 });
    expect(await auditCounts(campaignId, { db })).toEqual({ isSound: true, differences: [], waiting: 2 });
  });
});
