import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { notSeen } from '#app/domain/isp/identify.ts';
import { deleteOldRuns, recordRun } from '#app/domain/measurement/run.server.ts';
import { type Run, runMbps } from '#app/domain/measurement/run.ts';
import { testDatabase } from '#tests/support/database.ts';

const { db } = await testDatabase('template_seeded');
const run: Run = {
  sessionId: '0190a5f0-5d2c-4c3e-9d7a-0d5b6a1c2e3f',
  direction: 'download',
  bytes: 125_000_000,
  elapsedUs: 10_000_000,
  minRttUs: 12_000,
  seen: { ...notSeen('not_in_catalogue'), slugs: ['comcast'], asn: 7922 },
  networkKey: new Uint8Array(16).fill(7),
};

test('the first half of a session and direction stands', async () => {
  expect(await recordRun(run, { db })).toEqual({ ok: true });
  expect(await recordRun({ ...run, bytes: 1 }, { db })).toEqual({ ok: false, reason: 'repeated' });
  expect(await recordRun({ ...run, direction: 'upload', minRttUs: null }, { db })).toEqual({ ok: true });
  const rows = await db.execute(sql`
    select r.direction, r.bytes::int, i.slug, r.seen_asn::int, encode(r.network_key, 'hex') as key
    from measurement_runs r left join isps i on i.id = r.isp_seen_id order by r.direction`);
  expect([...rows]).toEqual([
    { direction: 'download', bytes: 125_000_000, slug: 'comcast', seen_asn: 7922, key: '07'.repeat(16) },
    { direction: 'upload', bytes: 125_000_000, slug: 'comcast', seen_asn: 7922, key: '07'.repeat(16) },
  ]);
  expect(runMbps(run)).toBe(100);
});

test('a network that several ISPs share names none', async () => {
  const sessionId = '0190a5f0-5d2c-4c3e-9d7a-0d5b6a1c2e40';
  const seen = { ...run.seen, slugs: ['centurylink', 'quantum-fiber'] };
  await recordRun({ ...run, sessionId, seen }, { db });
  const rows = await db.execute(sql`select isp_seen_id from measurement_runs where session_id = ${sessionId}`);
  expect([...rows]).toEqual([{ isp_seen_id: null }]);
});

test('runs are deleted when they are older than an hour, and not before', async () => {
  const at = new Date('2026-11-22T12:00:00Z');
  const sessionId = '0190a5f0-5d2c-4c3e-9d7a-0d5b6a1c2e41';
  await db.execute(sql`delete from measurement_runs`);
  await recordRun({ ...run, sessionId }, { db, now: () => at });
  expect(await deleteOldRuns({ db, now: () => new Date(at.getTime() + 3_600_000) })).toBe(0);
  expect(await deleteOldRuns({ db, now: () => new Date(at.getTime() + 3_600_001) })).toBe(1);
});
