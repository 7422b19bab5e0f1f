import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { auditCounts, runSequencer } from '#app/domain/count/count.server.ts';
import { signCheckpoints } from '#app/domain/ledger/ledger-key.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { insertCampaign, insertConfirmed } from '../count/signers.ts';
import { ledgerKey } from './logs.ts';

const database = await testDatabase();
const { db } = database;
const now = () => new Date('2026-11-22T12:00:00Z');
const key = ledgerKey();

let number = 0;
let campaignId = 0;
beforeEach(async () => {
  number += 1;
  campaignId = await insertCampaign(db, `audited-${number}`);
  await insertConfirmed(db, { campaignId, count: 600, state: 'CA' });
  await runSequencer({ db, now });
  await signCheckpoints({ key }, { db, now });
  expect(await auditCounts(campaignId, { db })).toEqual({ isSound: true, differences: [], waiting: 0 });
});

async function foundAfter(change: ReturnType<typeof sql>): Promise<string[]> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(change);
  });
  const { isSound, differences } = await auditCounts(campaignId, { db });
  expect(isSound).toBe(differences.length === 0);
  return differences.map(({ between, where, expected, found }) => `${between}: ${where}: ${expected}, ${found}`);
}

describe('the audit of a ledger', () => {
  it('finds a leaf that was changed', async () => {
    const changed = sql`update count_entries set entry = replace(entry, '2026', '2025') where campaign_id = ${campaignId} and sequence = 300`;
    expect(await foundAfter(changed)).toEqual(['entries and tree: tile 0/1: 1, 0', 'entries and tree: tile 1/0: 1, 0']);
  });

  it('finds a tile that was changed, and one that is gone', async () => {
    const changed = sql`update ledger_tiles set hashes = set_byte(hashes, 40, 255 - get_byte(hashes, 40)) where campaign_id = ${campaignId} and level = 0 and number = 2`;
    expect(await foundAfter(changed)).toEqual(['entries and tree: tile 0/2: 1, 0']);
    expect(await foundAfter(sql`delete from ledger_tiles where campaign_id = ${campaignId} and level = 1`)).toEqual([
      'entries and tree: tile 0/2: 1, 0',
      'entries and tree: tile 1/0: 1, 0',
      'entries and tree: tiles: 4, 3',
    ]);
  });

  it('finds a root and a note that say something else', async () => {
    expect(
      await foundAfter(
        sql`update ledger_checkpoints set note = replace(note, E'\n600\n', E'\n601\n') where campaign_id = ${campaignId}`,
      ),
    ).toEqual(['entries and tree: note 600: 1, 0']);
    expect(
      await foundAfter(
        sql`update ledger_checkpoints set root = set_byte(root, 0, 255 - get_byte(root, 0)), note = null where campaign_id = ${campaignId} and size = 600`,
      ),
    ).toEqual(['entries and tree: checkpoint 600: 1, 0']);
  });

  it('finds leaves that were never hashed', async () => {
    expect(await foundAfter(sql`update ledgers set tree_size = 512 where campaign_id = ${campaignId}`)).toContain(
      'entries and tree: leaves hashed: 600, 512',
    );
  });

  it('finds a breakdown that the leaves do not bear out', async () => {
    expect(
      await foundAfter(
        sql`insert into ledger_tallies (campaign_id, dimension, value, shown, updated_at) values (${campaignId}, 'state', 'CA', 12, now())`,
      ),
    ).toEqual(['tallies and shares: state CA: tally: 0, 12']);
    expect(
      await foundAfter(
        sql`delete from ledger_shares where campaign_id = ${campaignId} and dimension = 'isp' and signature_id in (select min(signature_id) from ledger_shares where campaign_id = ${campaignId})`,
      ),
    ).toContain('tallies and shares: isp: signatures that count: 600, 599');
  });
});
