import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { challengeLifeMs } from '#app/domain/confirmation/confirmation.ts';
import { confirmByToken } from '#app/domain/signature/signature.server.ts';
import { confirmSubmissionByCode, confirmSubmissionByToken } from '#app/domain/submission/confirm.server.ts';
import { findSubmissionByToken } from '#app/domain/submission/find.server.ts';
import { deleteExpiredSubmissions, keptAfterExpiryMs } from '#app/domain/submission/mail.server.ts';
import { submit } from '#app/domain/submission/submit.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { layOut, secret } from '../signature/setting.ts';
import { confirmed, handIn, layOutRecord, markSubmissionMailed, onNetworkOf, said } from './setting.ts';

const { db, another } = await testDatabase();
await layOut(db);
await layOutRecord(db);
const given = { db, secret };
const rows = (table: string) => db.execute<Record<string, unknown>>(sql.raw(`select * from ${table} order by id`));
const later = (ms: number) => ({ ...given, now: () => new Date(Date.now() + ms) });

beforeEach(async () => {
  await db.execute(
    sql`truncate submissions, incident_corrections, isp_replies, report_confirmations, editorial_changes, reports cascade`,
  );
  await db.execute(sql`delete from people`);
});

describe('a form that was handed in', () => {
  test('waits, and nothing of it stands anywhere else', async () => {
    for (const form of [said.correction(), said.reply(), said.report()]) await handIn(db, form);
    for (const table of ['incident_corrections', 'isp_replies', 'reports', 'people'])
      expect(await rows(table)).toHaveLength(0);
    const [row] = await rows('submissions');
    expect(JSON.stringify(row)).not.toContain((await handIn(db, said.correction())).token);
  });

  test('is looked at without a change, with every word that will count', async () => {
    const { token } = await handIn(db, said.reply());
    const before = await rows('submissions');
    expect(await findSubmissionByToken(token, given)).toMatchObject({
      ok: true,
      name: 'Grace Hopper',
      isp: { slug: 'comcast' },
      incident: { slug: 'deal' },
      isConfirmed: false,
      says: {
        kind: 'reply',
        role: 'Vice President',
        body: '  We see it\n\n\tdifferently.  ',
        domain: 'xfinity.example',
      },
    });
    expect(await rows('submissions')).toEqual(before);
  });

  test('is not stored when the trap is filled, and answers like any other', async () => {
    const form = said.correction({ website: 'https://spam.example' });
    const result = await submit({ ...form, locale: 'en', seen: onNetworkOf(), networkKey: null }, given);
    expect(result).toMatchObject({ ok: true, claim: expect.stringMatching(/^[\w-]{43}$/) });
    expect(await rows('submissions')).toHaveLength(0);
  });

  test.each([
    [said.correction({}, 'draft'), 'incident_unknown'],
    [said.correction({}, "x' or 1=1"), 'incident_unknown'],
    [said.reply({}, { incidentSlug: 'gone' }), 'incident_unknown'],
    [said.reply({}, { ispSlug: 'gone' }), 'isp_unknown'],
    [said.report({}, 'gone'), 'isp_unknown'],
    [said.report({ measurement: '00000000-0000-4000-8000-000000000000' }), 'measurement_unknown'],
    [said.meToo('00000000-0000-4000-8000-000000000000'), 'report_unknown'],
  ] as const)('about what is not there is refused: %#', async (form, reason) => {
    const result = await submit({ ...form, locale: 'en', seen: onNetworkOf(), networkKey: null }, given);
    expect(result).toEqual({ ok: false, reason });
    expect(await rows('submissions')).toHaveLength(0);
  });

  test('about an incident that names no ISP of today can still be a correction', async () => {
    expect(await confirmed(db, said.correction({}, 'nobody'))).toMatchObject({ isNew: true });
  });
});

