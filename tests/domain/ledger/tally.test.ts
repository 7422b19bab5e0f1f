import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { auditCounts, runSequencer } from '#app/domain/count/count.server.ts';
import { type Leaf, parseLeaf } from '#app/domain/ledger/leaf.ts';
import { runTallies, TALLY_EVERY_MS } from '#app/domain/ledger/tally.server.ts';
import { insertCampaign, insertConfirmed, insertIsp, withdraw } from '#tests/domain/count/signers.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase();
const { db } = database;
const isps = {
  cable: await insertIsp(db, 'cable'),
  fiber: await insertIsp(db, 'fiber'),
  dsl: await insertIsp(db, 'dsl'),
};
let hours = 0;
const now = () => new Date(Date.UTC(2026, 10, 22) + hours * TALLY_EVERY_MS);
/** Nothing stays behind that has not to: every throw is 0. */
const random = () => 0;

let number = 0;
let campaignId = 0;
beforeEach(async () => {
  number += 1;
  hours += 2;
  campaignId = await insertCampaign(db, `tallied-${number}`);
});

async function count(groups: [keyof typeof isps | null, string | null, number][]) {
  const ids: number[] = [];
  for (const [isp, state, signers] of groups)
    ids.push(...(await insertConfirmed(db, { campaignId, count: signers, ispId: isp && isps[isp], state })));
  while ((await runSequencer({ db, now })).hasMore);
  return ids;
}

async function undo(ids: readonly number[]) {
  await withdraw(db, ids, now().toISOString());
  while ((await runSequencer({ db, now })).hasMore);
}

async function leaves(): Promise<Leaf[]> {
  const rows = await db.execute<{ entry: string }>(
    sql`select entry from count_entries where campaign_id = ${campaignId} and kind in ('tally', 'untally') order by sequence`,
  );
  return rows.map(({ entry }) => parseLeaf(entry) ?? expect.fail(`not a leaf: ${entry}`));
}

async function figures() {
  const rows = await db.execute<{ line: string }>(sql`
    select concat_ws(' ', dimension, value, shown) as line from ledger_tallies where campaign_id = ${campaignId} and shown > 0 order by line`);
  return rows.map(({ line }) => line);
}
const tally = (given = {}) => runTallies({ db, now, random, ...given });

const CROWD: Parameters<typeof count>[0] = [
  ['cable', 'CA', 40],
  ['fiber', 'NY', 20],
  ['dsl', 'TX', 10],
  [null, null, 11],
];

