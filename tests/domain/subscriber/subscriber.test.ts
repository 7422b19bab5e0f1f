import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { challengeSecrets, digestOf } from '#app/domain/confirmation/challenge.server.ts';
import { maxUntrustedMails } from '#app/domain/confirmation/confirmation.ts';
import { erasePerson } from '#app/domain/person/erase.server.ts';
import { countSegment } from '#app/domain/segment/segment.server.ts';
import type { SegmentQuery } from '#app/domain/segment/segment.ts';
import { confirmRequestByCode, confirmRequestByToken, findRequest } from '#app/domain/subscriber/confirm.server.ts';
import { forgetLeft } from '#app/domain/subscriber/erase.server.ts';
import { changePreferences, leaveByLink, openMemberLink } from '#app/domain/subscriber/leave.server.ts';
import { mailSubscriptionFor } from '#app/domain/subscriber/mail.server.ts';
import { requestSubscription } from '#app/domain/subscriber/request.server.ts';
import { subscribeConfirmed } from '#app/domain/subscriber/subscribe.server.ts';
import { preferenceForm, type SuppressionReason } from '#app/domain/subscriber/subscriber.ts';
import {
  liftSuppressions,
  listSuppressed,
  suppress,
  suppressionDigest,
} from '#app/domain/subscriber/suppression.server.ts';
import { memberToken, readMemberToken, unsubscribeUrls } from '#app/domain/subscriber/token.server.ts';
import { renderMail } from '#emails/render.ts';
import { testDatabase } from '#tests/support/database.ts';
import { layOut, secret } from './setting.ts';

const { db, another } = await testDatabase();
const at = new Date('2026-11-22T12:00:00Z');
let clock = at;
const now = () => clock;
const given = { db, now, secret };
const { first, second, comcast, cox, consent } = await layOut(db);

let made = 0;
/** A member who has proved the mailbox. */
async function member(over: Partial<Parameters<typeof subscribeConfirmed>[0]> = {}) {
  made += 1;
  const address = over.address ?? `member${made}@mail.example`;
  const result = await subscribeConfirmed(
    {
      organizationId: first,
      personId: null,
      canonicalAddress: address,
      address,
      ispId: comcast,
      state: 'CA',
      locale: 'en',
      source: 'page',
      consentTextId: consent,
      where: '/alerts',
      ...over,
    },
    given,
  );
  return { ...result, address, id: result.subscriptionId ?? 0 };
}
const token = (subscriptionId: number, broadcastId = 7) => memberToken({ subscriptionId, broadcastId }, secret);
const rowOf = async (id: number) =>
  (await db.execute<Record<string, unknown>>(sql`select * from subscriptions where id = ${id}`))[0];
const count = (query: SegmentQuery = {}, organization = first) => countSegment(query, organization, given);

