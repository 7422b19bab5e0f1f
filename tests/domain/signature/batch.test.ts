import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { digestOf, newClaim } from '#app/domain/confirmation/challenge.server.ts';
import { type BatchResult, createSignBatch, type SignBatchOptions } from '#app/domain/signature/batch.server.ts';
import type { SignInput } from '#app/domain/signature/form.server.ts';
import { connect } from '#db/client.ts';
import { testDatabase } from '#tests/support/database.ts';
import { form, layOut } from './setting.ts';

const database = await testDatabase();
const { db } = database;
await layOut(db);
beforeEach(() => db.execute(sql`truncate signature_challenges cascade`));
beforeEach(() => db.execute(sql`delete from pgboss.job`));

function open(over: Partial<SignBatchOptions> = {}) {
  const faults: unknown[] = [];
  const batch = createSignBatch({
    open: () => database,
    renew: () => {},
    onFault: (fault) => faults.push(fault),
    ...over,
  });
  const take = (input: Partial<SignInput>) =>
    new Promise<BatchResult>((done) => batch.take({ ...form(), ...input }, done));
  return { batch, take, faults };
}
const stored = async () =>
  (
    await db.execute<{ name: string; jobs: number; claim: Buffer }>(sql`
      select c.name, c.claim_hash as claim, (select count(*)::int from pgboss.job j where (j.data->>'challengeId')::bigint = c.id) as jobs
      from signature_challenges c order by c.name`)
  ).map((row) => row);

describe('the batch', () => {
  test('stores what came together in a few statements, each form with its own job, and answers each with its own claim', async () => {
    const { take } = open();
    const before = await commits();
    const results = await Promise.all(
      Array.from({ length: 300 }, (_, at) => take({ name: `Ada ${at}`, email: `ada${at}@mail.example` })),
    );
    expect((await commits()) - before).toBeLessThan(30);
    const rows = await stored();
    expect(rows.map(({ jobs }) => jobs)).toEqual(new Array(300).fill(1));
    const claims = new Map(rows.map(({ name, claim }) => [name, claim.toString('hex')]));
    for (const [at, result] of results.entries())
      expect(typeof result === 'object' && result.ok && digestOf(result.claim).toString('hex')).toBe(
        claims.get(`Ada ${at}`),
      );
  });

  test('stores the others when PostgreSQL refuses one', async () => {
    const { take, faults } = open();
    const names = Array.from({ length: 50 }, (_, at) => (at === 17 || at === 40 ? 'Ada \0' : `Ada ${at}`));
    const results = await Promise.all(names.map((name) => take({ name })));
    expect(results.filter((result) => result === 'unsaved')).toHaveLength(2);
    expect(results[17]).toBe('unsaved');
    expect(await stored()).toHaveLength(48);
    expect(faults).toHaveLength(2);
  });

  test('refuses by campaign, form by form, at the instant of the deadline', async () => {
    const at = new Date('2026-11-22T12:00:00Z');
    await db.execute(sql`update campaigns set closes_at = ${at.toISOString()}::timestamptz where slug = 'labels'`);
    const slugs = ['no-tolls', 'closed', 'nowhere', 'draft', 'future', 'labels', 'no-tolls'];
    const outcomes = async (now: Date) => {
      const { take } = open({ now: () => now });
      const results = await Promise.all(slugs.map((campaignSlug) => take({ campaignSlug })));
      return results.map((result) => (result === 'unsaved' ? result : result.ok ? 'ok' : result.reason));
    };
    const same = ['ok', 'campaign_closed', 'campaign_unknown', 'campaign_unknown', 'campaign_not_open'];
    expect(await outcomes(at)).toEqual([...same, 'campaign_closed', 'ok']);
    expect(await outcomes(new Date(at.getTime() - 1))).toEqual([...same, 'ok', 'ok']);
  });

  test('tells nobody that a form was taken which was not, and goes on when the server is back', async () => {
    const own = database.another({ max: 1 });
    const { take } = open({ open: () => own });
    await take({ name: 'First' });
    const [server] = await own.db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    // The statement cannot end before the connection does.
    await database.sql.begin(async (tx) => {
      await tx`lock table signature_challenges in share mode`;
      const lost = take({ name: 'Lost' });
      await new Promise((done) => setTimeout(done, 150));
      await tx`select pg_terminate_backend(${server?.pid ?? 0})`;
      expect(await lost).toBe('unsaved');
    });
    expect(await take({ name: 'Later' })).toMatchObject({ ok: true });
    expect((await stored()).map(({ name }) => name)).toEqual(['First', 'Later']);
  });

  test('lets nobody wait for a server that keeps silent, and turns others away meanwhile', async () => {
    const { batch, take } = open({ patienceMs: 1200, maxStatements: 1 });
    await database.sql.begin(async (tx) => {
      await tx`lock table signature_challenges in share mode`;
      const startedAt = performance.now();
      const waiting = [take({}), take({})];
      expect(batch.isFull()).toBe(false);
      await new Promise((done) => setTimeout(done, 1100));
      expect(batch.isFull()).toBe(true);
      expect(await Promise.all(waiting)).toEqual(['unsaved', 'unsaved']);
      expect(performance.now() - startedAt).toBeLessThan(4000);
    });
    expect(await take({})).toMatchObject({ ok: true });
    expect(batch.isFull()).toBe(false);
  });

  test('is full when more wait than it stored in the last seconds', async () => {
    const { batch } = open();
    const ends: Promise<unknown>[] = [];
    const push = () => ends.push(new Promise((done) => batch.take(form(), done)));
    for (let at = 0; at < 1999; at += 1) push();
    expect(batch.isFull()).toBe(false);
    push();
    expect(batch.isFull()).toBe(true);
    await Promise.all(ends);
    expect(batch.isFull()).toBe(false);
  });

  test('answers unsaved while nobody listens at the address of the server', async () => {
    const nowhere = connect('postgres://nobody@127.0.0.1:1/nowhere', { max: 1 });
    const { take } = open({ open: () => nowhere });
    expect(await take({})).toBe('unsaved');
    await nowhere.close();
  });
});

