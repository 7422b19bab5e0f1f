import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { challengeLifeMs } from '#app/domain/confirmation/confirmation.ts';
import {
  confirmByCode,
  confirmByToken,
  findChallengeByToken,
  hasConfirmed,
} from '#app/domain/signature/signature.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { form, layOut, mailed, markMailed, secret, sign } from './setting.ts';

const { db, another } = await testDatabase();
await layOut(db);
const given = { db, secret };

const snapshot = () =>
  db.execute(sql`select s.status, s.person_id, s.confirmed_at, c.used_at, c.code_attempts, (select count(*) from people) as people
    from signatures s join signature_challenges c on c.signature_id = s.id order by c.id`);

async function signed(over: Parameters<typeof form>[0] = {}) {
  const result = await sign(form(over), given);
  if (!result.ok) throw new Error(result.reason);
  await markMailed(db, result.claim);
  return { claim: result.claim, ...mailed(result.claim) };
}
const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

beforeEach(async () => {
  await db.execute(sql`delete from signatures`);
  await db.execute(sql`delete from people`);
});

describe('confirming by the button', () => {
  test('makes the person and confirms the signature', async () => {
    const { token } = await signed();
    expect(await confirmByToken(token, given)).toMatchObject({ ok: true, isNew: true, campaignSlug: 'no-tolls' });
    const [row] = await db.execute(sql`select s.status, s.confirmed_by, p.canonical_address, p.name from signatures s
      join people p on p.id = s.person_id`);
    expect(row).toEqual({
      status: 'confirmed',
      confirmed_by: 'button',
      canonical_address: 'ada@mail.example',
      name: 'Ada Lovelace',
    });
  });

  test('is success the second time and changes nothing more', async () => {
    const { token } = await signed();
    const first = await confirmByToken(token, given);
    const before = await snapshot();
    const second = await confirmByToken(token, given);
    expect(second).toEqual({ ...first, isNew: false });
    expect(await snapshot()).toEqual(before);
  });

  test('finds the same person for a second campaign', async () => {
    const one = await confirmByToken((await signed()).token, given);
    const two = await confirmByToken((await signed({ campaignSlug: 'labels' })).token, given);
    expect(one.ok && two.ok && one.personId === two.personId).toBe(true);
  });

  test('refuses malformed, unknown and expired tokens', async () => {
    const { token } = await signed();
    for (const bad of ['', 'x', `${token}x`, 'A'.repeat(43), `${token.slice(0, 42)}ñ`])
      expect(await confirmByToken(bad, given)).toEqual({ ok: false, reason: 'unknown' });
    const later = { ...given, now: () => new Date(Date.now() + challengeLifeMs + 1000) };
    expect(await confirmByToken(token, later)).toEqual({ ok: false, reason: 'expired' });
    expect(await findChallengeByToken({ token, locale: 'en' }, later)).toEqual({ ok: false, reason: 'expired' });
    expect((await snapshot())[0]).toMatchObject({ status: 'pending', people: '0' });
  });

  test('does not bring back a signature that was withdrawn', async () => {
    const { token } = await signed();
    await confirmByToken(token, given);
    await db.execute(sql`update signatures set status = 'withdrawn', withdrawn_at = now()`);
    const again = await signed();
    expect(await confirmByToken(again.token, given)).toEqual({ ok: false, reason: 'withdrawn' });
    expect(await findChallengeByToken({ token, locale: 'en' }, given)).toEqual({ ok: false, reason: 'withdrawn' });
  });
});

