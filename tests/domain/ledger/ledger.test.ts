import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { appendShareLeaves, appendUnderLock } from '#app/domain/count/append.server.ts';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { fieldsAfterDay, parseLeaf } from '#app/domain/ledger/leaf.ts';
import {
  readCheckpoint,
  readConsistencyProof,
  readEntries,
  readInclusionProof,
  readTile,
} from '#app/domain/ledger/ledger.server.ts';
import { adoptKey, listVerifierKeys, signCheckpoints } from '#app/domain/ledger/ledger-key.server.ts';
import { isConsistent, isIncluded, leafHash } from '#app/domain/ledger/merkle.server.ts';
import { openCheckpoint, parseVerifierKey } from '#app/domain/ledger/note.server.ts';
import { parseBundle } from '#app/domain/ledger/tile.ts';
import type { Db } from '#db/client.ts';
import { testDatabase } from '#tests/support/database.ts';
import { pastTriggers } from '#tests/support/past-triggers.ts';
import { insertCampaign, insertConfirmed, insertIsp, withdraw } from '../count/signers.ts';
import { faultsOf, ledgerKey } from './logs.ts';

const database = await testDatabase();
const { db } = database;
const now = () => new Date('2026-11-22T12:00:00Z');
const ispId = await insertIsp(db, 'ledger-isp');
const key = ledgerKey();
await adoptKey(key, { db, now });

let number = 0;
let slug = '';
let campaignId = 0;
beforeEach(async () => {
  number += 1;
  slug = `ledger-${number}`;
  campaignId = await insertCampaign(db, slug);
});

async function treeSize(of = campaignId): Promise<number> {
  const [row] = await db.execute<{ size: string }>(
    sql`select tree_size as size from ledgers where campaign_id = ${of}`,
  );
  return Number(row?.size);
}

