import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { findOrigins } from '#app/domain/partner/embed.server.ts';
import { findEmbeds } from '#app/domain/partner/list.server.ts';
import { addOrigin, addPartner, endPartner, removeOrigin, setWording } from '#app/domain/partner/organize.server.ts';
import { findPartner } from '#app/domain/partner/partner.server.ts';
import { originOf } from '#app/domain/partner/partner.ts';
import { erasePerson } from '#app/domain/person/erase.server.ts';
import { formChoices } from '#app/domain/signature/choices.ts';
import { confirmByCode, confirmByToken, correctForm, type SignInput } from '#app/domain/signature/signature.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { form, layOut, mailed, markMailed, secret, sign } from '../signature/setting.ts';

const database = await testDatabase();
const { db } = database;
const given = { db, secret };
await layOut(db);
const [coalition] = await db.execute<{ id: number }>(
  sql`insert into organizations (slug, name) values ('coalition', 'The coalition'), ('stranger', 'A stranger') returning id`,
);
const organizationId = coalition?.id ?? 0;
await db.execute(sql`update campaigns set organization_id = ${organizationId} where slug in ('no-tolls', 'labels')`);
await db.execute(
  sql`insert into consent_texts (kind, version, locale, body) values ('subscribe', 1, 'en', 'Write to me.')`,
);
const seat = { organizationId, actor: 'organizer:1', campaignSlug: 'no-tolls' };
const wording = { en: 'The hour may write to me about its work.', es: 'La hora puede escribirme sobre su labor.' };
await addPartner({ ...seat, slug: 'news-hour', name: 'News Hour' }, { db });
await setWording({ ...seat, slug: 'news-hour', wording }, { db });
await addPartner({ ...seat, campaignSlug: 'labels', slug: 'other', name: 'Other' }, { db });
await setWording({ ...seat, campaignSlug: 'labels', slug: 'other', wording }, { db });
const idOf = async (query: ReturnType<typeof sql>) => Number((await db.execute<{ id: number }>(query))[0]?.id);
const box = await idOf(
  sql`select w.id from partner_wordings w join partners p on p.id = w.partner_id where p.slug = 'news-hour' and w.locale = 'en'`,
);
const foreignBox = await idOf(
  sql`select w.id from partner_wordings w join partners p on p.id = w.partner_id where p.slug = 'other' and w.locale = 'en'`,
);
const alerts = await idOf(sql`select id from consent_texts where kind = 'subscribe'`);
const signText = await idOf(sql`select id from consent_texts where kind = 'sign' order by id limit 1`);

beforeEach(async () => {
  await db.execute(sql`truncate signature_challenges, signatures, people, subscriptions cascade`);
});

async function signed(over: Partial<SignInput>): Promise<{ claim: string; token: string; code: string }> {
  const answer = await sign(form(over), given);
  if (!answer.ok) throw new Error(answer.reason);
  await markMailed(db, answer.claim);
  return { claim: answer.claim, ...mailed(answer.claim) };
}
const signatures = () =>
  db.execute(
    sql`select p.slug as partner, s.variant, s.seat, s.status from signatures s left join partners p on p.id = s.partner_id order by s.id`,
  );
const signups = () =>
  db.execute(
    sql`select p.slug as partner, u.wording_id from partner_signups u join partners p on p.id = u.partner_id order by u.signature_id`,
  );
const members = () =>
  db.execute(sql`select address, status, source, consent_text_id, isp_id is not null as has_isp from subscriptions`);
const all = { partner: 'news-hour', variant: 'b', subscribe: alerts, partnerConsent: box };

