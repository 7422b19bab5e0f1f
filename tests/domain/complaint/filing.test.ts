import { sql } from 'drizzle-orm';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { findComplaint, listComplaintOutcomes, noteOutcome } from '#app/domain/complaint/outcome.server.ts';
import { findOwnFiling, noteFiled, takeBackFiled } from '#app/domain/complaint/own-filing.server.ts';
import { mailComplaintReminder } from '#app/domain/complaint/reminder.server.ts';
import { sendLetter } from '#app/domain/letter/send.server.ts';
import { renderMail } from '#emails/render.ts';
import { createMailboxPost } from '#emails/transport.ts';
import { testDatabase } from '#tests/support/database.ts';
import { now, previewed } from '../letter/stage.ts';

const database = await testDatabase('template_seeded');
const { db } = database;
const DAY = 86_400_000;
const secret = 'a secret of the tests, long enough for keys';
const on = (days: number) => ({ db, secret, now: () => new Date(now().getTime() + days * DAY) });

/** Mails that left, and a post that can be told to fail. */
function outside(outcome: 'accepted' | 'temporary_failure' = 'accepted') {
  const left: { source: Buffer; messageId: string; to: string }[] = [];
  const box = createMailboxPost({
    from: { address: 'campaign@petition.example' },
    keep: async (mail) => {
      left.push(mail);
    },
  });
  const post =
    outcome === 'accepted'
      ? box
      : { ...box, send: async () => ({ outcome, code: 451, response: '451 later', shouldHold: false }) };
  return { left, given: { post, renderMail, origin: 'https://petition.example' } };
}

async function complaint(kind: 'fcc_complaint' | 'fcc_docket' = 'fcc_complaint', isp = 'comcast') {
  const campaign = kind === 'fcc_docket' ? 'keep-the-labels-whole' : 'put-it-in-writing';
  const stage = await previewed(db, { campaign, isp }, { kind });
  const result = await sendLetter(stage.act, { db, now });
  if (!result.ok) throw new Error(`not sent: ${result.reason}`);
  const owner = { publicId: stage.publicId, personId: stage.personId };
  const [row] = await db.execute<{ id: number; public_id: string }>(sql`
    select d.id::float8 as id, d.public_id from deliveries d join letters l on l.id = d.letter_id
    where l.public_id = ${stage.publicId} and d.channel in ('web_form', 'docket')`);
  if (!row) throw new Error('there is nothing to file');
  return { ...stage, owner, deliveryId: row.id, deliveryPublicId: row.public_id };
}
const filed = { ticket: '7654321', day: '2026-11-22' };
const jobs = async (id: number) =>
  (
    await db.execute<{ wait: number }>(sql`
      select extract(epoch from start_after - created_on)::float8 / 86400 as wait from pgboss.job
      where name = 'complaint.remind' and (data->>'deliveryId')::bigint = ${id} order by created_on`)
  ).map(({ wait }) => Math.round(wait * 10) / 10);

describe('a complaint that a person files in a web form', () => {
  test('is noted with its number and day, and the question comes 35 days after that day', async () => {
    const { owner, deliveryId } = await complaint();
    expect(await findOwnFiling(owner, on(0))).toMatchObject({ channel: 'web_form', state: 'prepared', filed: null });
    expect(await noteFiled({ ...owner, ...filed, day: '2026-11-21' }, on(0))).toEqual({ ok: true });
    expect(await noteFiled({ ...owner, ...filed, ticket: 'another' }, on(0))).toEqual({ ok: true });
    expect(await findOwnFiling(owner, on(0))).toMatchObject({
      state: 'filed',
      filed: { number: '7654321', at: new Date('2026-11-21T00:00:00Z') },
      complaint: { ispName: 'Comcast', answerDueAt: new Date('2026-12-21T00:00:00Z'), outcome: null },
      canTakeBack: true,
    });
    expect(await jobs(deliveryId)).toEqual([33.5]);
  });

  test('of two tabs is noted once', async () => {
    const { owner, deliveryId } = await complaint();
    const other = database.another().db;
    await Promise.all([db, other, db, other].map((one) => noteFiled({ ...owner, ...filed }, { ...on(0), db: one })));
    expect(await jobs(deliveryId)).toHaveLength(1);
  });

  test('can be taken back until the person was asked or has answered', async () => {
    const { owner, deliveryId } = await complaint();
    await noteFiled({ ...owner, ...filed }, on(0));
    await takeBackFiled(owner, on(0));
    await noteFiled({ ...owner, ...filed }, on(0));
    expect(await jobs(deliveryId)).toHaveLength(1);
    for (const _ of ['once', 'twice']) expect(await takeBackFiled(owner, on(1))).toEqual({ ok: true });
    expect(await findOwnFiling(owner, on(1))).toMatchObject({ state: 'prepared', filed: null, complaint: null });
    await noteFiled({ ...owner, ...filed, day: '2026-11-23' }, on(1));
    await noteOutcome({ ...owner, outcome: 'no_answer' }, on(2));
    expect(await takeBackFiled(owner, on(2))).toEqual({ ok: false, reason: 'too_late' });
  });

  test('is nobody else’s to note, and not of a day that cannot be', async () => {
    const { owner } = await complaint();
    const stranger = { ...owner, personId: owner.personId + 1 };
    expect(await noteFiled({ ...stranger, ...filed }, on(0))).toEqual({ ok: false, reason: 'unknown' });
    expect(await findOwnFiling(stranger, on(0))).toBeNull();
    expect(await noteFiled({ ...owner, ...filed, day: '2026-11-23' }, on(0))).toEqual({
      ok: false,
      reason: 'day_future',
    });
    expect(await noteFiled({ ...owner, ...filed, day: '2026-11-01' }, on(0))).toEqual({
      ok: false,
      reason: 'day_early',
    });
  });
});