describe('publishing', () => {
  it('shows groups of 11 and more, by ISP and by state, and lets 11 of each breakdown stay held', async () => {
    await count([
      ['cable', 'CA', 12],
      ['fiber', 'NY', 10],
      [null, null, 11],
    ]);
    expect(await tally()).toEqual({ shown: 44, taken: 0, hasMore: false });
    expect(await figures()).toEqual(['isp cable 11', 'isp other 11', 'state CA 11', 'state none 11']);
    expect((await leaves()).map((leaf) => [leaf.kind, leaf.sequence])).toEqual(
      [33, 34, 35, 36].map((sequence) => ['tally', sequence]),
    );
    expect((await auditCounts(campaignId, { db })).differences).toEqual([]);
    const [row] = await db.execute(sql`select tree_size, size from ledgers join campaign_counts using (campaign_id)
      where campaign_id = ${campaignId}`);
    expect(row).toEqual({ tree_size: '37', size: '37' });
  });

  it('shows the token of everyone once, and of nobody under another value', async () => {
    await count(CROWD);
    await tally();
    const rows = await db.execute<{ value: string; token: string }>(sql`
      select h.value, base64url(ledger_token(s.salt, h.dimension, h.value)) as token
      from ledger_shares h join signatures s on s.id = h.signature_id where h.campaign_id = ${campaignId} and h.status = 'shown'`);
    const published = (await leaves()).flatMap((leaf) =>
      'tokens' in leaf ? leaf.tokens.map((token) => `${leaf.value} ${token}`) : [],
    );
    expect(published.sort()).toEqual(rows.map(({ value, token }) => `${value} ${token}`).sort());
    expect(published.length).toBeGreaterThan(100);
  });

  it('waits an hour, and until 11 more have signed', async () => {
    await count(CROWD);
    await tally();
    const before = await figures();
    await count([['cable', 'CA', 30]]);
    expect(await tally()).toMatchObject({ shown: 0 });
    hours += 1;
    expect((await tally()).shown).toBeGreaterThan(0);
    expect(await figures()).not.toEqual(before);
    await count([['cable', 'CA', 10]]);
    hours += 1;
    expect(await tally()).toMatchObject({ shown: 0 });
    await count([[null, null, 1]]);
    expect((await tally()).shown).toBeGreaterThan(0);
  });

  it('does not wait for the hour in a crowd', async () => {
    await count(CROWD);
    await tally();
    await count([['cable', 'CA', 99]]);
    expect(await tally({ crowd: 100 })).toMatchObject({ shown: 0 });
    await count([['cable', 'CA', 1]]);
    expect((await tally({ crowd: 100 })).shown).toBeGreaterThan(0);
  });

  it('keeps a secret number back', async () => {
    await count(CROWD);
    await tally({ random: () => 0.49 });
    expect(await figures()).toEqual(['isp cable 35', 'isp fiber 15', 'state CA 35', 'state NY 15']);
  });

  it('parts large groups into leaves of 11 to 500, and goes on at once where it stopped', async () => {
    await count([
      ['cable', 'CA', 1203],
      ['fiber', 'NY', 300],
    ]);
    expect(await tally({ most: 600 })).toMatchObject({ shown: 1200, hasMore: true });
    expect(await tally({ most: 600 })).toMatchObject({ hasMore: true });
    while ((await tally({ most: 600 })).hasMore);
    expect(await figures()).toEqual(['isp cable 1192', 'isp fiber 300', 'state CA 1192', 'state NY 300']);
    const sizes = (await leaves()).map((leaf) => ('tokens' in leaf ? leaf.tokens.length : 0));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
  });

  it('does nothing while another process appends, and says so', async () => {
    await count(CROWD);
    await database.another().db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(6140120)`);
      expect(await tally()).toEqual({ shown: 0, taken: 0, hasMore: true });
    });
    expect((await tally()).shown).toBeGreaterThan(0);
  });
});

describe('taking back', () => {
  it('lets shares leave 11 and more at once, and only while 11 others have left that may be meant', async () => {
    const ids = await count(CROWD);
    await tally();
    await undo(ids.slice(0, 15));
    hours += 1;
    expect(await tally()).toMatchObject({ taken: 0 });
    await undo([...ids.slice(15, 17), ...ids.slice(60, 70), ...ids.slice(40, 44)]);
    hours += 1;
    const { taken } = await tally();
    expect(taken).toBeGreaterThanOrEqual(22);
    for (const leaf of await leaves())
      if (leaf.kind === 'untally') expect(leaf.tokens.length).toBeGreaterThanOrEqual(11);
    expect((await auditCounts(campaignId, { db })).differences).toEqual([]);
  });

  it('never leaves a figure of 1 to 10 behind: what would stay goes too, and is held again', async () => {
    const ids = await count([
      ['cable', 'CA', 15],
      ['fiber', 'NY', 40],
      [null, null, 40],
    ]);
    await tally();
    await undo([...ids.slice(0, 12), ...ids.slice(15, 30), ...ids.slice(55, 70)]);
    hours += 1;
    await tally();
    expect(await figures()).not.toContainEqual(expect.stringContaining('cable'));
    const [held] = await db.execute(sql`
      select count(*)::int as count from ledger_shares where campaign_id = ${campaignId} and value = 'cable' and status = 'held'`);
    expect(held).toEqual({ count: 3 });
    for (const line of await figures()) expect(Number(line.split(' ')[2])).toBeGreaterThanOrEqual(11);
  });

  it('empties the tables when everybody has left', async () => {
    const ids = await count(CROWD);
    await tally();
    await undo(ids);
    hours += 1;
    await tally();
    expect(await figures()).toEqual([]);
  });
});
