import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { confirmByToken, mailConfirmationFor } from '#app/domain/signature/signature.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { challengeId, form, layOut, mailed, post, secret, sign } from './setting.ts';

const { db, another } = await testDatabase();
await layOut(db);
const given = { db, secret };

async function signed(over: Parameters<typeof form>[0] = {}) {
  const result = await sign(form(over), given);
  if (!result.ok) throw new Error(result.reason);
  return { id: await challengeId(db, result.claim), ...mailed(result.claim) };
}

beforeEach(async () => {
  await db.execute(sql`delete from signatures`);
  await db.execute(sql`delete from people`);
});

describe('the mail that answers a signing', () => {
  test('carries the link and the code, in the language of the form, to the address as typed', async () => {
    const { id, token, code } = await signed({ locale: 'es', email: 'Ada@MAIL.example' });
    const { sent, tools } = post();
    expect(await mailConfirmationFor(id, { ...given, ...tools })).toEqual({ outcome: 'mailed', mail: 'confirmation' });
    expect(sent[0]).toMatchObject({
      kind: 'confirmation',
      to: { address: 'Ada@mail.example' },
      messageId: `<confirm.${id}@petition.example>`,
      subject: 'confirmation es',
    });
    expect(JSON.parse(sent[0]?.text ?? '')).toMatchObject({
      code,
      confirmUrl: `https://petition.example/es/confirm/${token}`,
      campaignTitle: 'No-Tolls es',
    });
  });

  test('goes to the spelling and speaks the name and language of its own form, not of a form that came before', async () => {
    await signed({ name: 'Mallory', locale: 'es', email: 'ada+spam@mail.example' });
    const { id } = await signed();
    const { sent, tools } = post();
    await mailConfirmationFor(id, { ...given, ...tools });
    expect(sent[0]).toMatchObject({ to: { address: 'ada@mail.example' }, subject: 'confirmation en' });
    expect(JSON.parse(sent[0]?.text ?? '')).toMatchObject({ name: 'Ada Lovelace', campaignTitle: 'No-Tolls en' });
  });

  test('that says "already signed" goes to the mailbox that confirmed, whatever tag a stranger adds', async () => {
    const { token } = await signed();
    await confirmByToken(token, given);
    const { id } = await signed({ email: 'ada+mallory@mail.example', name: ' ADA  lovelace', zip: '10001' });
    const { sent, tools } = post();
    await mailConfirmationFor(id, { ...given, ...tools });
    expect(sent[0]).toMatchObject({ kind: 'already-signed', to: { address: 'ada@mail.example' } });
    expect(JSON.parse(sent[0]?.text ?? '')).toMatchObject({ name: 'Ada Lovelace' });
  });

  test('is not sent twice, and says "already signed" to whoever has confirmed', async () => {
    const { id, token } = await signed();
    const { sent, tools } = post();
    await mailConfirmationFor(id, { ...given, ...tools });
    expect(await mailConfirmationFor(id, { ...given, ...tools })).toEqual({ outcome: 'already_mailed' });
    expect(sent).toHaveLength(1);
    await confirmByToken(token, given);
    const again = await signed();
    expect(await mailConfirmationFor(again.id, { ...given, ...tools })).toEqual({
      outcome: 'mailed',
      mail: 'already-signed',
    });
    expect(await confirmByToken(again.token, given)).toMatchObject({ ok: true, isNew: false });
  });

  test('throws when the server puts it off, and the retry is the same message', async () => {
    const { id } = await signed();
    const { sent, tools } = post(['temporary_failure']);
    await expect(mailConfirmationFor(id, { ...given, ...tools })).rejects.toMatchObject({ code: 451 });
    await mailConfirmationFor(id, { ...given, ...tools });
    expect(sent[1]).toEqual(sent[0]);
  });

  test('is given up when the server refuses it for good', async () => {
    const { id } = await signed();
    const { sent, tools } = post(['permanent_failure']);
    expect(await mailConfirmationFor(id, { ...given, ...tools })).toEqual({ outcome: 'refused' });
    expect(await mailConfirmationFor(id, { ...given, ...tools })).toEqual({ outcome: 'already_mailed' });
    expect(sent).toHaveLength(1);
  });

  test('does nothing for a challenge that is gone or has expired', async () => {
    const { sent, tools } = post();
    expect(await mailConfirmationFor(999_999, { ...given, ...tools })).toEqual({ outcome: 'unknown' });
    const { id } = await signed();
    await db.execute(sql`update signature_challenges set expires_at = now() - interval '1 second'`);
    expect(await mailConfirmationFor(id, { ...given, ...tools })).toEqual({ outcome: 'expired' });
    expect(sent).toHaveLength(0);
  });

  test('goes to one address five times in 24 hours at most, over all campaigns and spellings, however many workers race', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 12; i++)
      ids.push((await signed({ email: `ada+${i}@mail.example`, campaignSlug: i % 2 ? 'labels' : 'no-tolls' })).id);
    const { sent, tools } = post();
    const pools = Array.from({ length: 12 }, () => another({ max: 1 }));
    await Promise.all(pools.map((pool) => pool.db.execute(sql`select 1`)));
    const results = await Promise.all(
      ids.map((id, i) => mailConfirmationFor(id, { secret, ...tools, db: pools[i]?.db ?? db })),
    );
    expect(results.filter(({ outcome }) => outcome === 'mailed')).toHaveLength(5);
    expect(results.filter(({ outcome }) => outcome === 'limit')).toHaveLength(7);
    expect(sent).toHaveLength(5);
    const other = await signed({ email: 'bob@mail.example' });
    expect(await mailConfirmationFor(other.id, { ...given, ...tools })).toMatchObject({ outcome: 'mailed' });
    const tomorrow = { ...given, ...tools, now: () => new Date(Date.now() + 24 * 3_600_000 + 60_000) };
    const next = await signed();
    expect(await mailConfirmationFor(next.id, tomorrow)).toMatchObject({ outcome: 'mailed' });
  });

  test('keeps its place among the five when it is tried again', async () => {
    const { id } = await signed();
    const { tools } = post(Array.from({ length: 7 }, () => 'temporary_failure' as const));
    for (let i = 0; i < 7; i++) await expect(mailConfirmationFor(id, { ...given, ...tools })).rejects.toThrow();
    expect(await mailConfirmationFor(id, { ...given, ...tools })).toMatchObject({ outcome: 'mailed' });
  });
});