describe('a comment that a person files in the docket themselves', () => {
  test('leaves the pool of the filing sets for good, unless a set has it already', async () => {
    const { owner, deliveryId } = await complaint('fcc_docket');
    expect(await findOwnFiling(owner, on(0))).toMatchObject({ channel: 'docket', state: 'awaiting' });
    const [set] = await db.execute<{ id: number }>(sql`
      insert into filing_sets (campaign_id, docket_id, kind, cutoff_at, created_at, created_by, rules_version, member_count, report)
      select c.id, c.docket_id, 'personal', now(), now(), 'a test', 1, 1, '{}' from campaigns c where c.slug = 'keep-the-labels-whole'
      returning id::float8 as id`);
    await db.execute(
      sql`insert into filing_letters (set_id, position, delivery_id) values (${set?.id ?? 0}, 1, ${deliveryId})`,
    );
    expect(await noteFiled({ ...owner, ...filed }, on(0))).toEqual({ ok: false, reason: 'in_set' });
    await db.execute(sql`update filing_letters set is_active = false where delivery_id = ${deliveryId}`);
    expect(await noteFiled({ ...owner, ...filed }, on(0))).toEqual({ ok: true });
    expect(await findOwnFiling(owner, on(0))).toMatchObject({ state: 'filed', complaint: null, canTakeBack: false });
    expect(await takeBackFiled(owner, on(0))).toEqual({ ok: false, reason: 'not_open' });
    expect(await jobs(deliveryId)).toEqual([]);
  });
});

