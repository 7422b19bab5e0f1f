import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { nameKey, seatFor } from '#app/domain/signature/seat.ts';
import {
  confirmByCode,
  confirmByToken,
  correctForm,
  findChallengeByToken,
  hasConfirmed,
  mailConfirmationFor,
} from '#app/domain/signature/signature.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { challengeId, form, layOut, mailed, markMailed, post, secret, sign } from './setting.ts';

const { db, another } = await testDatabase();
await layOut(db);
const given = { db, secret };

async function signed(over: Parameters<typeof form>[0] = {}) {
  const result = await sign(form(over), given);
  if (!result.ok) throw new Error(result.reason);
  await markMailed(db, result.claim);
  return { claim: result.claim, ...mailed(result.claim) };
}
const bob = { name: 'Bob Lovelace' };
const confirmed = async (over: Parameters<typeof form>[0] = {}) => confirmByToken((await signed(over)).token, given);
const seats = () =>
  db.execute<{ seat: number; name: string; status: string }>(
    sql`select seat, name, status from signatures where campaign_id = 1 order by seat`,
  );
const suspect = (claim: string) => challengeId(db, claim).then(doubt);
const doubt = (id: number) =>
  db.execute(sql`insert into judgements (challenge_id, rule, version, verdict, facts, judged_at)
    values (${id}, 'honeypot', 1, 'suspicious', '{}', now())`);

beforeEach(async () => {
  await db.execute(sql`delete from signatures`);
  await db.execute(sql`delete from people`);
});

describe('the rule for people who share a mailbox', () => {
  test('compares names after NFKC, folded, and without spaces and unseen marks', () => {
    for (const name of ['ADA LOVELACE', ' Ada\u00a0 Lovelace', 'Ａｄａ Lovelace', 'AdaLove\u200dlace'])
      expect(nameKey(name)).toBe(nameKey('Ada Lovelace'));
    expect(nameKey('Straße')).toBe(nameKey('STRASSE'));
    expect(nameKey('José')).toBe(nameKey('Jose\u0301'));
    expect(nameKey('José')).not.toBe(nameKey('Jose'));
    expect(nameKey('Ada Lovelace')).not.toBe(nameKey('Ada Loveless'));
  });

  test('gives open places to whoever proves the mailbox, and an invalidated one closes it', () => {
    const seat = { id: 1, seat: 1, name: 'Mallory', zip: '10001', provedAt: null };
    const ada = { name: 'Ada', zip: '94103' };
    for (const status of ['pending', 'suspicious'] as const)
      expect(seatFor(ada, [{ ...seat, status }])).toEqual({ kind: 'first' });
    expect(seatFor({ ...ada, zip: '10001' }, [{ ...seat, status: 'invalidated' }])).toMatchObject({ kind: 'taken' });
    expect(seatFor({ ...ada, zip: '10001' }, [{ ...seat, status: 'suspicious', provedAt: new Date() }])).toEqual({
      kind: 'second',
    });
  });

  test('counts another name with the same ZIP as a second signature of one person row, each with its own words', async () => {
    const first = await confirmed();
    const second = await confirmed({ ...bob, isp: 'cox' });
    expect(second).toMatchObject({ ok: true, isNew: true });
    expect(await seats()).toEqual([
      { seat: 1, name: 'Ada Lovelace', status: 'confirmed' },
      { seat: 2, name: 'Bob Lovelace', status: 'confirmed' },
    ]);
    if (!first.ok || !second.ok) throw new Error('refused');
    expect(second.personId).toBe(first.personId);
    expect(second.signatureId).not.toBe(first.signatureId);
    expect(await confirmed({ ...bob, isp: 'cox' })).toEqual({ ...second, isNew: false });
    expect(await confirmed()).toEqual({ ...first, isNew: false });
  });

  test('refuses another name with another ZIP, and a third name, and says so by mail without link or code', async () => {
    await confirmed();
    const elsewhere = await signed({ ...bob, zip: '10001', email: 'ada+stranger@mail.example', locale: 'es' });
    expect(await confirmByToken(elsewhere.token, given)).toEqual({ ok: false, reason: 'mailbox_shared' });
    expect(await confirmByCode(elsewhere, given)).toEqual({ ok: false, reason: 'mailbox_shared' });
    await confirmed(bob);
    const result = await sign(form({ name: 'Eve Lovelace' }), given);
    const third = { claim: result.ok ? result.claim : '', ...mailed(result.ok ? result.claim : '') };
    expect(await confirmByToken(third.token, given)).toEqual({ ok: false, reason: 'mailbox_shared' });
    const { sent, tools } = post();
    const id = await challengeId(db, third.claim);
    expect(await mailConfirmationFor(id, { ...given, ...tools })).toEqual({
      outcome: 'mailed',
      mail: 'mailbox-shared',
    });
    expect(sent[0]).toMatchObject({ to: { address: 'ada@mail.example' }, kind: 'mailbox-shared' });
    expect(sent[0]?.text).not.toContain(third.token);
    expect(sent[0]?.text).not.toContain(third.code);
    expect(await seats()).toHaveLength(2);
  });

  test('lets a stranger who came first neither push the holder to the second place nor keep them out', async () => {
    await signed({ name: 'Mallory', zip: '10001' });
    await signed({ name: 'Trudy', zip: '10001' });
    expect(await confirmed()).toMatchObject({ ok: true, isNew: true });
    expect(await seats()).toEqual([{ seat: 1, name: 'Ada Lovelace', status: 'confirmed' }]);
  });

  test('leaves the second person their place when the first has withdrawn, and the first none', async () => {
    await confirmed();
    await db.execute(sql`update signatures set status = 'withdrawn', withdrawn_at = now()`);
    expect(await confirmed()).toEqual({ ok: false, reason: 'withdrawn' });
    expect(await confirmed(bob)).toMatchObject({ ok: true, isNew: true });
    expect((await seats()).map(({ status }) => status)).toEqual(['withdrawn', 'confirmed']);
  });

  test('ties a claim to the place that it led to', async () => {
    const first = await confirmed();
    const second = await signed(bob);
    const ask = () =>
      hasConfirmed({ campaignSlug: 'no-tolls', personId: first.ok ? first.personId : 0, claim: second.claim }, given);
    await db.execute(sql`update signatures set status = 'withdrawn', withdrawn_at = now()`);
    expect(await ask()).toBe(false);
    await confirmByCode(second, given);
    expect(await ask()).toBe(true);
  });
});

