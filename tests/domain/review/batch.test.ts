import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { auditCounts } from '#app/domain/count/audit.server.ts';
import { runSequencer } from '#app/domain/count/sequencer.server.ts';
import {
  askBatch,
  findBatch,
  listBatches,
  previewBatch,
  runBatch,
  stopBatch,
  undoBatch,
} from '#app/domain/review/batch.server.ts';
import { signatureSearch } from '#app/domain/review/review.ts';
import { searchSignatures } from '#app/domain/review/search.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { testOrganization } from '#tests/support/organizer.ts';
import { layOut } from '../signature/setting.ts';

const { db, another } = await testDatabase();
await layOut(db);
const at = new Date('2026-11-22T18:00:00Z');
const given = { db, now: () => at };
const organizationId = await testOrganization(db, 'coalition');
const strangers = await testOrganization(db, 'strangers');
await db.execute(sql`update campaigns set organization_id = ${organizationId} where slug = 'no-tolls'`);
await db.execute(sql`update campaigns set organization_id = ${strangers} where slug = 'labels'`);
const actor = 'organizer:test';

/** Confirmed signatures by SQL: `of` on the organization's campaign, all from the domain. */
async function signers(count: number, domain: string, campaign = 'no-tolls', prefix = 'p'): Promise<void> {
  await db.execute(sql`
    with made as (
      insert into people (canonical_address, address, name, locale)
      select ${prefix}::text || n || '@' || ${domain}::text, ${prefix}::text || n || '@' || ${domain}::text, 'P ' || n, 'en' from generate_series(1, ${count}::int) n
      on conflict (canonical_address) do update set name = excluded.name returning id, canonical_address, name
    )
    insert into signatures (campaign_id, canonical_address, address, name, zip, state, isp_stated_id, locale, status, person_id, confirmed_at, confirmed_by)
    select (select id from campaigns where slug = ${campaign}), canonical_address, canonical_address, name, '94103', 'CA',
      (select id from isps where slug = 'comcast'), 'en', 'confirmed', id, ${at.toISOString()}::timestamptz, 'button' from made`);
}

const sequenced = async () => {
  while ((await runSequencer(given)).hasMore);
};
const counted = async () => {
  const [row] = await db.execute<{ counted: string }>(
    sql`select signed - withdrawn - invalidated as counted from campaign_counts where campaign_id = (select id from campaigns where slug = 'no-tolls')`,
  );
  return Number(row?.counted);
};
const leaves = async () =>
  Object.fromEntries(
    (
      await db.execute<{ kind: string; n: number }>(
        sql`select kind, count(*)::int as n from count_entries where kind in ('sign', 'invalidate') and campaign_id = (select id from campaigns where slug = 'no-tolls') group by 1`,
      )
    ).map(({ kind, n }) => [kind, n]),
  );
const wish = (domain: string) => ({
  organizationId,
  actor,
  deed: 'invalidate' as const,
  filter: { domain },
  reason: 'automated' as const,
  note: 'One machine.',
});
async function ask(domain: string): Promise<number> {
  const { count, upToId } = await previewBatch({ organizationId, deed: 'invalidate', filter: { domain } }, given);
  return askBatch({ ...wish(domain), expected: count, upToId }, given);
}

test('a batch takes out who was previewed and nobody else, and the ledger follows; undone, the same people count again', async () => {
  await signers(7, 'burst.example');
  await signers(3, 'others.example');
  await signers(4, 'burst.example', 'labels');
  await sequenced();
  expect(await counted()).toBe(10);
  const batchId = await ask('burst.example');
  await signers(1, 'burst.example', 'no-tolls', 'late');
  await runBatch({ batchId }, { ...given, batch: 3 });
  const done = await findBatch({ batchId, organizationId }, given);
  expect(done).toMatchObject({ state: 'done', expected: 7, changed: 7, askedBy: actor });
  await sequenced();
  expect(await leaves()).toEqual({ sign: 11, invalidate: 7 });

  expect(await undoBatch({ batchId, organizationId, actor, why: 'They were a school.' }, given)).toEqual({ ok: true });
  await runBatch({ batchId }, { ...given, batch: 3 });
  await sequenced();
  expect(await findBatch({ batchId, organizationId }, given)).toMatchObject({ state: 'undone', restored: 7 });
  expect(await counted()).toBe(11);
  expect(await leaves()).toEqual({ sign: 18, invalidate: 7 });
  const people = await db.execute(
    sql`select count(*)::int as n, count(distinct person_id)::int as people from signatures where status = 'confirmed' and erased_at is null and campaign_id = (select id from campaigns where slug = 'no-tolls')`,
  );
  expect([...people]).toEqual([{ n: 11, people: 11 }]);
  const [campaign] = await db.execute<{ id: number }>(sql`select id from campaigns where slug = 'no-tolls'`);
  expect((await auditCounts(campaign?.id ?? 0, given)).differences).toEqual([]);
});

