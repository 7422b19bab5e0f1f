import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { auditCounts, readCount } from '#app/domain/count/count.server.ts';
import { runSequencer } from '#app/domain/count/sequencer.server.ts';
import { correctSignature, maxCorrections } from '#app/domain/signature/correct.server.ts';
import { withdrawSignature } from '#app/domain/signature/withdraw.server.ts';
import { insertCampaign, insertConfirmed, insertIsp } from '#tests/domain/count/signers.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db, another } = await testDatabase();
const ispIds = {
  comcast: await insertIsp(db, 'comcast'),
  cox: await insertIsp(db, 'cox'),
  dish: await insertIsp(db, 'dish'),
};
const given = { db };

async function signers(count: number) {
  const campaignId = await insertCampaign(db, `campaign-${Math.random().toString(36).slice(2)}`);
  const ids = await insertConfirmed(db, { campaignId, count, ispId: ispIds.comcast, state: 'CA' });
  const rows = await db.execute<{ id: string; canonical_address: string }>(
    sql`select id, canonical_address from signatures where campaign_id = ${campaignId} order by id`,
  );
  const mine = rows.map((row) => ({ signatureId: Number(row.id), canonicalAddress: row.canonical_address }));
  return { campaignId, ids, mine };
}
async function countAll() {
  while ((await runSequencer(given)).hasMore);
}
const leaves = (campaignId: number) =>
  db.execute<{ kind: string; sequence: string; of: string }>(sql`
    select kind, sequence, split_part(entry, ' ', 8) as of from count_entries where campaign_id = ${campaignId} and kind not in ('tally', 'untally')
    order by sequence`);

/** Leaves that replace or end another than the one that stood, and corrections whose commitment is not to what they were counted under. */
const wrongLeaves = (campaignId: number) =>
  db.execute(sql`
    select e.sequence, e.kind, e.entry from count_entries e join signatures s on s.id = e.signature_id left join isps i on i.id = e.isp_id
    where e.campaign_id = ${campaignId} and (
      e.kind <> 'sign' and split_part(e.entry, ' ', 8) is distinct from (
        select max(o.sequence)::text from count_entries o
        where o.signature_id = e.signature_id and o.kind in ('sign', 'correct') and o.sequence < e.sequence)
      or e.kind in ('sign', 'correct') and s.salt is not null
        and split_part(e.entry, ' ', 7) <> base64url(ledger_commitment(s.salt, s.canonical_address, i.slug, e.state)))`);

describe('correcting a signature', () => {
  test('before it is counted changes what is counted; after it, appends a leaf and leaves the count', async () => {
    const { campaignId, mine } = await signers(2);
    const [early, late] = mine;
    if (!early || !late) throw new Error('no signers');
    expect(await correctSignature({ ...early, zip: '10001', isp: 'cox' }, given)).toEqual({
      ok: true,
      isAppended: false,
    });
    await countAll();
    expect((await leaves(campaignId)).map(({ kind }) => kind)).toEqual(['sign', 'sign']);
    expect(await correctSignature({ ...late, zip: '10001', isp: 'other' }, given)).toEqual({
      ok: true,
      isAppended: true,
    });
    await countAll();
    expect(await leaves(campaignId)).toMatchObject([{}, {}, { kind: 'correct', sequence: '2', of: '1' }]);
    expect(await readCount(campaignId, given)).toMatchObject({ total: 2 });
    await withdrawSignature(late, given);
    await countAll();
    expect((await leaves(campaignId))[3]).toMatchObject({ kind: 'withdraw', of: '2' });
    expect(await readCount(campaignId, given)).toMatchObject({ total: 1 });
    expect(await wrongLeaves(campaignId)).toEqual([]);
    expect((await auditCounts(campaignId, given)).differences).toEqual([]);
  });

  test('appends nothing for a ZIP of the same state, nor when it is taken back before the sequencer comes', async () => {
    const { campaignId, mine } = await signers(1);
    const [own] = mine;
    if (!own) throw new Error('no signer');
    await countAll();
    expect(await correctSignature({ ...own, zip: '94110', isp: 'comcast' }, given)).toMatchObject({
      isAppended: false,
    });
    await correctSignature({ ...own, zip: '10001', isp: 'cox' }, given);
    await correctSignature({ ...own, zip: '94103', isp: 'comcast' }, given);
    await countAll();
    expect(await leaves(campaignId)).toHaveLength(1);
    expect(await db.execute(sql`select from signatures where corrected_at is not null`)).toHaveLength(0);
  });

  test('is refused for another mailbox, after a withdrawal, and when it is done too often', async () => {
    const { mine } = await signers(2);
    const [own, other] = mine;
    if (!own || !other) throw new Error('no signers');
    const details = { zip: '10001', isp: 'cox' };
    expect(await correctSignature({ ...own, canonicalAddress: other.canonicalAddress, ...details }, given)).toEqual({
      ok: false,
      reason: 'unknown',
    });
    await withdrawSignature(own, given);
    expect(await correctSignature({ ...own, ...details }, given)).toEqual({ ok: false, reason: 'not_standing' });
    await countAll();
    for (let i = 0; i < maxCorrections; i++) {
      await correctSignature({ ...other, zip: i % 2 ? '94103' : '10001', isp: 'cox' }, given);
      await countAll();
    }
    expect(await correctSignature({ ...other, zip: '60601', isp: 'cox' }, given)).toEqual({
      ok: false,
      reason: 'too_many',
    });
  });

  test('races with withdrawals and the sequencer on real connections, and every leaf stays true', async () => {
    const { campaignId, mine } = await signers(12);
    const pools = Array.from({ length: 4 }, () => another({ max: 1 }));
    const [zips, isps] = [
      ['94103', '10001', '60601'],
      ['comcast', 'cox', 'dish', 'other'],
    ];
    const correcting = pools.slice(0, 2).map(async ({ db: own }, lane) => {
      for (let i = 0; i < 90; i++) {
        const one = mine[(i * 7 + lane) % mine.length];
        if (one)
          await correctSignature(
            { ...one, zip: zips[(i + lane) % 3] ?? '', isp: isps[(i * 3) % 4] ?? '' },
            { db: own },
          );
      }
    });
    const withdrawing = (async () => {
      for (const one of mine.slice(0, 4)) {
        await new Promise((done) => setTimeout(done, 40));
        await withdrawSignature(one, { db: pools[2]?.db ?? db });
      }
    })();
    let isOver = false;
    const counting = (async () => {
      while (!isOver) await runSequencer({ db: pools[3]?.db ?? db });
    })();
    await Promise.all([...correcting, withdrawing]);
    isOver = true;
    await counting;
    await countAll();
    expect(await wrongLeaves(campaignId)).toEqual([]);
    expect(await readCount(campaignId, given)).toMatchObject({ total: 8 });
    expect(await auditCounts(campaignId, given)).toMatchObject({ isSound: true, waiting: 0, differences: [] });
    const apart = await db.execute(sql`
      select s.id from signatures s, lateral (select e.isp_id, e.state from count_entries e where e.signature_id = s.id and e.kind in ('sign', 'correct')
        order by e.sequence desc limit 1) o
      where s.campaign_id = ${campaignId} and s.status = 'confirmed' and (s.isp_stated_id, s.state) is distinct from (o.isp_id, o.state)
        and (select count(*) from count_entries e where e.signature_id = s.id and e.kind = 'correct') < ${maxCorrections}`);
    expect(apart).toEqual([]);
  });
});