describe('coming onto a list', () => {
  const ask = (email: string) =>
    requestSubscription(
      {
        host: { organizationId: first, campaignId: null },
        form: { email, isp: 'comcast', zip: 'CA', consent, website: '' },
        locale: 'en',
        where: '/alerts',
      },
      given,
    );
  const mails: { to: { address: string }; text: string }[] = [];
  const post = {
    async send(mail: (typeof mails)[number]) {
      mails.push(mail);
      return { outcome: 'accepted' as const, response: '250 taken' };
    },
  };
  const mail = async () => {
    const [row] = await db.execute<{ id: string }>(sql`select id from subscription_requests order by id desc limit 1`);
    return mailSubscriptionFor(Number(row?.id), { ...given, post, renderMail, origin: 'https://untolled.example' });
  };

  test('needs the button of the mail: before it nobody is a member, and pressing it twice at once makes one', async () => {
    const { claim } = await ask('Ada+list@mail.example');
    expect(await mail()).toEqual({ outcome: 'mailed' });
    expect(await count()).toBe(0);
    const { token: link } = challengeSecrets(digestOf(claim), secret);
    expect(mails.at(-1)?.text).toContain(`https://untolled.example/alerts/confirm/${link}`);
    expect(await findRequest(link, given)).toMatchObject({
      address: 'Ada+list@mail.example',
      isp: 'Comcast (Xfinity)',
      isConfirmed: false,
    });
    expect(await count()).toBe(0);
    const other = another();
    const results = await Promise.all([
      confirmRequestByToken(link, given),
      confirmRequestByToken(link, { ...given, db: other.db }),
    ]);
    expect(results.map((result) => result.ok && result.isNew).sort()).toEqual([false, true]);
    expect(await count({ isps: ['comcast'], states: ['CA'] })).toBe(1);
    const id = results.find((result) => result.ok && result.isNew);
    expect(await rowOf((id?.ok && id.subscriptionId) || 0)).toMatchObject({
      canonical_address: 'ada@mail.example',
      consent_text_id: consent,
      consented_where: '/alerts',
    });
    await leaveByLink(token((id?.ok && id.subscriptionId) || 0), given);
    expect(await confirmRequestByToken(link, given)).toMatchObject({ ok: true, isNew: false });
    expect(await count()).toBe(0);
  });

  test('takes the six digits of the mail as well, and no code before the mail was taken', async () => {
    const { claim } = await ask('ben@mail.example');
    const { code } = challengeSecrets(digestOf(claim), secret);
    expect(await confirmRequestByCode({ claim, code }, given)).toEqual({ ok: false, reason: 'code_wrong' });
    await mail();
    expect(await confirmRequestByCode({ claim, code }, given)).toMatchObject({ ok: true, isNew: true });
    expect(await confirmRequestByToken('x'.repeat(43), given)).toEqual({ ok: false, reason: 'unknown' });
    clock = new Date(at.getTime() + 8 * 86_400_000);
    const late = await ask('late@mail.example');
    clock = new Date(clock.getTime() + 8 * 86_400_000);
    const { token: link } = challengeSecrets(digestOf(late.claim), secret);
    expect(await confirmRequestByToken(link, given)).toEqual({ ok: false, reason: 'expired' });
    clock = at;
  });

  test('answers alike and mails no more than its share of the five a day, and nothing to whom it may not', async () => {
    const claims = [];
    const outcomes = [];
    for (let turn = 0; turn <= maxUntrustedMails; turn++) {
      claims.push((await ask('often@mail.example')).claim);
      outcomes.push((await mail()).outcome);
    }
    expect(outcomes).toEqual([...Array(maxUntrustedMails).fill('mailed'), 'limit']);
    await suppress({ address: 'angry@mail.example' }, { reason: 'complaint' }, given);
    claims.push((await ask('angry@mail.example')).claim);
    expect(await mail()).toEqual({ outcome: 'suppressed' });
    expect(new Set(claims.map((claim) => claim.length))).toEqual(new Set([43]));
    const before = mails.length;
    await requestSubscription(
      {
        host: { organizationId: first, campaignId: null },
        form: { email: 'bot@mail.example', consent, website: 'filled', isp: undefined, zip: undefined },
        locale: 'en',
        where: '/alerts',
      },
      given,
    );
    expect(mails.length).toBe(before);
  });
});