test('who was taken out and has not left the count yet stays in it when the batch is undone, and no leaf is written', async () => {
  await signers(5, 'quick.example');
  await sequenced();
  const before = await leaves();
  const batchId = await ask('quick.example');
  await runBatch({ batchId }, given);
  await undoBatch({ batchId, organizationId, actor, why: 'Mistaken.' }, given);
  await runBatch({ batchId }, given);
  await sequenced();
  expect(await leaves()).toEqual(before);
  expect(await findBatch({ batchId, organizationId }, given)).toMatchObject({ state: 'undone', restored: 5 });
});

test('a batch that is stopped keeps what it did, goes no further, and two workers at once do it once', async () => {
  await signers(9, 'stopped.example');
  const batchId = await ask('stopped.example');
  let steps = 0;
  await runBatch(
    { batchId },
    {
      ...given,
      batch: 2,
      onStep: async () => {
        steps += 1;
        if (steps === 2) await stopBatch({ batchId, organizationId, actor }, given);
      },
    },
  );
  expect(await findBatch({ batchId, organizationId }, given)).toMatchObject({ state: 'cancelled', changed: 4 });
  expect(await stopBatch({ batchId, organizationId, actor }, given)).toEqual({ ok: false, reason: 'over' });
  const second = await ask('stopped.example');
  await Promise.all([
    runBatch({ batchId: second }, { ...given, batch: 1 }),
    runBatch({ batchId: second }, { ...given, db: another().db, batch: 1 }),
  ]);
  expect(await findBatch({ batchId: second, organizationId }, given)).toMatchObject({ state: 'done', changed: 5 });
});

test('another organization sees, stops, undoes and takes out nothing', async () => {
  const [batch] = await listBatches(organizationId, given);
  const batchId = batch?.id ?? 0;
  expect(await listBatches(strangers, given)).toEqual([]);
  expect(await findBatch({ batchId, organizationId: strangers }, given)).toBeNull();
  expect(await stopBatch({ batchId, organizationId: strangers, actor }, given)).toEqual({
    ok: false,
    reason: 'unknown',
  });
  expect(await undoBatch({ batchId, organizationId: strangers, actor, why: 'no' }, given)).toEqual({
    ok: false,
    reason: 'unknown',
  });
  expect(
    (await previewBatch({ organizationId: strangers, deed: 'invalidate', filter: { domain: 'quick.example' } }, given))
      .count,
  ).toBe(0);
  const found = await searchSignatures(
    { organizationId: strangers, search: signatureSearch.parse({ domain: 'quick.example' }) },
    given,
  );
  expect(found).toEqual({ tooSlow: false, rows: [], before: null });
});

test('a search finds by whole address, by part of a name, by conditions together, and in pages', async () => {
  const found = async (search: Record<string, string>) => {
    const result = await searchSignatures({ organizationId, search: signatureSearch.parse(search) }, given);
    return result.tooSlow ? [] : result.rows.map(({ address }) => address);
  };
  expect(await found({ address: 'P3+tag@Quick.example' })).toEqual(['p3@quick.example']);
  expect(await found({ name: 'p 3', domain: 'quick.example' })).toEqual(['p3@quick.example']);
  expect(await found({ name: '100%', domain: 'quick.example' })).toEqual([]);
  expect(await found({ status: 'invalidated', domain: 'stopped.example' })).toHaveLength(9);
  expect(await found({ address: 'not an address' })).toEqual([]);
  await signers(120, 'many.example');
  const first = await searchSignatures(
    { organizationId, search: signatureSearch.parse({ domain: 'many.example' }) },
    given,
  );
  if (first.tooSlow) throw new Error('too slow');
  expect([first.rows.length, first.before !== null]).toEqual([50, true]);
});
