import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { findShownOfIsp, keepFigures, readPublicCounts } from '#app/domain/ledger/counts.server.ts';
import { notShownYet, type PublicCounts } from '#app/domain/ledger/counts.ts';
import { findWaiting, keepWaiting } from '#app/domain/ledger/counts-waiting.server.ts';
import { parseLeaf } from '#app/domain/ledger/leaf.ts';
import { signCheckpoints } from '#app/domain/ledger/ledger-key.server.ts';
import { runTallies, TALLY_EVERY_MS } from '#app/domain/ledger/tally.server.ts';
import { insertCampaign, insertConfirmed, insertIsp, invalidate, withdraw } from '#tests/domain/count/signers.ts';
import { testDatabase } from '#tests/support/database.ts';
import { pastTriggers } from '#tests/support/past-triggers.ts';
import { ledgerKey } from './logs.ts';

const database = await testDatabase();
const { db } = database;
const key = ledgerKey();
const ispId = await insertIsp(db, 'cable');
let hours = 0;
const now = () => new Date(Date.UTC(2026, 10, 22) + hours * TALLY_EVERY_MS);

let number = 0;
let campaignId = 0;
let slug = '';
beforeEach(async () => {
  number += 1;
  hours += 2;
  slug = `figured-${number}`;
  campaignId = await insertCampaign(db, slug);
});

async function settle() {
  while ((await runSequencer({ db, now })).hasMore);
  await signCheckpoints({ key }, { db, now });
}

/** The figures of the first `size` leaves, one leaf after the other. */
async function recounted(size: number): Promise<Omit<PublicCounts, 'about'>> {
  const rows = await db.execute<{ entry: string }>(
    sql`select entry from count_entries where campaign_id = ${campaignId} and sequence < ${size} order by sequence`,
  );
  const names = { sign: 'signed', withdraw: 'withdrawn', invalidate: 'invalidated', correct: 'corrected' } as const;
  const counts: Omit<PublicCounts, 'about'> = {
    ...{ size: rows.length, counted: 0, signed: 0, withdrawn: 0, invalidated: 0, corrected: 0 },
    ...{ byDay: {}, byReason: {}, byIsp: {}, byState: {} },
  };
  for (const { entry } of rows) {
    const leaf = parseLeaf(entry) ?? expect.fail(entry);
    if (leaf.kind === 'tally' || leaf.kind === 'untally') {
      const list = leaf.dimension === 'isp' ? counts.byIsp : counts.byState;
      list[leaf.value] = (list[leaf.value] ?? 0) + leaf.tokens.length * (leaf.kind === 'tally' ? 1 : -1);
      if (list[leaf.value] === 0) delete list[leaf.value];
      continue;
    }
    if (leaf.kind === 'anchor') continue;
    const name = names[leaf.kind];
    counts[name] += 1;
    const day = { ...counts.byDay[leaf.day] };
    day[name] = (day[name] ?? 0) + 1;
    counts.byDay[leaf.day] = day;
    if (leaf.kind === 'invalidate') counts.byReason[leaf.reason] = (counts.byReason[leaf.reason] ?? 0) + 1;
  }
  counts.counted = counts.signed - counts.withdrawn - counts.invalidated;
  return counts;
}

/** Signs, corrects, withdraws, invalidates, publishes and takes back, with a signed checkpoint after each; `each` looks on. */
async function live(each: () => Promise<void>) {
  const step = async () => {
    await settle();
    await each();
  };
  const ids = await insertConfirmed(db, { campaignId, count: 60, ispId, state: 'CA' });
  await insertConfirmed(db, { campaignId, count: 25, state: 'NY', confirmedAt: '2026-11-19T10:00:00Z' });
  await step();
  await runTallies({ db, now, random: () => 0 });
  await step();
  await withdraw(db, ids.slice(0, 30));
  await step();
  await invalidate(db, ids.slice(30, 42));
  await db.execute(sql`update signatures set isp_stated_id = null, corrected_at = now() where id in ${ids.slice(50)}`);
  await step();
  hours += 1;
  await runTallies({ db, now, random: () => 0 });
  await step();
}