describe('places of a mailbox under races on real connections', () => {
  test('of eight names with one ZIP exactly two get one each, whichever they are', async () => {
    const pools = Array.from({ length: 8 }, () => another({ max: 1 }));
    for (let round = 0; round < 4; round++) {
      await db.execute(sql`delete from signatures`);
      const forms = await Promise.all(Array.from({ length: 8 }, (_, i) => signed({ name: `Person ${'ABCDEFGH'[i]}` })));
      const results = await Promise.all(
        forms.map(({ token }, i) => confirmByToken(token, { secret, db: pools[i]?.db ?? db })),
      );
      expect(results.filter((one) => one.ok && one.isNew)).toHaveLength(2);
      expect(results.filter((one) => !one.ok && one.reason === 'mailbox_shared')).toHaveLength(6);
      expect((await seats()).map(({ seat, status }) => [seat, status])).toEqual([
        [1, 'confirmed'],
        [2, 'confirmed'],
      ]);
    }
  });

  test('of twenty presses for the second place one makes it', async () => {
    await confirmed();
    const forms = [await signed(bob), await signed({ name: 'BOB  LOVELACE' })];
    const pools = Array.from({ length: 10 }, () => another({ max: 1 }));
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        confirmByToken(forms[i % 2]?.token ?? '', { secret, db: pools[i % 10]?.db ?? db }),
      ),
    );
    expect(results.every((one) => one.ok)).toBe(true);
    expect(results.filter((one) => one.ok && one.isNew)).toHaveLength(1);
    expect(new Set(results.map((one) => one.ok && one.signatureId)).size).toBe(1);
  });
});

