import { asc, eq, sql } from 'drizzle-orm';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { bounceAddressOf, readBounceAddress } from '#app/domain/bounce/address.server.ts';
import { takeBounce } from '#app/domain/bounce/bounce.server.ts';
import { maxBounceBytes } from '#app/domain/bounce/bounce.ts';
import { listReturns, mailReturnOf } from '#app/domain/bounce/returned.server.ts';
import { attemptDelivery } from '#app/domain/delivery/delivery.server.ts';
import { bounces, deliveries } from '#db/schema/delivery.ts';
import { contactChecks, contacts } from '#db/schema/isp.ts';
import { renderMail } from '#emails/render.ts';
import { createMailboxPost, type KeptMail } from '#emails/transport.ts';
import { testDatabase } from '#tests/support/database.ts';
import { letterRows } from '#tests/support/letter-rows.ts';
import { exchangeReport, gmailReport, oldEximBounce, outOfOffice, postfixReport } from './reports.ts';

const database = await testDatabase();
const { db } = database;
const desk = { domain: 'bounces.untolled.example', secret: 'a secret of the tests that nobody else knows' };
const given = { db, desk };

async function staged(state: 'queued' | 'sent' = 'sent') {
  const { contactId, letters } = await letterRows(db, 1, { state });
  const [letter] = letters;
  if (!letter) throw new Error('there is no letter');
  const to = bounceAddressOf(letter.deliveryPublicId, desk);
  return { ...letter, contactId, to, messageId: `<letter.${letter.deliveryPublicId}@untolled.example>` };
}
const stateOf = async (id: number) => (await db.select().from(deliveries).where(eq(deliveries.id, id)))[0]?.state;
const contactOf = async (id: number) => (await db.select().from(contacts).where(eq(contacts.id, id)))[0]?.state;
const bouncesOf = (id: number) => db.select().from(bounces).where(eq(bounces.deliveryId, id)).orderBy(asc(bounces.id));
const mailsAbout = async (bounceId: number) =>
  (
    await db.execute(
      sql`select id from pgboss.job where name = 'mail.returned' and (data->>'bounceId')::bigint = ${bounceId}`,
    )
  ).length;

describe('the address that bounces come back to', () => {
  test('names its delivery, fits the length of a local part and survives servers that change the case', async () => {
    const id = '7d2c5a34-3f0e-4f5b-9d11-0a6a4f1f2b9c';
    const address = bounceAddressOf(id, desk);
    expect(address).toMatch(/^bounce\+[0-9a-f-]+@bounces\.untolled\.example$/);
    expect(address.indexOf('@')).toBeLessThanOrEqual(64);
    expect(readBounceAddress(address.toUpperCase(), desk)).toEqual({ deliveryPublicId: id });
  });

  test('with another delivery, digit, secret or none is forged, and elsewhere it is not ours', () => {
    const address = bounceAddressOf('7d2c5a34-3f0e-4f5b-9d11-0a6a4f1f2b9c', desk);
    expect(readBounceAddress(address.replace('+7d', '+7e'), desk)).toBe('forged');
    expect(readBounceAddress(address.replace(/-(.{20})@/, '@'), desk)).toBe('forged');
    expect(
      readBounceAddress(
        address.replace(/.@/, (last) => (last === '0@' ? '1@' : '0@')),
        desk,
      ),
    ).toBe('forged');
    expect(readBounceAddress(address, { ...desk, secret: 'another' })).toBe('forged');
    expect(readBounceAddress(address.replace('@bounces.', '@'), desk)).toBeNull();
    expect(readBounceAddress(`${address}.evil.example`, desk)).toBeNull();
  });
});