describe('the tree', () => {
  it('holds every leaf from the transaction that appended it, with a checkpoint of each size', async () => {
    expect(await runSequencer({ db, now })).toMatchObject({ ran: true });
    const ids = await insertConfirmed(db, { campaignId, count: 300, ispId, state: 'CA' });
    await runSequencer({ db, now });
    expect(await treeSize()).toBe(300);
    await withdraw(db, ids.slice(0, 2));
    await runSequencer({ db, now });
    expect(await treeSize()).toBe(302);
    const sizes = await db.execute<{ size: string }>(
      sql`select size from ledger_checkpoints where campaign_id = ${campaignId} order by size`,
    );
    expect(sizes.map(({ size }) => Number(size))).toEqual([0, 300, 302]);
    expect(await faultsOf(db)).toEqual([]);
  });

  it('takes up leaves that were never hashed, in chunks', async () => {
    await insertConfirmed(db, { campaignId, count: 1000 });
    await runSequencer({ db, now });
    await db.execute(sql`alter table ledger_checkpoints disable trigger ledger_checkpoints_kept`);
    await db.execute(sql`delete from ledger_checkpoints where campaign_id = ${campaignId}`);
    await db.execute(sql`delete from ledger_tiles where campaign_id = ${campaignId}`);
    await db.execute(sql`alter table ledger_checkpoints enable trigger ledger_checkpoints_kept`);
    await db.execute(sql`delete from ledgers where campaign_id = ${campaignId}`);
    expect(await runSequencer({ db, now, hashingChunk: 400 })).toMatchObject({ hasMore: true });
    expect(await treeSize()).toBe(400);
    expect(await runSequencer({ db, now, hashingChunk: 400 })).toMatchObject({ hasMore: true });
    expect(await runSequencer({ db, now, hashingChunk: 400 })).toMatchObject({ hasMore: false });
    expect(await treeSize()).toBe(1000);
    expect(await faultsOf(db)).toEqual([]);
  });

  it('of a campaign whose leaves have a gap, or that was longer once, stays as it is and holds up no other', async () => {
    const other = await insertCampaign(db, `${slug}-other`);
    await insertConfirmed(db, { campaignId, count: 5 });
    await runSequencer({ db, now });
    const spoilt = async (change: ReturnType<typeof sql>) => {
      const undo = new Error('undone');
      await db
        .transaction(async (tx) => {
          await tx.execute(sql`set local session_replication_role = replica`);
          await tx.execute(change);
          await insertConfirmed(tx, { campaignId, count: 1 });
          await insertConfirmed(tx, { campaignId: other, count: 1 });
          const run = await runSequencer({ db: tx, now });
          const sizes = await tx.execute<{ size: string }>(
            sql`select tree_size as size from ledgers where campaign_id in (${campaignId}, ${other}) order by campaign_id`,
          );
          expect({ broken: run.brokenLedgers, sizes: sizes.map(({ size }) => Number(size)) }).toMatchObject({
            broken: [campaignId],
            sizes: [expect.any(Number), 1],
          });
          throw undo;
        })
        .catch((fault: unknown) => {
          if (fault !== undo) throw fault;
        });
    };
    await spoilt(
      sql`with gone as (delete from ledger_tiles where campaign_id = ${campaignId}) update campaigns set goal = 1 where id = ${campaignId}`,
    );
    await spoilt(sql`update ledgers set tree_size = 4 where campaign_id = ${campaignId}`);
    await spoilt(
      sql`with shorter as (update ledger_tiles set hashes = substring(hashes for 128) where campaign_id = ${campaignId}) update ledgers set tree_size = 4 where campaign_id = ${campaignId}`,
    );
    await spoilt(sql`update count_entries set sequence = 99 where campaign_id = ${campaignId} and sequence = 4`);
    expect(await faultsOf(db)).toEqual([]);
  });

  it('takes leaves that speak of many, and they are what the specification says', async () => {
    const tokens = Array.from({ length: 11 }, (_, at) => `${String.fromCharCode(65 + at)}${'A'.repeat(21)}`);
    const leaf = { kind: 'tally', sequence: 0, day: '2026-11-22', dimension: 'state', value: 'CA', tokens } as const;
    const run = await appendUnderLock(
      (tx) =>
        appendShareLeaves(tx, campaignId, [
          { ...leaf, said: fieldsAfterDay(leaf) },
          { ...leaf, kind: 'untally', said: fieldsAfterDay({ ...leaf, kind: 'untally' }) },
        ]),
      { db, now },
    );
    expect(run).toMatchObject({ ran: true, value: [0, 1] });
    const entries = await entriesOf(db);
    expect(parseLeaf(entries[0] ?? '')).toEqual(leaf);
    expect(parseLeaf(entries[1] ?? '')).toEqual({ ...leaf, kind: 'untally', sequence: 1 });
    expect(await faultsOf(db)).toEqual([]);
  });

  it('appends leaves that read back, for every kind that the sequencer writes', async () => {
    const ids = await insertConfirmed(db, { campaignId, count: 3, ispId, state: 'CA' });
    await runSequencer({ db, now });
    await db.execute(sql`update signatures set state = 'NY', corrected_at = now() where id = ${ids[0]}`);
    await runSequencer({ db, now });
    await withdraw(db, ids.slice(0, 1));
    await db.execute(
      sql`update signatures set status = 'invalidated', invalidated_at = now(), invalidation_reason = 'Not a slug!' where id = ${ids[1]}`,
    );
    await runSequencer({ db, now });
    const leaves = (await entriesOf(db)).map(parseLeaf);
    expect(leaves.map((leaf) => leaf && [leaf.kind, leaf.sequence, 'of' in leaf ? leaf.of : null])).toEqual([
      ['sign', 0, null],
      ['sign', 1, null],
      ['sign', 2, null],
      ['correct', 3, 0],
      ['withdraw', 4, 3],
      ['invalidate', 5, 1],
    ]);
    expect(leaves[5]).toMatchObject({ reason: 'other' });
  });
});

async function entriesOf(of: Db): Promise<string[]> {
  const rows = await of.execute<{ entry: string }>(
    sql`select entry from count_entries where campaign_id = ${campaignId} order by sequence`,
  );
  return rows.map(({ entry }) => entry);
}