describe('a mailed link', () => {
  test('is made of two numbers and a seal, opens nothing when one letter is changed, and stores nothing', async () => {
    const { id } = await member();
    const urls = unsubscribeUrls(
      { subscriptionId: id, broadcastId: 7, locale: 'es' },
      { ...given, origin: 'https://untolled.example' },
    );
    expect(urls.headers).toEqual({
      'List-Unsubscribe': `<https://untolled.example/es/unsubscribe/${token(id)}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    expect(readMemberToken(token(id), secret)).toEqual({ subscriptionId: id, broadcastId: 7 });
    const letters = [...token(id)];
    for (const place of letters.keys()) {
      const forged = letters.with(place, letters[place] === 'A' ? 'B' : 'A').join('');
      expect(readMemberToken(forged, secret)).toBeNull();
    }
    expect(readMemberToken(token(id), `${secret}!`)).toBeNull();
    expect(await leaveByLink('A'.repeat(35), given)).toEqual({ ok: false, reason: 'unknown' });
    expect(await openMemberLink(token(0), given)).toEqual({ ok: true, kind: 'test' });
    expect(await leaveByLink(token(0), given)).toEqual({ ok: true });
  });

  test('takes its member off the list at once, says by which broadcast, and twice is success; others stay', async () => {
    const one = await member();
    const other = await member({ organizationId: second, address: one.address });
    const before = await count();
    await openMemberLink(token(one.id), given);
    expect(await count()).toBe(before);
    expect(await leaveByLink(token(one.id, 7), given)).toEqual({ ok: true });
    expect(await leaveByLink(token(one.id, 8), given)).toEqual({ ok: true });
    expect(await rowOf(one.id)).toMatchObject({ status: 'unsubscribed', left_by_broadcast_id: 7 });
    expect(await rowOf(other.id)).toMatchObject({ status: 'confirmed' });
    expect(await member({ address: one.address })).toMatchObject({ outcome: 'subscribed', id: one.id });
    expect(await rowOf(one.id)).toMatchObject({ status: 'confirmed', left_by_broadcast_id: null });
    expect(await member({ address: one.address, ispId: cox })).toMatchObject({ outcome: 'already' });
  });

  test('lets its member choose ISP, language and topics, and pause; no topic at all is leaving', async () => {
    const { id } = await member({ ispId: comcast, state: 'WY' });
    const change = (fields: Record<string, unknown>) =>
      changePreferences({ token: token(id), form: preferenceForm.parse(fields) }, given);
    const inSegment = (topic?: 'isp' | 'outcomes') =>
      countSegment({ states: ['WY'] }, first, { ...given, ...(topic ? { topic } : {}) });
    expect(await change({ intent: 'save', isp: 'cox', state: 'WY', locale: 'es', topics: ['isp'] })).toEqual({
      ok: true,
      done: 'saved',
    });
    expect(await rowOf(id)).toMatchObject({ isp_id: cox, locale: 'es' });
    expect([await inSegment(), await inSegment('isp'), await inSegment('outcomes')]).toEqual([1, 1, 0]);
    expect(await change({ intent: 'pause' })).toEqual({ ok: true, done: 'paused' });
    expect(await inSegment()).toBe(0);
    clock = new Date(at.getTime() + 31 * 86_400_000);
    expect(await inSegment()).toBe(1);
    clock = at;
    expect(await change({ intent: 'resume' })).toEqual({ ok: true, done: 'resumed' });
    expect(await inSegment()).toBe(1);
    expect(await change({ intent: 'save', topics: [] })).toEqual({ ok: true, done: 'left' });
    expect(await change({ intent: 'pause' })).toEqual({ ok: false, reason: 'left' });
    const opened = await openMemberLink(token(id), given);
    expect(opened).toMatchObject({ kind: 'member', member: { status: 'unsubscribed', address: 'm•••@m•••.example' } });
  });
});

describe('the list of those who are not written to', () => {
  test.each<[SuppressionReason, string, string]>([
    ['unsubscribed', 'subscribed', 'confirmed'],
    ['manual', 'subscribed', 'confirmed'],
    ['complaint', 'suppressed', 'confirmed'],
    ['hard_bounce', 'suppressed', 'confirmed'],
    ['erased', 'suppressed', 'confirmed'],
  ])('after %s, asking again by the own mailbox gives: %s', async (reason, outcome) => {
    const one = await member();
    const elsewhere = await member({ organizationId: second, address: one.address });
    const result = await suppress({ subscriptionId: one.id }, { reason }, given);
    const isForAll = outcome === 'suppressed';
    expect(result).toEqual({ ok: true, memberships: isForAll ? 2 : 1 });
    expect(await rowOf(elsewhere.id)).toMatchObject({ status: isForAll ? 'suppressed' : 'confirmed' });
    expect(await suppress({ address: one.address.toUpperCase() }, { reason, organizationId: first }, given)).toEqual({
      ok: true,
      memberships: 0,
    });
    expect((await member({ address: one.address })).outcome).toBe(outcome);
    if (!isForAll) return;
    const lifted = await liftSuppressions({ address: one.address, by: 'the operator', because: 'a test' }, given);
    expect(lifted).toEqual({ ok: true, lifted: [reason] });
    expect((await member({ address: one.address })).outcome).toBe('subscribed');
  });

  test('keeps no address, and wins over a member who joins at the same moment', async () => {
    const other = another();
    await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const address = `race${index}@mail.example`;
        await Promise.all([
          member({ address }),
          suppress({ address }, { reason: 'complaint' }, { ...given, db: other.db }),
        ]);
      }),
    );
    const rows = await db.execute(sql`select from subscriptions where address like 'race%' and status = 'confirmed'`);
    expect(rows).toHaveLength(0);
    const kept = JSON.stringify(await db.execute(sql`select * from suppressions`));
    expect(kept).not.toContain('race');
  });

  test('holds who was erased: nothing of the address is left, the counts stay, and it cannot come back', async () => {
    const one = await member({ address: 'gone@mail.example' });
    await erasePerson('gone@mail.example', given);
    expect(await rowOf(one.id)).toMatchObject({
      address: '',
      canonical_address: `erased:${one.id}`,
      isp_id: null,
      status: 'suppressed',
    });
    expect(await openMemberLink(token(one.id), given)).toEqual({ ok: true, kind: 'gone' });
    expect(await leaveByLink(token(one.id), given)).toEqual({ ok: true });
    expect((await member({ address: 'gone@mail.example' })).outcome).toBe('suppressed');
    await erasePerson('gone@mail.example', given);
  });

  test('forgets the address of who left a year ago, and an import still leaves them out', async () => {
    const one = await member({ address: 'old@mail.example' });
    await leaveByLink(token(one.id), given);
    expect(await forgetLeft(db, { at: new Date('2027-11-21T12:00:00Z'), batch: 2, retentionMonths: 12 })).toBe(0);
    expect(
      await forgetLeft(db, { at: new Date('2027-11-23T12:00:00Z'), batch: 2, retentionMonths: 12 }),
    ).toBeGreaterThan(0);
    expect(await rowOf(one.id)).toMatchObject({ address: '', canonical_address: `erased:${one.id}` });
    const digests = [suppressionDigest('old@mail.example', secret)];
    expect((await listSuppressed(db, { organizationId: first, digests, isFresh: false })).size).toBe(1);
    expect((await member({ address: 'old@mail.example' })).outcome).toBe('subscribed');
  });
});