describe('a bounce', () => {
  test.each([
    ['Postfix', postfixReport, '5.1.1', 'User unknown'],
    ['Exchange in Spanish', exchangeReport, '5.1.10', 'RecipientNotFound'],
    ['an old Exim', oldEximBounce, '5.1.1', 'User unknown'],
  ])('for good, from %s, moves delivery and contact and has the writer told', async (_, write, status, words) => {
    const { to, deliveryId, contactId, messageId } = await staged();
    const taken = await takeBounce(write({ to, returnedId: messageId }), 'http', given);
    expect(taken).toMatchObject({ ok: true, verdict: 'permanent', deliveryId, cameBack: true });
    expect(await stateOf(deliveryId)).toBe('bounced');
    expect(await contactOf(contactId)).toBe('bounced');
    const checks = await db.select().from(contactChecks).where(eq(contactChecks.contactId, contactId));
    expect(checks).toMatchObject([{ state: 'bounced', checkedBy: 'bounce', source: status }]);
    const [kept] = await bouncesOf(deliveryId);
    expect(kept).toMatchObject({ status, diagnostic: expect.stringContaining(words), cameBy: 'http' });
    expect(await mailsAbout(kept?.id ?? 0)).toBe(1);
  });

  test.each([
    ['a full mailbox', '5.2.2', gmailReport],
    ['a rule of the receiver', '5.7.1', postfixReport],
  ])('about %s brings the letter back and leaves the contact', async (_, status, write) => {
    const { to, deliveryId, contactId } = await staged();
    expect(await takeBounce(write({ to, status }), 'folder', given)).toMatchObject({
      verdict: 'permanent',
      cameBack: true,
    });
    expect([await stateOf(deliveryId), await contactOf(contactId)]).toEqual(['bounced', 'verified']);
  });

  test('of a letter given up after days of trying brings it back and leaves the contact', async () => {
    const { to, deliveryId, contactId } = await staged();
    const report = postfixReport({
      to,
      status: '4.4.1',
      diagnostic: 'connect to inner.isp.example: Connection timed out',
    });
    expect(await takeBounce(report, 'folder', given)).toMatchObject({ verdict: 'temporary', cameBack: true });
    expect([await stateOf(deliveryId), await contactOf(contactId)]).toEqual(['bounced', 'verified']);
  });

  test.each([
    ['a delay', { action: 'delayed', status: '4.4.1' }, 'delayed'],
    ['a delivery', { action: 'delivered', status: '2.0.0' }, 'unrelated'],
    ['a relay', { action: 'relayed', status: '2.1.9' }, 'unrelated'],
  ])('that tells of %s is noted and changes nothing', async (_, told, verdict) => {
    const { to, deliveryId, contactId } = await staged();
    expect(await takeBounce(postfixReport({ to, ...told }), 'folder', given)).toMatchObject({
      verdict,
      deliveryId,
      cameBack: false,
    });
    expect([await stateOf(deliveryId), await contactOf(contactId)]).toEqual(['sent', 'verified']);
  });

  test('that is no bounce but an answer of a machine changes nothing', async () => {
    const { to, deliveryId, contactId } = await staged();
    expect(await takeBounce(outOfOffice({ to }), 'folder', given)).toMatchObject({
      verdict: 'unrelated',
      cameBack: false,
    });
    expect([await stateOf(deliveryId), await contactOf(contactId)]).toEqual(['sent', 'verified']);
  });

  test('with a forged address, with none, or that returns another letter changes nothing', async () => {
    const { to, deliveryId, contactId, messageId } = await staged();
    const other = await staged();
    const forged = bounceAddressOf(other.deliveryPublicId, { ...desk, secret: 'a guess' });
    const tries: [Buffer, string][] = [
      [postfixReport({ to: forged, returnedId: other.messageId }), 'forged'],
      [postfixReport({ to: 'campaign@untolled.example', returnedId: messageId }), 'unrelated'],
      [postfixReport({ to, returnedId: other.messageId }), 'forged'],
      [postfixReport({ to: `${to}, ${other.to}` }), 'forged'],
      [postfixReport({ to: bounceAddressOf('00000000-0000-4000-8000-000000000000', desk) }), 'forged'],
    ];
    for (const [source, verdict] of tries)
      expect(await takeBounce(source, 'http', given)).toMatchObject({
        ok: true,
        verdict,
        deliveryId: null,
        cameBack: false,
      });
    for (const one of [deliveryId, other.deliveryId]) expect(await stateOf(one)).toBe('sent');
    for (const one of [contactId, other.contactId]) expect(await contactOf(one)).toBe('verified');
  });

  test('that comes again, at once on two connections or in other words, tells the writer once', async () => {
    const { to, deliveryId, messageId } = await staged();
    const source = postfixReport({ to, returnedId: messageId });
    const second = database.another();
    const both = await Promise.all([
      takeBounce(source, 'http', given),
      takeBounce(source, 'folder', { ...given, db: second.db }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both).toContainEqual({ ok: false, reason: 'known' });
    expect(await takeBounce(exchangeReport({ to }), 'http', given)).toMatchObject({ ok: true, cameBack: false });
    const kept = await bouncesOf(deliveryId);
    expect(kept).toHaveLength(2);
    expect(await Promise.all(kept.map(({ id }) => mailsAbout(id)))).toEqual([1, 0]);
  });

  test('that overtakes the answer of the server is put off until the attempt is written down', async () => {
    const { to, deliveryId } = await staged('queued');
    await db.update(deliveries).set({ state: 'sending' }).where(eq(deliveries.id, deliveryId));
    const source = postfixReport({ to });
    expect(await takeBounce(source, 'folder', given)).toEqual({ ok: false, reason: 'under_way' });
    await db.update(deliveries).set({ state: 'sent', sentAt: new Date() }).where(eq(deliveries.id, deliveryId));
    expect(await takeBounce(source, 'folder', given)).toMatchObject({ ok: true, cameBack: true });
  });

  test('leaves a contact alone that was verified after the letter had left', async () => {
    const { to, contactId } = await staged();
    await db
      .update(contacts)
      .set({ verifiedAt: new Date(Date.now() + 60_000) })
      .where(eq(contacts.id, contactId));
    expect(await takeBounce(postfixReport({ to }), 'folder', given)).toMatchObject({ cameBack: true });
    expect(await contactOf(contactId)).toBe('verified');
  });

  test('that is too large or nested without end is refused and keeps nothing', async () => {
    const before = await db.select({ id: bounces.id }).from(bounces);
    expect(await takeBounce(Buffer.alloc(maxBounceBytes + 1, 65), 'http', given)).toEqual({
      ok: false,
      reason: 'too_large',
    });
    const nested = Array.from(
      { length: 40 },
      (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
    );
    expect(await takeBounce(Buffer.from(nested.join('')), 'http', given)).toEqual({ ok: false, reason: 'unreadable' });
    const parts = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\n'.repeat(15_000)}--b--`;
    expect(await takeBounce(Buffer.from(parts), 'http', given)).toEqual({ ok: false, reason: 'unreadable' });
    expect(await db.select({ id: bounces.id }).from(bounces)).toHaveLength(before.length);
    for (const odd of ['', '\0\0\0', 'Content-Type: message/delivery-status\r\n\r\nAction: failed'])
      expect(await takeBounce(Buffer.from(odd), 'http', given)).toMatchObject({ ok: true, verdict: 'unrelated' });
  });
});

test('the writer is told once, with code and words of the server, as a mail that came back', async () => {
  const { to, deliveryId, writer } = await staged();
  await takeBounce(postfixReport({ to }), 'http', given);
  const [bounce] = await bouncesOf(deliveryId);
  const kept: KeptMail[] = [];
  const post = createMailboxPost({
    from: { address: 'campaign@untolled.example' },
    keep: async (mail) => kept.push(mail),
  });
  const tools = { db, post, renderMail, origin: 'https://untolled.example' };
  expect(await mailReturnOf(bounce?.id ?? 0, tools)).toEqual({ outcome: 'mailed' });
  expect(await mailReturnOf(bounce?.id ?? 0, tools)).toEqual({ outcome: 'already_mailed' });
  expect(kept).toMatchObject([{ to: writer, subject: 'Your letter came back: A promise in writing' }]);
  const text = (await PostalMime.parse(kept[0]?.source ?? '')).text?.replace(/\s+/g, ' ');
  expect(text).toContain('Came back');
  expect(text).toContain('550 5.1.1 <relations@isp.example>: Recipient address rejected: User unknown');
});

test('the page of a letter is given the code and words of the server, of deliveries that came back alone', async () => {
  const [back, delayed] = [await staged(), await staged()];
  await takeBounce(postfixReport({ to: delayed.to, action: 'delayed', status: '4.4.1' }), 'http', given);
  await takeBounce(postfixReport({ to: back.to }), 'http', given);
  await takeBounce(exchangeReport({ to: back.to }), 'http', given);
  expect(await listReturns([back.deliveryId, delayed.deliveryId], { db })).toMatchObject([
    { deliveryId: back.deliveryId, answer: expect.stringMatching(/^550 5\.1\.1 /) },
  ]);
});

test('a contact that bounced is sent nothing more', async () => {
  const { contactId, letters } = await letterRows(db, 2, { state: 'sent' });
  const [first, second] = letters;
  await db.execute(sql`update deliveries set state = 'bounced' where id = ${second?.deliveryId ?? 0}`);
  await db.execute(sql`update deliveries set state = 'queued' where id = ${second?.deliveryId ?? 0}`);
  await takeBounce(postfixReport({ to: bounceAddressOf(first?.deliveryPublicId ?? '', desk) }), 'http', given);
  expect(await contactOf(contactId)).toBe('bounced');
  const post = { send: async () => expect.unreachable('a mail left') };
  const tools = { db, post, origin: 'https://untolled.example', mailFrom: 'campaign@untolled.example', bounces: desk };
  expect(await attemptDelivery(second?.deliveryId ?? 0, tools)).toMatchObject({ ok: false });
  expect(await stateOf(second?.deliveryId ?? 0)).toBe('failed');
});