describe('what a form chose', () => {
  it('is read from its fields, and nothing when nothing was chosen', () => {
    const none = { partner: '', variant: '', subscribe: '', partnerConsent: '' };
    expect(formChoices(none)).toBeNull();
    expect(formChoices({ ...none, partnerConsent: '7' })).toBeNull();
    expect(formChoices({ partner: 'a', variant: 'b', subscribe: '3', partnerConsent: '7' })).toEqual({
      partner: 'a',
      variant: 'b',
      subscribe: 3,
      partnerConsent: 7,
    });
  });

  it('lies with the form and comes to the signature, while boxes wait for the mailbox to be proved', async () => {
    const { token } = await signed({ choices: all });
    await signed({ email: 'bob@mail.example' });
    expect(await signatures()).toEqual([
      { partner: 'news-hour', variant: 'b', seat: 1, status: 'pending' },
      { partner: null, variant: null, seat: 1, status: 'pending' },
    ]);
    expect([await signups(), await members()]).toEqual([[], []]);
    expect(await db.execute(sql`select choices from signature_challenges order by id`)).toEqual([
      { choices: all },
      { choices: null },
    ]);
    expect(await confirmByToken(token, given)).toMatchObject({ ok: true, isNew: true });
    expect(await signups()).toEqual([{ partner: 'news-hour', wording_id: box }]);
    expect(await members()).toEqual([
      { address: 'ada@mail.example', status: 'confirmed', source: 'sign', consent_text_id: alerts, has_isp: true },
    ]);
  });

  it('of the form that is confirmed counts, not of the one that came first', async () => {
    await signed({ choices: { partner: 'news-hour', variant: 'a' } });
    const second = await signed({ choices: { variant: 'b' }, source: 'embed:news.example' });
    await confirmByCode({ claim: second.claim, code: second.code }, given);
    expect(await signatures()).toEqual([{ partner: null, variant: 'b', seat: 1, status: 'confirmed' }]);
  });

  it('comes true once: pressing again does not bring back who has left', async () => {
    const { token } = await signed({ choices: all });
    await confirmByToken(token, given);
    await db.execute(sql`update subscriptions set status = 'unsubscribed', unsubscribed_at = now()`);
    expect(await confirmByToken(token, given)).toMatchObject({ ok: true, isNew: false });
    expect(await members()).toMatchObject([{ status: 'unsubscribed' }]);
  });

  it('comes true for who signed before, and for a second person of the household', async () => {
    const first = await signed({});
    await confirmByToken(first.token, given);
    const again = await signed({ choices: { subscribe: alerts } });
    expect(await confirmByToken(again.token, given)).toMatchObject({ ok: true, isNew: false });
    expect(await members()).toHaveLength(1);
    const other = await signed({ name: 'Charles Babbage', choices: all });
    expect(await confirmByToken(other.token, given)).toMatchObject({ ok: true, isNew: true });
    expect(await signatures()).toMatchObject([{ partner: null }, { partner: 'news-hour', variant: 'b', seat: 2 }]);
    expect(await signups()).toHaveLength(1);
  });

  it('comes to nothing where it names what is not there, or is somebody else’s', async () => {
    const odd = [
      { partner: 'other', partnerConsent: foreignBox },
      { partner: 'news-hour', partnerConsent: foreignBox },
      { partner: 'nobody', partnerConsent: box, subscribe: 999_999_999 },
      { subscribe: signText },
    ];
    for (const [at, choices] of odd.entries()) {
      const { token } = await signed({ email: `p${at}@mail.example`, choices });
      expect(await confirmByToken(token, given)).toMatchObject({ ok: true, isNew: true });
    }
    expect([await signups(), await members()]).toEqual([[], []]);
    expect(await signatures()).toMatchObject([
      { partner: null },
      { partner: 'news-hour' },
      { partner: null },
      { partner: null },
    ]);
  });

  it('is put right by the holder of the mailbox before it comes true', async () => {
    const { token } = await signed({ choices: all });
    const details = { name: 'Ada Lovelace', zip: '94103', isp: 'cox', isNamePublic: false };
    await correctForm({ token, details: { ...details, subscribe: '', partnerConsent: '' } }, given);
    expect(await db.execute(sql`select choices from signature_challenges`)).toEqual([
      { choices: { partner: 'news-hour', variant: 'b' } },
    ]);
    await correctForm({ token, details: { ...details, subscribe: String(alerts), partnerConsent: '' } }, given);
    await confirmByToken(token, given);
    expect([await signups(), (await members()).length]).toEqual([[], 1]);
  });

  it('goes with the person who has it erased', async () => {
    const { token } = await signed({ email: 'gone@mail.example', choices: all });
    await confirmByToken(token, given);
    expect(await signups()).toHaveLength(1);
    await erasePerson('gone@mail.example', given);
    expect([
      await signups(),
      await db.execute(sql`select from signature_challenges where choices is not null`),
    ]).toEqual([[], []]);
  });

  it('makes one member and one sign-up of twenty presses at once', async () => {
    const { token } = await signed({ choices: all });
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirmByToken(token, given)));
    expect(answers.filter((answer) => answer.ok && answer.isNew)).toHaveLength(1);
    expect([(await signups()).length, (await members()).length]).toEqual([1, 1]);
  });
});