describe('two forms for one address, the first by a stranger', () => {
  const rows = () =>
    db.execute(sql`select s.name, s.zip, s.state, s.address, s.locale, i.slug as isp, t.body as consent, p.name as person
      from signatures s left join isps i on i.id = s.isp_stated_id left join people p on p.id = s.person_id
        left join consent_texts t on t.id = s.consent_text_id`);
  const stranger = { name: 'Mallory', zip: '10001', isp: 'cox', email: 'ada+spam@mail.example' };

  test('count as the one whose link is pressed says, and that one is shown', async () => {
    const first = await signed(stranger);
    const own = await signed({ locale: 'es' });
    const look = (token: string) => findChallengeByToken({ token, locale: 'en' }, given);
    expect(await look(first.token)).toMatchObject({ name: 'Mallory', state: 'NY', ispName: 'Cox' });
    expect(await look(own.token)).toMatchObject({ name: 'Ada Lovelace', state: 'CA', ispName: 'Comcast (Xfinity)' });
    await confirmByToken(own.token, given);
    const ada = { name: 'Ada Lovelace', zip: '94103', state: 'CA', address: 'ada@mail.example', locale: 'es' };
    expect(await rows()).toEqual([{ ...ada, isp: 'comcast', consent: 'nuevo', person: 'Ada Lovelace' }]);
    expect(await look(own.token)).toMatchObject({ name: 'Ada Lovelace', standing: 'confirmed' });
    expect(await look(first.token)).toMatchObject({ name: 'Mallory', standing: 'shared' });
  });

  test('count as the one whose code is entered says', async () => {
    await signed(stranger);
    const own = await signed({ isp: 'other' });
    await confirmByCode(own, given);
    expect(await rows()).toMatchObject([{ name: 'Ada Lovelace', state: 'CA', isp: null }]);
  });

  test('hand the name in only if the form that was confirmed says so', async () => {
    const isPublic = () => db.execute(sql`select is_name_public from signatures`);
    await signed({ ...stranger, isNamePublic: true });
    const own = await signed();
    await confirmByToken(own.token, given);
    expect(await isPublic()).toEqual([{ is_name_public: false }]);
    await db.execute(sql`delete from signatures`);
    await signed({ ...stranger, isNamePublic: false });
    const willing = await signed({ isNamePublic: true });
    await confirmByToken(willing.token, given);
    expect(await isPublic()).toEqual([{ is_name_public: true }]);
  });

  test('cannot change a signature any more once it is confirmed', async () => {
    const own = await signed();
    const waiting = await signed(stranger);
    await confirmByToken(own.token, given);
    const later = await signed(stranger);
    for (const { token } of [waiting, later])
      expect(await confirmByToken(token, given)).toEqual({ ok: false, reason: 'mailbox_shared' });
    const again = await signed({ isp: 'cox', zip: '10001' });
    expect(await confirmByToken(again.token, given)).toMatchObject({ ok: true, isNew: false });
    expect(await rows()).toMatchObject([{ name: 'Ada Lovelace', zip: '94103', isp: 'comcast' }]);
  });

  test('and both pressed at once: one of them counts whole', async () => {
    for (let round = 0; round < 10; round++) {
      await db.execute(sql`delete from signatures`);
      const [one, two] = [await signed(stranger), await signed()];
      const pools = [another({ max: 1 }), another({ max: 1 })] as const;
      const results = await Promise.all([
        confirmByToken(one.token, { db: pools[0].db, secret }),
        confirmByToken(two.token, { db: pools[1].db, secret }),
      ]);
      expect(results.filter((result) => result.ok && result.isNew)).toHaveLength(1);
      const [row] = await rows();
      expect(['Mallory 10001 NY cox', 'Ada Lovelace 94103 CA comcast']).toContain(
        `${row?.name} ${row?.zip} ${row?.state} ${row?.isp}`,
      );
      await Promise.all(pools.map((pool) => pool.close()));
    }
  });
});

describe('looking at a link', () => {
  test('tells what would be confirmed and changes nothing', async () => {
    const { token } = await signed();
    const before = await snapshot();
    expect(await findChallengeByToken({ token, locale: 'es' }, given)).toEqual({
      ok: true,
      isSubscribing: false,
      partner: null,
      name: 'Ada Lovelace',
      zip: '94103',
      campaignSlug: 'no-tolls',
      campaignTitle: 'No-Tolls es',
      state: 'CA',
      ispSlug: 'comcast',
      ispName: 'Comcast (Xfinity)',
      isNamePublic: false,
      standing: 'first',
    });
    expect(await snapshot()).toEqual(before);
  });
});