test('whatever a field holds comes to the table as it is', async () => {
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom('"', '\\', ',', '(', ')', '{', '}', ' ', 'N', 'é', "'", '\t') }),
    fc.constant('null'),
    fc.constant('NULL'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 20 }), async (pairs) => {
      await db.execute(sql`truncate signature_challenges cascade`);
      const { take } = open();
      await Promise.all(pairs.map(([name, source]) => take({ name, source })));
      const rows = await db.execute<{ name: string; source: string }>(
        sql`select name, source from signature_challenges`,
      );
      const key = (one: readonly string[]) => JSON.stringify(one);
      expect(rows.map(({ name, source }) => key([name, source])).sort()).toEqual(pairs.map(key).sort());
    }),
    { numRuns: 15 },
  );
});

describe('a claim', () => {
  test('is never like another, nor like a token, and its digest rises with the time', () => {
    const claims = Array.from({ length: 2000 }, (_, at) => newClaim(1_800_000_000_000 + at));
    expect(new Set(claims).size).toBe(2000);
    expect(claims.every((claim) => /^[A-Za-z0-9_-]{42}_$/.test(claim))).toBe(true);
    const digests = claims.map((claim) => digestOf(claim));
    expect(new Set(digests.map((digest) => digest.length))).toEqual(new Set([32]));
    expect(digests.map((digest) => digest.toString('hex'))).toEqual(
      digests.map((digest) => digest.toString('hex')).sort(),
    );
    expect(digests[0]?.readUIntBE(0, 6)).toBe(1_800_000_000_000);
    // All that a stranger could not know is in the digest.
    const last = claims[0] ?? '';
    expect(digestOf(`${last.slice(0, 41)}${last[41] === 'A' ? 'B' : 'A'}_`)).not.toEqual(digests[0]);
  });
});

async function commits(): Promise<number> {
  const [row] = await db.execute<{ n: number }>(
    sql`select count(distinct xmin::text)::int as n from signature_challenges`,
  );
  return row?.n ?? 0;
}
