import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { changeReportState, findHeldReport, listHeldReports } from '#app/domain/report/editing.server.ts';
import { findReport, listPublicReports } from '#app/domain/report/report.server.ts';
import { minConfirmations } from '#app/domain/report/report.ts';
import { confirmSubmissionByToken } from '#app/domain/submission/confirm.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { layOut, secret } from '../signature/setting.ts';
import { anyNetwork, confirmed, handIn, layOutRecord, onNetworkOf, said } from '../submission/setting.ts';

const { db, another } = await testDatabase();
await layOut(db);
await layOutRecord(db);
const given = { db, secret };
const [comcast] = await db.execute<{ id: number }>(sql`select id from isps where slug = 'comcast'`);
const ispId = comcast?.id ?? 0;
const signed = { reason: 'Called the reporter.', by: 'Ed' };

async function reported(over: Parameters<typeof said.report>[0] = {}, where: Parameters<typeof confirmed>[2] = {}) {
  return (await confirmed(db, said.report(over), where)).became.became;
}
let people = 0;
async function meToo(id: string, where: Parameters<typeof confirmed>[2] = {}, email = `me${people++}@mail.example`) {
  return (await confirmed(db, said.meToo(id, { email }), where)).became.outcome;
}
const stageOf = async (id: string) => (await findReport(id, given))?.stage;

beforeEach(async () => {
  await db.execute(sql`truncate submissions, report_confirmations, editorial_changes, reports cascade`);
  await db.execute(sql`delete from people`);
});

describe('a report', () => {
  test('shows nothing but choices from lists until it is public', async () => {
    const id = await reported({
      whatHappened: 'The boss of this ISP is a crook.',
      plan: 'Secret plan',
      occurredHour: '',
    });
    const seen = await findReport(id, given);
    expect(seen?.stage).toBe('gathering');
    expect(JSON.stringify(seen)).not.toMatch(/crook|Secret|Ada|mail\.example|CA/);
    expect(await listPublicReports(ispId, given)).toEqual([]);
  });

  test('is public from three others on three networks of the ISP, without the words that they did not see', async () => {
    const id = await reported();
    expect([await meToo(id), await meToo(id)]).toEqual(['counted', 'counted']);
    expect(await stageOf(id)).toBe('gathering');
    await meToo(id);
    expect(await listPublicReports(ispId, given)).toMatchObject([
      {
        publicId: id,
        state: 'new',
        confirmations: 3,
        words: null,
        usState: 'CA',
        service: 'youtube',
        isOwnNetwork: true,
      },
    ]);
    expect(JSON.stringify(await findReport(id, given))).not.toContain('every minute');
  });

  test('does not count its own reporter, the same person twice, one network twice, or another ISP', async () => {
    const network = anyNetwork();
    const id = await reported({}, { networkKey: network });
    expect(await meToo(id, {}, 'ada+again@mail.example')).toBe('same_person');
    expect(await meToo(id, {}, 'bob@mail.example')).toBe('counted');
    expect(await meToo(id, {}, 'bob+2@mail.example')).toBe('repeated');
    expect(await meToo(id, { seen: onNetworkOf('cox') })).toBe('other_network');
    expect(await meToo(id, { seen: onNetworkOf() })).toBe('other_network');
    expect(await meToo(id, { networkKey: null })).toBe('other_network');
    const seen = { ...onNetworkOf('comcast'), kind: 'hosting' as const };
    expect(await meToo(id, { seen })).toBe('other_network');
    await meToo(id, { networkKey: network });
    const neighbour = anyNetwork();
    await meToo(id, { networkKey: neighbour });
    await meToo(id, { networkKey: neighbour });
    expect((await findHeldReport(id, given))?.report.confirmations).toBe(2);
    expect(await stageOf(id)).toBe('gathering');
  });

  test('counts a network that several ISPs share for each of them', async () => {
    expect(await meToo(await reported(), { seen: onNetworkOf('cox', 'comcast') })).toBe('counted');
  });

  test('counts somebody who first answered from elsewhere once they answer from the network', async () => {
    const id = await reported();
    expect(await meToo(id, { seen: onNetworkOf('cox') }, 'bob@mail.example')).toBe('other_network');
    expect(await meToo(id, {}, 'bob@mail.example')).toBe('counted');
    expect(await meToo(id, { seen: onNetworkOf('cox') }, 'bob@mail.example')).toBe('repeated');
    expect((await findHeldReport(id, given))?.report.confirmations).toBe(1);
  });

  test('is confirmed by whoever reports the same without having seen it, and by nothing that differs', async () => {
    const first = await reported();
    const other = (over: Parameters<typeof said.report>[0], i: number) =>
      reported({ email: `o${i}@mail.example`, ...over });
    await other({ trouble: 'blurry' }, 1);
    await other({ service: 'netflix' }, 2);
    await other({ line: 'mobile' }, 3);
    expect((await findHeldReport(first, given))?.report.confirmations).toBe(0);
    for (let i = 0; i < minConfirmations; i++) await other({}, 10 + i);
    expect(await stageOf(first)).toBe('public');
    expect((await listPublicReports(ispId, given)).map(({ publicId }) => publicId)).toEqual([first]);
  });

  test('named "other" matches no other of that name', async () => {
    const first = await reported({ service: 'other' });
    await reported({ service: 'other', email: 'bob@mail.example' });
    expect((await findHeldReport(first, given))?.report.confirmations).toBe(0);
  });

  test('of two that say the same at the same moment, one confirms the other', async () => {
    const forms = await Promise.all([0, 1].map((i) => handIn(db, said.report({ email: `r${i}@mail.example` }))));
    const pools = forms.map(() => another({ max: 1 }));
    await Promise.all(pools.map((pool) => pool.db.execute(sql`select 1`)));
    await Promise.all(forms.map(({ token }, i) => confirmSubmissionByToken(token, { db: pools[i]?.db ?? db, secret })));
    const counts = (await listHeldReports({}, given)).map(({ confirmations }) => confirmations);
    expect(counts.toSorted()).toEqual([0, 1]);
  });

  test('confirmed by one person from ten connections at once is confirmed once', async () => {
    const id = await reported();
    const forms = await Promise.all(
      Array.from({ length: 10 }, () => handIn(db, said.meToo(id, { email: 'bob@mail.example' }))),
    );
    const pools = forms.map(() => another({ max: 1 }));
    await Promise.all(pools.map((pool) => pool.db.execute(sql`select 1`)));
    await Promise.all(forms.map(({ token }, i) => confirmSubmissionByToken(token, { db: pools[i]?.db ?? db, secret })));
    expect(await db.execute(sql`select * from report_confirmations`)).toHaveLength(1);
  });
});