describe('a suspicious form', () => {
  test('proves the mailbox and waits for an organizer, by link and by code alike', async () => {
    const link = await signed();
    await suspect(link.claim);
    const answer = await confirmByToken(link.token, given);
    expect(answer).toMatchObject({ ok: true, isNew: true, isHeld: true });
    expect(await confirmByToken(link.token, given)).toEqual({ ...answer, isNew: false });
    expect(await findChallengeByToken({ token: link.token, locale: 'en' }, given)).toMatchObject({ standing: 'held' });
    const code = await signed({ email: 'bob@mail.example' });
    await suspect(code.claim);
    expect(await confirmByCode(code, given)).toMatchObject({ ok: true, isHeld: true, token: code.token });
    const rows = await db.execute(
      sql`select status, proved_at is not null as proved, confirmed_at, person_id is not null as person from signatures`,
    );
    expect(rows).toEqual([1, 2].map(() => ({ status: 'suspicious', proved: true, confirmed_at: null, person: true })));
  });

  test('of a stranger neither confirms nor harms the holder’s own', async () => {
    const stranger = await signed({ name: 'Mallory', zip: '10001' });
    await suspect(stranger.claim);
    await db.execute(sql`update signatures set status = 'suspicious'`);
    expect(await confirmed()).toMatchObject({ ok: true, isHeld: false });
    expect(await seats()).toEqual([{ seat: 1, name: 'Ada Lovelace', status: 'confirmed' }]);
  });

  test('stays held by a clear form once a person has set the signature aside', async () => {
    const { token } = await signed();
    await db.execute(sql`update signatures set status = 'suspicious'`);
    await db.execute(sql`insert into signature_reviews (signature_id, decision, reason, decided_by, decided_at)
      select id, 'set_aside', 'looks odd', 'ana', now() from signatures`);
    expect(await confirmByToken(token, given)).toMatchObject({ ok: true, isHeld: true });
  });

  test('for the second place waits too', async () => {
    await confirmed();
    const second = await signed(bob);
    await suspect(second.claim);
    expect(await confirmByToken(second.token, given)).toMatchObject({ ok: true, isHeld: true });
    expect((await seats()).map(({ status }) => status)).toEqual(['confirmed', 'suspicious']);
  });
});

describe('correcting a form before it is confirmed', () => {
  const own = {
    name: 'Ada Lovelace',
    zip: '94103',
    isp: 'comcast',
    isNamePublic: false,
    subscribe: '',
    partnerConsent: '',
  };

  test('makes a stranger’s mail enough for the holder', async () => {
    const { token } = await signed({ name: 'Mallory', zip: '10001', isp: 'cox', isNamePublic: true });
    expect(await correctForm({ token, details: own }, given)).toEqual({ ok: true });
    await confirmByToken(token, given);
    const [row] = await db.execute(
      sql`select s.name, s.zip, s.state, s.is_name_public, i.slug from signatures s join isps i on i.id = s.isp_stated_id`,
    );
    expect(row).toEqual({ name: 'Ada Lovelace', zip: '94103', state: 'CA', is_name_public: false, slug: 'comcast' });
  });

  test('opens the second place to a ZIP that was mistyped', async () => {
    await confirmed();
    const { token } = await signed({ ...bob, zip: '10001' });
    expect(await findChallengeByToken({ token, locale: 'en' }, given)).toMatchObject({ standing: 'shared' });
    await correctForm({ token, details: { ...own, ...bob } }, given);
    expect(await findChallengeByToken({ token, locale: 'en' }, given)).toMatchObject({ standing: 'second' });
    expect(await confirmByToken(token, given)).toMatchObject({ ok: true, isNew: true });
  });

  test('changes nothing once it is confirmed, for links that are unknown, and after seven days', async () => {
    const { token } = await signed();
    const late = { ...given, now: () => new Date(Date.now() + 8 * 86_400_000) };
    expect(await correctForm({ token, details: { ...own, name: 'Eve' } }, late)).toEqual({
      ok: false,
      reason: 'expired',
    });
    await confirmByToken(token, given);
    expect(await correctForm({ token, details: { ...own, name: 'Eve' } }, given)).toEqual({
      ok: false,
      reason: 'used',
    });
    expect(await correctForm({ token: 'A'.repeat(43), details: own }, given)).toEqual({ ok: false, reason: 'unknown' });
    expect(await seats()).toMatchObject([{ name: 'Ada Lovelace' }]);
  });
});