describe('the question whether the provider answered', () => {
  test('is mailed once when its time has come, says that a machine sent it, and its link answers', async () => {
    const { owner, address, deliveryId, deliveryPublicId } = await complaint();
    await noteFiled({ ...owner, ...filed }, on(0));
    const { left, given } = outside();
    expect(await mailComplaintReminder(deliveryId, { ...given, ...on(34) })).toEqual({ outcome: 'not_due' });
    expect(await mailComplaintReminder(deliveryId, { ...given, ...on(35) })).toEqual({ outcome: 'mailed' });
    expect(await mailComplaintReminder(deliveryId, { ...given, ...on(36) })).toEqual({ outcome: 'already_mailed' });
    expect(left.map(({ to, messageId }) => [to, messageId])).toEqual([
      [address, `<complaint.${deliveryPublicId}@petition.example>`],
    ]);
    const mail = await PostalMime.parse(left[0]?.source ?? '');
    expect(mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    expect([mail.subject, mail.text]).toEqual([
      'Did Comcast answer your complaint?',
      expect.stringMatching(/7654321[\s\S]*We know only the\s+day on which you filed/),
    ]);
    const token = /complaints\/[0-9a-f-]{36}\/([\w-]{43})/.exec(mail.text ?? '')?.[1] ?? '';
    const key = { deliveryPublicId, token };
    expect(await findComplaint(key, on(36))).toMatchObject({ ispName: 'Comcast', outcome: null });
    expect(await noteOutcome({ ...key, outcome: 'answered' }, on(36))).toEqual({ ok: true });
    expect(await findComplaint(owner, on(36))).toMatchObject({ outcome: 'answered' });
    expect(await findComplaint(key, on(211))).toBeNull();
  });

  test('opens by no other link', async () => {
    const [mine, other] = [await complaint(), await complaint()];
    for (const { owner } of [mine, other]) await noteFiled({ ...owner, ...filed }, on(0));
    const { left, given } = outside();
    await mailComplaintReminder(other.deliveryId, { ...given, ...on(35) });
    const token = /\/([\w-]{43})/.exec((await PostalMime.parse(left[0]?.source ?? '')).text ?? '')?.[1] ?? '';
    const { deliveryPublicId } = mine;
    expect(await findComplaint({ deliveryPublicId, token }, on(35))).toBeNull();
    expect(await findComplaint({ deliveryPublicId, token: '' }, on(35))).toBeNull();
    expect(await noteOutcome({ deliveryPublicId, token, outcome: 'resolved' }, on(35))).toMatchObject({ ok: false });
    const elsewhere = { ...on(35), secret: 'another secret that is long enough too' };
    expect(await findComplaint({ deliveryPublicId: other.deliveryPublicId, token }, elsewhere)).toBeNull();
  });

  test('is tried again while the mail server puts it off, and is the same message then', async () => {
    const { owner, deliveryId } = await complaint();
    await noteFiled({ ...owner, ...filed }, on(0));
    const away = outside('temporary_failure');
    await expect(mailComplaintReminder(deliveryId, { ...away.given, ...on(35) })).rejects.toThrow('451');
    const { left, given } = outside();
    expect(await mailComplaintReminder(deliveryId, { ...given, ...on(36) })).toEqual({ outcome: 'mailed' });
    expect(left).toHaveLength(1);
  });

  test('is needless once the person has answered, withdrawn the letter or taken the note back', async () => {
    const [answered, withdrawn, undone] = [await complaint(), await complaint(), await complaint()];
    for (const { owner } of [answered, withdrawn, undone]) await noteFiled({ ...owner, ...filed }, on(0));
    await noteOutcome({ ...answered.owner, outcome: 'resolved' }, on(3));
    await db.execute(sql`update letters set withdrawn_at = now() where public_id = ${withdrawn.publicId}`);
    await takeBackFiled(undone.owner, on(3));
    const { left, given } = outside();
    const outcomes = [];
    for (const { deliveryId } of [answered, withdrawn, undone])
      outcomes.push((await mailComplaintReminder(deliveryId, { ...given, ...on(35) })).outcome);
    expect([outcomes, left]).toEqual([['needless', 'needless', 'unknown'], []]);
  });

  test('is the sixth mail of a day to nobody: it waits for the next', async () => {
    const { owner, address, deliveryId } = await complaint();
    await noteFiled({ ...owner, ...filed }, on(0));
    await db.execute(sql`
      insert into name_inquiries (canonical_address, address, locale, claim_hash, token_hash, code_hash, created_at, expires_at, mail_reserved_at)
      select ${address}, ${address}, 'en', sha256(n::text::bytea), sha256((n + 10)::text::bytea), sha256((n + 20)::text::bytea), now(), now() + interval '1 day',
        ${on(35).now().toISOString()}::timestamptz - interval '1 hour' from generate_series(1, 5) n`);
    const { left, given } = outside();
    expect(await mailComplaintReminder(deliveryId, { ...given, ...on(35) })).toEqual({ outcome: 'limit' });
    expect(await jobs(deliveryId)).toEqual([34.5, 1]);
    expect(await mailComplaintReminder(deliveryId, { ...given, ...on(36) })).toEqual({ outcome: 'mailed' });
    expect(left).toHaveLength(1);
  });
});

test('the answers of people are counted for their provider, without letters that were withdrawn', async () => {
  const [isp] = await db.execute<{ id: number }>(sql`select id from isps where slug = 'cox'`);
  const id = isp?.id ?? 0;
  const { owner, deliveryId } = await complaint('fcc_complaint', 'cox');
  await noteFiled({ ...owner, ...filed }, on(0));
  await noteOutcome({ ...owner, outcome: 'no_answer' }, on(1));
  await db.execute(sql`
    with person as (
      insert into people (canonical_address, address, name, locale)
      select 'cox' || n || '@mail.example', 'cox' || n || '@mail.example', 'Cox ' || n, 'en' from generate_series(1, 11) n returning id, canonical_address
    ), signature as (
      insert into signatures (campaign_id, canonical_address, address, name, zip, locale, status, person_id, confirmed_at, confirmed_by)
      select l.campaign_id, p.canonical_address, p.canonical_address, 'Cox', '94103', 'en', 'confirmed', p.id, now(), 'button'
      from person p, letters l where l.public_id = ${owner.publicId} returning id, person_id
    ), letter as (
      insert into letters (person_id, signature_id, campaign_id, template_id, addressee_kind, regulator_id, sender_isp_id, sender_name, locale, status, subject,
        body, template_body, previewed_bytes, bytes_sha256, consent_text_id, previewed_at, sent_at)
      select signature.person_id, signature.id, campaign_id, template_id, addressee_kind, regulator_id, sender_isp_id, sender_name, locale, status, subject,
        body, template_body, previewed_bytes, bytes_sha256, consent_text_id, previewed_at, sent_at
      from letters, signature where public_id = ${owner.publicId} returning id
    ), delivery as (
      insert into deliveries (letter_id, contact_id, channel, state, external_at)
      select letter.id, d.contact_id, d.channel, d.state, d.external_at from letter, deliveries d where d.id = ${deliveryId} returning id
    )
    insert into complaints (delivery_id, isp_id, filed_at, answer_due_at, outcome, outcome_at)
    select delivery.id, c.isp_id, c.filed_at, c.answer_due_at, c.outcome, c.outcome_at from delivery, complaints c where c.delivery_id = ${deliveryId}`);
  expect(await listComplaintOutcomes(id, on(1))).toMatchObject({
    asOf: '2026-11-23',
    total: 12,
    cells: { no_answer: 12, open: 0 },
  });
  await db.execute(sql`
    update letters set withdrawn_at = now() where id in (select id from letters where sender_isp_id = ${id} order by id limit 2)`);
  expect((await listComplaintOutcomes(id, on(1))).total).toBeNull();
});