describe('public counts', () => {
  it('are what the leaves say at every signed size', async () => {
    const sizes: number[] = [];
    await live(async () => {
      await keepFigures({ db, now });
      const counts = (await readPublicCounts(slug, { db })) ?? expect.fail('no counts');
      const { about, ...figures } = counts;
      expect(figures).toEqual(await recounted(figures.size));
      const [newest] = await db.execute<{ size: string; root: string }>(sql`
        select size, encode(root, 'base64') as root from ledger_checkpoints
        where campaign_id = ${campaignId} and note is not null order by size desc limit 1`);
      expect({ size: String(figures.size), root: about.root }).toEqual(newest);
      sizes.push(figures.size);
    });
    expect(new Set(sizes).size).toBe(5);
    const last = await recounted(sizes.at(-1) ?? 0);
    expect(last).toMatchObject({ signed: 85, withdrawn: 30, invalidated: 12, corrected: 10, byReason: { bulk: 12 } });
    expect(last.size).toBeGreaterThan(85 + 30 + 12 + 10 + 4);
  });

  it('come out the same in small stretches, and when several processes keep them at once', async () => {
    await live(async () => {});
    expect(await readPublicCounts(slug, { db })).toBeNull();
    const others = [database.another().db, database.another().db, db];
    await Promise.all(others.map((one) => keepFigures({ db: one, now }, 7)));
    const { about: _, ...figures } = (await readPublicCounts(slug, { db })) ?? expect.fail('no counts');
    expect(figures).toEqual(await recounted(figures.size));
  });

  it('say nothing of leaves that no checkpoint covers yet', async () => {
    await insertConfirmed(db, { campaignId, count: 5 });
    await settle();
    await keepFigures({ db, now });
    await insertConfirmed(db, { campaignId, count: 5 });
    await runSequencer({ db, now });
    await keepFigures({ db, now });
    expect(await readPublicCounts(slug, { db })).toMatchObject({ size: 5, counted: 5 });
  });

  it('are none for a draft and for a campaign that is not there', async () => {
    await settle();
    await keepFigures({ db, now });
    expect(await readPublicCounts(slug, { db })).toMatchObject({ size: 0, counted: 0 });
    await pastTriggers(db, sql`update campaigns set state = 'draft' where id = ${campaignId}`);
    expect(await readPublicCounts(slug, { db })).toBeNull();
    expect(await readPublicCounts('nowhere', { db })).toBeNull();
  });

  it('are read without counting anything', async () => {
    const queries: string[] = [];
    const watched = database.another({ onQuery: (query) => queries.push(query) });
    await readPublicCounts(slug, { db: watched.db });
    await findShownOfIsp(campaignId, 'cable', { db: watched.db });
    await findWaiting(campaignId, { db: watched.db });
    expect(queries.join(' ')).not.toMatch(/signatures|count_entries|count_journal|count\(/);
  });

  it('tell what is not shown yet, and what is shown too much', () => {
    const counts = { counted: 100, byIsp: { cable: 60, other: 20 }, byState: { CA: 110 } };
    expect(notShownYet(counts, 'isp')).toBe(20);
    expect(notShownYet(counts, 'state')).toBe(-10);
  });
});

describe('the figure of one ISP', () => {
  it('is what its tally shows, and none while that is nothing', async () => {
    await insertConfirmed(db, { campaignId, count: 30, ispId, state: 'CA' });
    await settle();
    expect(await findShownOfIsp(campaignId, 'cable', { db })).toBeNull();
    await runTallies({ db, now, random: () => 0 });
    expect(await findShownOfIsp(campaignId, 'cable', { db })).toEqual({ shown: 19, asOf: now() });
    expect(await findShownOfIsp(campaignId, 'other', { db })).toBeNull();
  });
});

describe('what waits', () => {
  const add = (count: number, status: string) =>
    db.execute(sql`
      insert into signatures (campaign_id, canonical_address, address, name, zip, locale, status)
      select ${campaignId}, ${status} || n, 'a', 'A', '94103', 'en', ${status} from generate_series(1, ${count}::int) n`);

  it('is rounded to tens by chance, once an hour', async () => {
    await add(14, 'pending');
    await add(6, 'suspicious');
    await keepWaiting({ db, now, chance: () => 5 });
    expect(await findWaiting(campaignId, { db })).toEqual({ pending: 10, suspicious: 10, countedAt: now() });
    expect(await keepWaiting({ db, now, chance: () => 9 })).toBe(0);
    hours += 1;
    await keepWaiting({ db, now, chance: () => 9 });
    expect(await findWaiting(campaignId, { db })).toMatchObject({ pending: 20, suspicious: 10 });
    hours += 1;
    await keepWaiting({ db, now, chance: () => 0 });
    expect(await findWaiting(campaignId, { db })).toMatchObject({ pending: 10, suspicious: 0 });
  });
});