describe('confirming', () => {
  test('moves a correction to the editors and empties the form', async () => {
    await confirmed(db, said.correction({ source: 'https://docs.example/order' }));
    const [correction] = await rows('incident_corrections');
    expect(correction).toMatchObject({
      what_is_wrong: 'The order is of 12 March, not 13.',
      source: 'https://docs.example/order',
      state: 'new',
    });
    const [row] = await rows('submissions');
    expect(row?.details).toEqual({ became: correction?.public_id, outcome: null });
    expect(row).toMatchObject({ confirmed_by: 'button' });
  });

  test('by the code works like the button, five wrong codes shut it, and one that was never mailed does not open', async () => {
    const form = await handIn(db, said.correction());
    const wrong = form.code === '000000' ? '000001' : '000000';
    expect(await confirmSubmissionByCode(form, given)).toEqual({ ok: false, reason: 'code_wrong' });
    await markSubmissionMailed(db, form.id);
    expect(await confirmSubmissionByCode(form, given)).toMatchObject({ ok: true, isNew: true, token: form.token });
    const other = await handIn(db, said.correction());
    await markSubmissionMailed(db, other.id);
    for (let i = 0; i < 5; i++)
      expect(await confirmSubmissionByCode({ ...other, code: wrong }, given)).toMatchObject({ ok: false });
    expect(await confirmSubmissionByCode(other, given)).toEqual({ ok: false, reason: 'code_locked' });
    expect(await confirmSubmissionByToken(other.token, given)).toMatchObject({ ok: true });
  });

  test.each(['correction', 'reply', 'report'] as const)(
    'a %s ten times at once by button and code makes one row and one person',
    async (kind) => {
      const form = await handIn(db, said[kind]());
      await markSubmissionMailed(db, form.id);
      const pools = Array.from({ length: 10 }, () => another({ max: 1 }));
      await Promise.all(pools.map((pool) => pool.db.execute(sql`select 1`)));
      const results = await Promise.all(
        pools.map((pool, i) => {
          const tools = { db: pool.db, secret };
          return i % 2 ? confirmSubmissionByCode(form, tools) : confirmSubmissionByToken(form.token, tools);
        }),
      );
      expect(results.filter((result) => result.ok && result.isNew)).toHaveLength(1);
      expect(results.every((result) => result.ok)).toBe(true);
      const table = { correction: 'incident_corrections', reply: 'isp_replies', report: 'reports' }[kind];
      expect(await rows(table)).toHaveLength(1);
      expect(await rows('people')).toHaveLength(1);
    },
  );

  test('again is success and changes nothing, also after the link has expired', async () => {
    const { token } = await handIn(db, said.correction());
    await confirmSubmissionByToken(token, given);
    const before = await rows('submissions');
    expect(await confirmSubmissionByToken(token, later(challengeLifeMs + 1))).toMatchObject({ ok: true, isNew: false });
    expect(await rows('submissions')).toEqual(before);
    expect(await findSubmissionByToken(token, given)).toMatchObject({ isConfirmed: true, kind: 'correction' });
  });

  test('too late, with a made-up link or with the link of a signature is refused', async () => {
    const { token } = await handIn(db, said.correction());
    const after = later(challengeLifeMs + 1000);
    expect(await confirmSubmissionByToken(token, after)).toEqual({ ok: false, reason: 'submission_expired' });
    expect(await findSubmissionByToken(token, after)).toEqual({ ok: false, reason: 'submission_expired' });
    expect(await confirmSubmissionByToken('A'.repeat(43), given)).toEqual({ ok: false, reason: 'submission_unknown' });
    expect(await confirmSubmissionByToken("' or 1=1", given)).toEqual({ ok: false, reason: 'submission_unknown' });
    expect(await confirmByToken(token, given)).toEqual({ ok: false, reason: 'unknown' });
  });
});

describe('what nobody confirmed', () => {
  test('is deleted a day after it expired, and not before; what was confirmed stays', async () => {
    await handIn(db, said.correction());
    await confirmed(db, said.correction());
    expect(await deleteExpiredSubmissions(later(challengeLifeMs + keptAfterExpiryMs - 60_000))).toBe(0);
    expect(await deleteExpiredSubmissions(later(challengeLifeMs + keptAfterExpiryMs + 60_000))).toBe(1);
    expect(await rows('submissions')).toHaveLength(1);
  });
});