describe('crashes and races', () => {
  it('leave no leaf without its hash and never two roots for a size, with five sequencers, three signers and connections cut', async () => {
    const pools = Array.from({ length: 5 }, () => database.another({ max: 2, applicationName: 'racing-sequencer' }));
    let isOver = false;
    const settled = (work: Promise<unknown>) =>
      work.then(
        () => undefined,
        () => undefined,
      );
    const counting = pools.map(async (pool) => {
      while (!isOver) await settled(runSequencer({ db: pool.db, now, batch: 40, hashingChunk: 64 }));
    });
    const signing = pools.slice(0, 3).map(async (pool) => {
      while (!isOver) await settled(signCheckpoints({ key }, { db: pool.db, now }));
    });
    let cut = 0;
    for (let round = 0; round < 20; round += 1) {
      await insertConfirmed(db, { campaignId, count: 50 });
      const killed = await db.execute(sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'racing-sequencer' and datname = current_database() and state <> 'idle' order by random() limit 2`);
      cut += killed.length;
    }
    isOver = true;
    await Promise.all([...counting, ...signing]);
    while ((await runSequencer({ db, now })).hasMore);
    expect(cut).toBeGreaterThan(0);
    expect(await treeSize()).toBe(1000);
    await signCheckpoints({ key }, { db, now });
    expect(await faultsOf(db)).toEqual([]);
    const origin = `localhost:3000/log/${slug}`;
    const keys = [...(await listVerifierKeys(origin, { db }))].flatMap((text) => parseVerifierKey(text) ?? []);
    const notes = await db.execute<{ note: string }>(
      sql`select note from ledger_checkpoints where campaign_id = ${campaignId} and note is not null`,
    );
    for (const { note } of notes) expect(openCheckpoint(note, origin, keys)).not.toBeNull();
    expect((await readCheckpoint(slug, { db }))?.size).toBe(1000);
  });

  it('cannot change or take back a checkpoint, nor sign it anew', async () => {
    await insertConfirmed(db, { campaignId, count: 1 });
    await runSequencer({ db, now });
    await signCheckpoints({ key }, { db, now });
    for (const change of [
      sql`update ledger_checkpoints set root = '\\x0000000000000000000000000000000000000000000000000000000000000000' where campaign_id = ${campaignId}`,
      sql`update ledger_checkpoints set note = 'x' where campaign_id = ${campaignId} and note is not null`,
      sql`delete from ledger_checkpoints where campaign_id = ${campaignId}`,
    ])
      await expect(db.execute(change)).rejects.toMatchObject({ cause: { constraint_name: 'ledger_checkpoints_kept' } });
  });
});

describe('reading', () => {
  it('proves a leaf in a signed checkpoint, and that the log continued', async () => {
    await insertConfirmed(db, { campaignId, count: 300 });
    await runSequencer({ db, now });
    await signCheckpoints({ key }, { db, now });
    const first = await readCheckpoint(slug, { db });
    await insertConfirmed(db, { campaignId, count: 5 });
    await runSequencer({ db, now });
    expect((await readCheckpoint(slug, { db }))?.size).toBe(300);
    await signCheckpoints({ key }, { db, now });
    const second = await readCheckpoint(slug, { db });
    expect(second?.size).toBe(305);
    const leaf = (await entriesOf(db))[299] ?? '';
    const root = (of: typeof first) => Buffer.from(of?.root ?? '', 'base64');
    const hashes = await readInclusionProof(campaignId, 299, 300, { db });
    expect(isIncluded({ leaf: leafHash(leaf), sequence: 299, size: 300, root: root(first), hashes })).toBe(true);
    const proof = await readConsistencyProof(campaignId, 300, 305, { db });
    expect(isConsistent({ size: 300, root: root(first) }, { size: 305, root: root(second) }, proof)).toBe(true);
    expect(
      parseBundle((await readEntries(campaignId, { number: 1, width: 44 }, { db })) ?? new Uint8Array(1))?.at(-1),
    ).toBe(leaf);
    expect(await readTile(campaignId, { level: 0, number: 1, width: 49 }, { db })).toHaveLength(49 * 32);
    expect(await readTile(campaignId, { level: 0, number: 1, width: 50 }, { db })).toBeNull();
  });

  it('finds no checkpoint of a draft, nor of a campaign that is not there', async () => {
    await runSequencer({ db, now });
    await signCheckpoints({ key }, { db, now });
    expect((await readCheckpoint(slug, { db }))?.size).toBe(0);
    await pastTriggers(db, sql`update campaigns set state = 'draft' where id = ${campaignId}`);
    expect(await readCheckpoint(slug, { db })).toBeNull();
    expect(await readCheckpoint('nowhere', { db })).toBeNull();
  });
});