describe('confirming by the code', () => {
  test('confirms, and again is success', async () => {
    const { claim, code } = await signed();
    expect(await confirmByCode({ claim, code }, given)).toMatchObject({ ok: true, isNew: true });
    expect(await confirmByCode({ claim, code }, given)).toMatchObject({ ok: true, isNew: false });
  });

  test('is success when the button came first', async () => {
    const { claim, code, token } = await signed();
    await confirmByToken(token, given);
    expect(await confirmByCode({ claim, code }, given)).toMatchObject({ ok: true, isNew: false });
  });

  test('locks after five wrong codes, even for the right one, while the link still works', async () => {
    const { claim, code, token } = await signed();
    for (let i = 0; i < 5; i++)
      expect(await confirmByCode({ claim, code: wrong(code) }, given)).toEqual({ ok: false, reason: 'code_wrong' });
    expect(await confirmByCode({ claim, code }, given)).toEqual({ ok: false, reason: 'code_locked' });
    expect(await confirmByToken(token, given)).toMatchObject({ ok: true });
  });

  test('lets no more than five of fifty simultaneous guesses count', async () => {
    const { claim, code } = await signed();
    const pools = Array.from({ length: 10 }, () => another({ max: 1 }));
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        confirmByCode({ claim, code: wrong(code) }, { db: pools[i % 10]?.db ?? db, secret }),
      ),
    );
    expect(results.filter((one) => !one.ok && one.reason === 'code_wrong')).toHaveLength(5);
    expect(results.filter((one) => !one.ok && one.reason === 'code_locked')).toHaveLength(45);
  });

  test('answers an unknown claim like a wrong code, and a code that was never mailed does not open', async () => {
    expect(await confirmByCode({ claim: 'A'.repeat(43), code: '123456' }, given)).toEqual({
      ok: false,
      reason: 'code_wrong',
    });
    expect(await confirmByCode({ claim: 'short', code: '123456' }, given)).toEqual({ ok: false, reason: 'code_wrong' });
    const result = await sign(form(), given);
    const claim = result.ok ? result.claim : '';
    expect(await confirmByCode({ claim, code: mailed(claim).code }, given)).toEqual({
      ok: false,
      reason: 'code_wrong',
    });
  });

  test('refuses after seven days', async () => {
    const { claim, code } = await signed();
    const later = { ...given, now: () => new Date(Date.now() + challengeLifeMs + 1000) };
    expect(await confirmByCode({ claim, code }, later)).toEqual({ ok: false, reason: 'expired' });
  });
});

describe('fifty simultaneous confirmations', () => {
  test('of buttons and codes of several mails make one change and one person', async () => {
    const mails = [await signed(), await signed(), await signed(), await signed(), await signed()];
    const other = await signed({ campaignSlug: 'labels' });
    const pools = Array.from({ length: 25 }, () => another({ max: 1 }));
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, i) => {
        const tools = { db: pools[i % 25]?.db ?? db, secret };
        const mail = i % 10 === 9 ? other : mails[i % 5];
        if (!mail) throw new Error('no mail');
        return i % 2 === 0 ? confirmByToken(mail.token, tools) : confirmByCode(mail, tools);
      }),
    );
    expect(results.every((one) => one.ok)).toBe(true);
    expect(results.filter((one) => one.ok && one.isNew)).toHaveLength(2);
    expect(new Set(results.map((one) => one.ok && one.personId)).size).toBe(1);
    const [row] = await db.execute(sql`select (select count(*) from people)::int as people,
      (select count(*) from signatures where status = 'confirmed')::int as confirmed`);
    expect(row).toEqual({ people: 1, confirmed: 2 });
  });
});

describe('whether a person has confirmed', () => {
  test('is told to that person and that claim only', async () => {
    const ada = await signed();
    const confirmed = await confirmByToken(ada.token, given);
    const personId = confirmed.ok ? confirmed.personId : 0;
    const bob = await signed({ email: 'bob@mail.example', name: 'Bob' });
    const ask = (claim: string | null, campaignSlug = 'no-tolls', who = personId) =>
      hasConfirmed({ campaignSlug, personId: who, claim }, given);
    expect(await ask(null)).toBe(true);
    expect(await ask(ada.claim)).toBe(true);
    expect(await ask(bob.claim)).toBe(false);
    expect(await ask(null, 'labels')).toBe(false);
    expect(await ask(null, 'no-tolls', personId + 1)).toBe(false);
  });
});
