import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { findReport } from '#app/domain/report/report.server.ts';
import { submit } from '#app/domain/submission/submit.server.ts';
import { measurements } from '#db/schema/measurement.ts';
import { testDatabase } from '#tests/support/database.ts';
import { layOut, secret } from '../signature/setting.ts';
import { anyNetwork, confirmed, layOutRecord, onNetworkOf, said } from '../submission/setting.ts';

const { db } = await testDatabase();
await layOut(db);
await layOutRecord(db);
const given = { db, secret };
const isps = await db.execute<{ id: number; slug: string }>(sql`select id, slug from isps`);
const idOf = (slug: string) => isps.find((isp) => isp.slug === slug)?.id ?? null;

async function tested(over: Partial<typeof measurements.$inferInsert> = {}): Promise<string> {
  const [row] = await db
    .insert(measurements)
    .values({
      sessionId: randomUUID(),
      server: 'own',
      ispId: idOf('comcast'),
      localDate: '2026-11-10',
      localHour: 20,
      downloadMbps: 3.25,
      uploadMbps: 1.5,
      networkKey: anyNetwork(),
      createdAt: new Date('2026-11-10T00:00:00Z'),
      ...over,
    })
    .returning({ publicId: measurements.publicId });
  return row?.publicId ?? '';
}

test('a report shows the test that its reporter attached once three others confirmed it', async () => {
  const measurement = await tested();
  const id = (await confirmed(db, said.report({ measurement }))).became.became;
  for (const n of [1, 2, 3]) await confirmed(db, said.meToo(id, { email: `n${n}@mail.example` }));
  expect(await findReport(id, given)).toMatchObject({
    stage: 'public',
    report: { confirmations: 3, measurement: { downloadMbps: 3.25, uploadMbps: 1.5, ranOn: '2026-11-10' } },
  });
});

test('a test on another ISP’s network, or against another server, cannot be attached, whatever its person stated', async () => {
  const elsewhere = await tested({ ispId: idOf('cox'), ispStatedId: idOf('comcast') });
  const unseen = await tested({ ispId: null, ispStatedId: idOf('comcast'), uncountedReason: 'no_isp' });
  const foreign = await tested({ server: 'mlab', networkKey: null, uncountedReason: 'not_own_server' });
  for (const measurement of [elsewhere, unseen, foreign]) {
    const form = said.report({ measurement, email: 'bob@mail.example' });
    const result = await submit({ ...form, locale: 'en', seen: onNetworkOf('comcast'), networkKey: null }, given);
    expect(result).toEqual({ ok: false, reason: 'measurement_unknown' });
  }
});