describe('an organizer', () => {
  it('lets sites in and out, of their own campaigns only, and each change is written down once', async () => {
    const origin = 'https://www.news.example';
    expect(await addOrigin({ ...seat, origin }, { db })).toEqual({ ok: true });
    expect(await addOrigin({ ...seat, origin }, { db })).toEqual({ ok: true });
    expect(await findOrigins('no-tolls', { db })).toEqual([origin]);
    const stranger = { ...seat, organizationId: organizationId + 1 };
    const unknown = { ok: false, reason: 'unknown' };
    expect(await addOrigin({ ...stranger, origin: 'https://evil.example' }, { db })).toEqual(unknown);
    expect(await removeOrigin({ ...stranger, origin }, { db })).toEqual(unknown);
    expect(await endPartner({ ...stranger, slug: 'news-hour' }, { db })).toEqual(unknown);
    expect(await setWording({ ...stranger, slug: 'news-hour', wording: null }, { db })).toEqual(unknown);
    expect(await addPartner({ ...stranger, slug: 'x', name: 'X' }, { db })).toEqual(unknown);
    expect(await removeOrigin({ ...seat, origin }, { db })).toEqual({ ok: true });
    expect([await findOrigins('no-tolls', { db }), await findOrigins('draft', { db })]).toEqual([[], null]);
    const deeds = await db.execute(
      sql`select action from audit_events where subject = 'campaign no-tolls' order by id`,
    );
    expect(deeds.map(({ action }) => action)).toEqual([
      'partner.add',
      'partner.wording',
      'embed.allow',
      'embed.disallow',
    ]);
  });

  it('gives a partner wordings by version, which nobody edits, and ends it without losing who it brought', async () => {
    const asked = { campaignSlug: 'no-tolls', slug: 'late', locale: 'en' as const };
    expect(await addPartner({ ...seat, slug: 'late', name: 'Late' }, { db })).toEqual({ ok: true });
    expect(await addPartner({ ...seat, slug: 'late', name: 'Again' }, { db })).toEqual({
      ok: false,
      reason: 'slug_taken',
    });
    expect(await findPartner(asked, { db })).toEqual({ slug: 'late', name: 'Late', box: null });
    await setWording({ ...seat, slug: 'late', wording }, { db });
    const shown = await findPartner(asked, { db });
    await setWording({ ...seat, slug: 'late', wording: { ...wording, en: `${wording.en} And only that.` } }, { db });
    expect((await findPartner(asked, { db }))?.box?.wording).toBe(`${wording.en} And only that.`);
    expect((await findPartner({ ...asked, wordingId: shown?.box?.wordingId }, { db }))?.box?.wording).toBe(wording.en);
    await expect(db.execute(sql`update partner_wordings set body = 'x'`)).rejects.toMatchObject({
      cause: { constraint_name: 'partner_wordings_append_only' },
    });
    const { token } = await signed({ choices: { partner: 'late', partnerConsent: shown?.box?.wordingId ?? 0 } });
    await endPartner({ ...seat, slug: 'late' }, { db });
    await confirmByToken(token, given);
    const after = await signed({ email: 'bob@mail.example', choices: { partner: 'late' } });
    await confirmByToken(after.token, given);
    expect(await signatures()).toMatchObject([{ partner: 'late' }, { partner: null }]);
    const listed = await findEmbeds({ organizationId, campaignSlug: 'no-tolls', locale: 'en' }, { db });
    expect(listed?.partners).toMatchObject([
      { slug: 'news-hour', isEnded: false, wording: { version: 1 } },
      { slug: 'late', isEnded: true, wording: { version: 2 }, agreed: 1 },
    ]);
    expect(
      await findEmbeds({ organizationId: organizationId + 1, campaignSlug: 'no-tolls', locale: 'en' }, { db }),
    ).toBeNull();
  });

  it.each([
    ['https://WWW.News.example/a/page?x', 'https://www.news.example'],
    ['news.example', 'https://news.example'],
    ['https://news.example:443/', 'https://news.example'],
    ['https://news.example:8443', 'https://news.example:8443'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['http://news.example', 'origin_plain'],
    ['https://user:pass@news.example', 'origin_shape'],
    ['javascript:alert(1)', 'origin_shape'],
    ['https://*.news.example', 'origin_shape'],
    ['data://news.example', 'origin_shape'],
    ['localnames', 'origin_shape'],
    ['', 'origin_shape'],
  ])('types %s, which is %s', (typed, wanted) => {
    const found = originOf(typed);
    expect(found.ok ? found.origin : found.fault).toBe(wanted);
  });
});
