import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { readCheckpoint } from '#app/domain/ledger/ledger.server.ts';
import { exportLedger } from '#app/domain/ledger/ledger-export.server.ts';
import { adoptKey, listVerifierKeys, signCheckpoints, standingOfKey } from '#app/domain/ledger/ledger-key.server.ts';
import { readRoot } from '#app/domain/ledger/merkle.server.ts';
import { openCheckpoint, parseVerifierKey, publicKeyBytes } from '#app/domain/ledger/note.server.ts';
import { tilePath, widthAt } from '#app/domain/ledger/tile.ts';
import { testDatabase } from '#tests/support/database.ts';
import { insertCampaign, insertConfirmed } from '../count/signers.ts';
import { ledgerKey } from './logs.ts';

const database = await testDatabase();
const { db } = database;
const now = () => new Date('2026-11-22T12:00:00Z');
const key = ledgerKey();
await adoptKey(key, { db, now });

let number = 0;
let slug = '';
let campaignId = 0;
beforeEach(async () => {
  number += 1;
  slug = `kept-${number}`;
  campaignId = await insertCampaign(db, slug);
});

describe('a copy', () => {
  it('has every file of the log at one checkpoint, which stands for itself, and the checkpoint last', async () => {
    await insertConfirmed(db, { campaignId, count: 300 });
    await runSequencer({ db, now });
    await signCheckpoints({ key }, { db, now });
    const kept = new Map<string, Buffer>();
    const result = await exportLedger(
      slug,
      async (name, bytes) => {
        const parts: Uint8Array[] = [];
        if (bytes instanceof Uint8Array) parts.push(bytes);
        else for await (const part of bytes) parts.push(part);
        kept.set(name, Buffer.concat(parts));
      },
      { db },
    );
    expect(result).toEqual({ ok: true, size: 300, files: kept.size });
    expect([...kept.keys()]).toEqual([
      'tile/entries/000',
      'tile/entries/001.p/44',
      'tile/0/000',
      'tile/0/001.p/44',
      'tile/1/000.p/1',
      'ledger.csv',
      'keys',
      'checkpoint',
    ]);
    const keys = String(kept.get('keys'))
      .trimEnd()
      .split('\n')
      .flatMap((text) => parseVerifierKey(text) ?? []);
    const checkpoint = openCheckpoint(String(kept.get('checkpoint')), `localhost:3000/log/${slug}`, keys);
    const root = await readRoot(300, async (wanted) =>
      wanted.map(({ level, number: at, width }) => {
        const bytes = kept.get(tilePath({ level, number: at, width: widthAt(300, level, at) }));
        return bytes && bytes.length >= width * 32 ? bytes : Buffer.alloc(0);
      }),
    );
    expect(checkpoint?.root).toEqual(root);
    expect(await exportLedger('nowhere', async () => {}, { db })).toEqual({ ok: false, reason: 'ledger_unknown' });
  });
});

describe('the key', () => {
  it('of another worker signs nothing, and takes over only when it is adopted; old notes stay valid', async () => {
    const fresh = database.another();
    const [stranger, later] = [ledgerKey(), ledgerKey()];
    await insertConfirmed(db, { campaignId, count: 2 });
    await runSequencer({ db, now });
    expect(await signCheckpoints({ key: stranger }, { db: fresh.db, now })).toEqual({ signed: 0, isOtherKey: true });
    expect(await standingOfKey(stranger, { db, now })).toBe('unknown');
    expect((await signCheckpoints({ key }, { db, now })).signed).toBeGreaterThan(0);
    const old = await readCheckpoint(slug, { db });
    expect(await adoptKey(later, { db, now })).toEqual({ ok: true });
    expect(await adoptKey(later, { db, now })).toEqual({ ok: false, reason: 'is_current' });
    expect(await adoptKey(key, { db, now })).toEqual({ ok: false, reason: 'is_former' });
    await insertConfirmed(db, { campaignId, count: 1 });
    await runSequencer({ db, now });
    expect(await signCheckpoints({ key }, { db, now })).toMatchObject({ signed: 0, isOtherKey: true });
    expect(await standingOfKey(key, { db, now })).toBe('former');
    expect((await signCheckpoints({ key: later }, { db, now })).signed).toBeGreaterThan(0);
    const origin = `localhost:3000/log/${slug}`;
    const keys = (await listVerifierKeys(origin, { db })).flatMap((text) => parseVerifierKey(text) ?? []);
    expect(keys.map(({ publicKey }) => publicKey)).toEqual([key, later].map(publicKeyBytes));
    expect(openCheckpoint(old?.note ?? '', origin, keys)?.size).toBe(2);
    expect(openCheckpoint((await readCheckpoint(slug, { db }))?.note ?? '', origin, keys)?.size).toBe(3);
  });

  it('is the first that asks, of many that ask at once', async () => {
    const own = await testDatabase();
    const standings = await Promise.all(
      Array.from({ length: 6 }, () => standingOfKey(ledgerKey(), { db: own.another().db, now })),
    );
    expect(standings.filter((one) => one === 'current')).toHaveLength(1);
    expect((await own.db.execute(sql`select from ledger_keys`)).length).toBe(1);
  });
});