describe('an editor', () => {
  test('verifies a report: it is public with its words and has its history', async () => {
    const id = await reported();
    expect(await changeReportState({ publicId: id, to: 'verified', ...signed }, given)).toMatchObject({ ok: true });
    expect(await findReport(id, given)).toMatchObject({
      stage: 'public',
      report: {
        words: { whatHappened: 'It stopped every minute while other sites were fast.', plan: 'Gigabit' },
        confirmations: 0,
      },
    });
    expect((await findHeldReport(id, given))?.history.map(({ from, to, by }) => [from, to, by])).toEqual([
      [null, 'new', 'site'],
      ['new', 'verified', 'Ed'],
    ]);
  });

  test('withdraws a report: nothing of it is shown or confirmed any more', async () => {
    const id = await reported();
    for (let i = 0; i < 3; i++) await meToo(id);
    const waiting = await handIn(db, said.meToo(id, { email: 'late@mail.example' }));
    await changeReportState({ publicId: id, to: 'withdrawn', ...signed }, given);
    expect(await findReport(id, given)).toEqual({
      stage: 'withdrawn',
      ispSlug: 'comcast',
      ispName: 'Comcast (Xfinity)',
    });
    expect(await listPublicReports(ispId, given)).toEqual([]);
    await expect(meToo(id)).rejects.toThrow('report_unknown');
    expect(await confirmSubmissionByToken(waiting.token, given)).toMatchObject({ ok: true });
    expect(await stageOf(id)).toBe('withdrawn');
  });

  test('is held to the transitions of the register, and of two at once one is heard', async () => {
    const id = await reported();
    await changeReportState({ publicId: id, to: 'disputed', ...signed }, given);
    expect(await changeReportState({ publicId: id, to: 'new', ...signed }, given)).toMatchObject({
      reason: 'not_allowed',
    });
    expect(await changeReportState({ publicId: 'x', to: 'verified', ...signed }, given)).toEqual({
      ok: false,
      reason: 'unknown_entry',
    });
    const pools = [another({ max: 1 }), another({ max: 1 })];
    await Promise.all(pools.map((pool) => pool.db.execute(sql`select 1`)));
    const results = await Promise.all(
      pools.map((pool, i) =>
        changeReportState({ publicId: id, to: i ? 'verified' : 'withdrawn', ...signed }, { db: pool.db }),
      ),
    );
    expect(results.some(({ ok }) => ok)).toBe(true);
    const found = await findHeldReport(id, given);
    expect(found?.history.at(-1)?.to).toBe(found?.report.state);
  });
});

test('an id that is none finds no report', async () => {
  for (const id of ['', 'x', "' or 1=1", '../etc', '0'.repeat(36)]) expect(await findReport(id, given)).toBeNull();
});
