import { sql } from 'drizzle-orm';
import pino from 'pino';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { copyBounceAddressOf, copyMessageIdOf } from '#app/domain/bounce/address.server.ts';
import { takeBounce } from '#app/domain/bounce/bounce.server.ts';
import { changeBroadcast } from '#app/domain/broadcast/leave.server.ts';
import { finishBroadcasts, queueDueBroadcasts } from '#app/domain/broadcast/queue.server.ts';
import { refreshResults } from '#app/domain/broadcast/results.server.ts';
import { setWarmup } from '#app/domain/broadcast/warmup.server.ts';
import { listHolds } from '#app/domain/channel/settings.server.ts';
import { startBroadcastSender } from '#app/jobs/broadcast-sender.ts';
import { composeCopies } from '#emails/copies.ts';
import { renderMail } from '#emails/render.ts';
import { createSmtpPost, type Post } from '#emails/transport.ts';
import { testDatabase } from '#tests/support/database.ts';
import { type SmtpSink, smtpSink } from '#tests/support/smtp-sink.ts';
import { complaintAbout } from './complaint.ts';
import { actor, liftLimits, members, organization, scheduled, secret, standOf } from './stage.ts';

const { db, another } = await testDatabase();
const origin = 'https://petition.example';
const desk = {
  renderMail,
  composeCopies,
  origin,
  secret,
  mailFrom: 'campaign@petition.example',
  bounceDomain: 'bounces.petition.example',
};
const now = () => new Date();
let org = 0;
let sink: SmtpSink;
let post: Post;
const faults: string[] = [];
let refuse: (recipient: string) => string | null = () => null;

beforeAll(async () => {
  org = await organization(db);
  await liftLimits(db);
  sink = await smtpSink((step, recipient) => {
    const answer = step === 'RCPT' && recipient ? refuse(recipient) : null;
    return answer ? { answer } : null;
  });
  post = createSmtpPost({ smtpUrl: sink.url, from: { address: desk.mailFrom } });
});
afterAll(async () => {
  await post.close();
  await sink.close();
});
beforeEach(async () => {
  refuse = () => null;
  sink.received.length = 0;
  await db.execute(sql`truncate broadcasts, broadcast_recipients, broadcast_lanes, broadcast_counts, broadcast_claims, broadcast_days, bounces, suppressions, alerts,
    channel_holds, channel_lines, channel_spends, pgboss.job cascade`);
  await db.execute(sql`truncate subscriptions cascade`);
});

/** Sends until `isOver`, with `workers` senders; stops them afterwards. */
async function send(isOver: () => Promise<boolean> | boolean, workers = 1) {
  const tools = {
    db,
    now,
    desk,
    post,
    log: pino({ level: 'error' }, { write: (line: string) => void faults.push(line) }),
    inHand: 40,
  };
  const loops = Array.from({ length: workers }, () => startBroadcastSender(tools));
  const endMs = Date.now() + 8_000;
  while (!(await isOver()) && Date.now() < endMs) await new Promise((go) => setTimeout(go, 15));
  await Promise.all(loops.map((loop) => loop.stop()));
  expect(faults.splice(0)).toEqual([]);
}

const isDone = (id: number) => async () => {
  const stand = await standOf(db, id);
  return !stand.queued && !stand.sending;
};
const countsOf = async (id: number) =>
  (await db.execute(sql`select * from broadcast_counts where broadcast_id = ${id}`))[0];
const stateOf = async (id: number) =>
  (
    await db.execute<{ state: string; because: string | null }>(
      sql`select state, paused_because as because from broadcasts where id = ${id}`,
    )
  )[0];

test('every member of the segment has one row, written once by however many workers, and nobody who joined later', async () => {
  await members(db, org, 120);
  const stranger = await organization(db, 'strangers');
  await members(db, stranger, 10, { from: 500 });
  const { id } = await scheduled(db, org, { query: { isps: ['comcast'] } });
  const pools = [db, another({ max: 1 }).db, another({ max: 1 }).db];
  const queued = (await Promise.all(pools.map((pool) => queueDueBroadcasts({ db: pool, now })))).flat();
  expect(queued).toEqual([{ broadcastId: id, recipients: 48 }]);
  await members(db, org, 20, { from: 1000 });
  expect(await queueDueBroadcasts({ db, now })).toEqual([]);
  expect(await standOf(db, id)).toEqual({ queued: 48 });
  const [row] = await db.execute(sql`
    select count(*)::int as many from broadcast_recipients r join subscriptions s on s.id = r.subscription_id join isps i on i.id = s.isp_id
    where i.slug = 'comcast' and s.organization_id = ${org}`);
  expect(row).toEqual({ many: 48 });
  await expect(
    db.execute(
      sql`insert into broadcast_recipients (broadcast_id, subscription_id, domain, locale, due_at) select broadcast_id, subscription_id, domain, locale, due_at from broadcast_recipients limit 1`,
    ),
  ).rejects.toMatchObject({ cause: { constraint_name: 'broadcast_recipients_once' } });
});

test('two workers send one copy to each, in the language of the member, with the way out that mail services ask for', async () => {
  await members(db, org, 200, { domains: 7 });
  const { id } = await scheduled(db, org);
  await queueDueBroadcasts({ db, now });
  // Who left, and who wants a pause, after the members were written down.
  await db.execute(
    sql`update subscriptions set status = 'unsubscribed', unsubscribed_at = now() where address like 'member1@%'`,
  );
  await db.execute(
    sql`update subscriptions set paused_until = now() + interval '1 day' where address like 'member2@%'`,
  );
  await send(isDone(id), 2);
  expect(await standOf(db, id)).toEqual({ sent: 198, skipped: 2 });
  expect(await countsOf(id)).toMatchObject({ sent: 198, skipped: 2, failed: 0, bounced: 0 });
  expect(await finishBroadcasts({ db, now })).toEqual([id]);
  const to = sink.received.map((mail) => mail.to[0]);
  expect(new Set(to).size).toBe(198);
  expect(to).toHaveLength(198);

  const ofMember = async (name: string) => {
    const mail = sink.received.find((one) => one.to[0]?.startsWith(`${name}@`));
    return { ...(await PostalMime.parse(mail?.source ?? Buffer.alloc(0))), envelopeFrom: mail?.from };
  };
  const [row] = await db.execute<{ id: string; subscription_id: string }>(sql`
    select r.id, r.subscription_id from broadcast_recipients r join subscriptions s on s.id = r.subscription_id where s.address like 'member7@%'`);
  const cox = await ofMember('member7');
  const headers = Object.fromEntries(cox.headers.map(({ key, value }) => [key, value]));
  expect(cox.messageId).toBe(copyMessageIdOf(Number(row?.id), desk));
  expect(cox.envelopeFrom).toBe(copyBounceAddressOf(Number(row?.id), { domain: desk.bounceDomain, secret }));
  expect(cox.subject).toBe('en: news of Cox_*Cable*');
  expect(cox.from).toMatchObject({ name: 'The coalition people', address: desk.mailFrom });
  expect(cox.text).toContain('You are with Cox_*Cable*.');
  expect(cox.text).toContain(`Its page:\n${origin}/isps/cox`);
  expect(cox.html).toContain('<strong>Cox_*Cable*</strong>');
  expect(cox.text).toContain('1 Sample Street');
  expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  const [, url = ''] =
    /^<(https:\/\/petition\.example\/unsubscribe\/[\w-]{35})>$/.exec(headers['list-unsubscribe'] ?? '') ?? [];
  expect(cox.text).toContain(url);
  expect(cox.html).toContain(url);
  expect(headers['list-id']).toBe('<coalition.petition.example>');

  const unknown = await ofMember('member10');
  expect(unknown.subject).toBe('en: news of your provider');
  expect(unknown.text).toContain(`Its page:\n${origin}/isps\n`);
  const spanish = await ofMember('member3');
  expect(spanish.subject).toBe('es: news of Cox_*Cable*');
  expect(spanish.text).toContain('Darse de baja');

  // What members did since: one left by the link, one signed a campaign of the organization, one had signed before.
  await db.execute(sql`
    insert into campaigns (slug, organization_id, state, goal) values ('own', ${org}, 'open', 100) on conflict do nothing`);
  for (const [name, when] of [
    ['member20', sql`now() + interval '1 minute'`],
    ['member21', sql`now() - interval '1 day'`],
  ] as const)
    await db.execute(sql`
      with s as (select canonical_address as a from subscriptions where address like ${`${name}@%`}),
      p as (insert into people (canonical_address, address, name, locale) select a, a, 'Ada', 'en' from s returning id, canonical_address as a)
      insert into signatures (campaign_id, canonical_address, address, name, zip, locale, status, person_id, confirmed_at, confirmed_by)
      select k.id, p.a, p.a, 'Ada', '94103', 'en', 'confirmed', p.id, ${when}, 'button' from p, campaigns k where k.slug = 'own'`);
  await db.execute(sql`
    update subscriptions set status = 'unsubscribed', unsubscribed_at = now(), left_by_broadcast_id = ${id} where address like 'member22@%'`);
  expect(await refreshResults({ db, now })).toBe(1);
  expect(await countsOf(id)).toMatchObject({ unsubscribed: 1, signed: 1, wrote: 0 });
  expect(await refreshResults({ db, now })).toBe(0);
});

test('a domain that puts a copy off is left alone, and its copies wait; an address that does not exist is suppressed for good', async () => {
  await members(db, org, 40, { domains: 2 });
  const { id } = await scheduled(db, org);
  await queueDueBroadcasts({ db, now });
  refuse = (to) =>
    to.startsWith('member4@')
      ? `550 5.1.1 <${to}>: No such user`
      : to.startsWith('member8@')
        ? '554 5.7.1 Policy'
        : to.endsWith('@mail1.example')
          ? '451 4.7.0 Later'
          : null;
  await send(async () => ((await standOf(db, id)).sent ?? 0) >= 18);
  const stand = await standOf(db, id);
  expect(stand).toMatchObject({ sent: 18, bounced: 1, failed: 1, queued: 20 });
  expect(await listHolds({ db })).toMatchObject([{ channel: 'broadcast', receiver: 'mail1.example' }]);
  // Once the server had put some off, no other was tried there.
  const [tried] = await db.execute<{ tried: number }>(
    sql`select count(*)::int as tried from broadcast_recipients where domain = 'mail1.example' and attempts > 0`,
  );
  expect(tried?.tried).toBeLessThanOrEqual(40);
  const [dead] = await db.execute(
    sql`select s.status, r.answer from subscriptions s join broadcast_recipients r on r.subscription_id = s.id where s.address like 'member4@%'`,
  );
  expect(dead).toMatchObject({ status: 'suppressed', answer: '550 5.1.1 <…>: No such user' });
  const [refused] = await db.execute(sql`select status from subscriptions where address like 'member8@%'`);
  expect(refused).toEqual({ status: 'confirmed' });
});

test('no day holds more than the warm-up allows, for a domain and in all', async () => {
  await members(db, org, 30, { domains: 2 });
  await setWarmup({ receiver: 'mail0.example', firstDay: 4, growth: 2, most: null, by: 'test' }, { db, now });
  const { id } = await scheduled(db, org);
  await queueDueBroadcasts({ db, now });
  await send(async () => ((await standOf(db, id)).sent ?? 0) >= 19);
  expect(await standOf(db, id)).toEqual({ sent: 19, queued: 11 });
  await setWarmup({ receiver: 'all', firstDay: 22, growth: 2, most: null, by: 'test' }, { db, now });
  await setWarmup(
    { receiver: 'mail0.example', firstDay: 2_000_000_000, growth: 2, most: null, by: 'test' },
    { db, now },
  );
  await send(async () => ((await standOf(db, id)).sent ?? 0) >= 22);
  expect(await standOf(db, id)).toEqual({ sent: 22, queued: 8 });
  await setWarmup({ receiver: 'all', firstDay: 2_000_000_000, growth: 1, most: null, by: 'test' }, { db, now });
});

test('complaints above their share stop a broadcast by themselves; a made-up complaint does nothing', async () => {
  await members(db, org, 60);
  const { id, publicId } = await scheduled(db, org);
  await queueDueBroadcasts({ db, now });
  await send(async () => ((await standOf(db, id)).sent ?? 0) >= 60);
  await members(db, org, 1, { from: 900 });
  // One waits yet, so that the broadcast is still being sent.
  await db.execute(
    sql`insert into broadcast_recipients (broadcast_id, subscription_id, domain, locale, due_at) select ${id}, id, 'mail.example', 'en', now() + interval '1 day' from subscriptions where address like 'member900@%'`,
  );
  await db.execute(sql`update broadcasts set recipients = 61 where id = ${id}`);
  const rows = await db.execute<{ id: string }>(
    sql`select id from broadcast_recipients where state = 'sent' order by id limit 3`,
  );
  const tools = { db, now, desk: { domain: desk.bounceDomain, secret } };
  const forged = await takeBounce(
    complaintAbout(copyMessageIdOf(Number(rows[0]?.id), { origin, secret: 'x'.repeat(40) }), 0),
    'folder',
    tools,
  );
  expect(forged).toMatchObject({ ok: true, verdict: 'unrelated' });
  expect(await countsOf(id)).toMatchObject({ complained: 0 });
  for (const [at, row] of rows.entries()) {
    const source = complaintAbout(copyMessageIdOf(Number(row.id), desk), at + 1);
    expect(await takeBounce(source, 'folder', tools)).toMatchObject({
      ok: true,
      verdict: 'complaint',
      recipientId: Number(row.id),
    });
    expect(await takeBounce(source, 'folder', tools)).toEqual({ ok: false, reason: 'known' });
    expect((await stateOf(id))?.state).toBe(at < 2 ? 'sending' : 'paused');
  }
  expect(await stateOf(id)).toEqual({ state: 'paused', because: 'complaints' });
  const suppressed = await db.execute(sql`select 1 from subscriptions where status = 'suppressed'`);
  expect(suppressed).toHaveLength(3);
  expect([...(await db.execute(sql`select kind, key from alerts`))]).toEqual([
    { kind: 'broadcast-complaints', key: publicId },
  ]);
  const jobs = await db.execute(sql`select 1 from pgboss.job where name = 'mail.broadcast-stopped'`);
  expect(jobs).toHaveLength(1);
});

test('a paused broadcast sends nothing more; resumed, it goes on where it stood; cancelled, it is over', async () => {
  await members(db, org, 300, { domains: 1 });
  const { id, publicId } = await scheduled(db, org);
  await queueDueBroadcasts({ db, now });
  const ref = { organizationId: org, publicId, actor };
  await send(async () => sink.received.length >= 30);
  expect(await changeBroadcast({ ...ref, deed: 'pause' }, { db, now })).toEqual({ ok: true });
  const before = sink.received.length;
  await send(() => false || new Promise((go) => setTimeout(() => go(true), 700)));
  expect(sink.received.length).toBe(before);
  expect((await standOf(db, id)).sending ?? 0).toBe(0);
  expect(await changeBroadcast({ ...ref, deed: 'resume' }, { db, now })).toEqual({ ok: true });
  await send(async () => sink.received.length >= before + 30);
  expect(await changeBroadcast({ ...ref, organizationId: org + 1000, deed: 'cancel' }, { db, now })).toEqual({
    ok: false,
    reason: 'unknown',
  });
  expect(await changeBroadcast({ ...ref, deed: 'cancel' }, { db, now })).toEqual({ ok: true });
  expect(await changeBroadcast({ ...ref, deed: 'resume' }, { db, now })).toEqual({
    ok: false,
    reason: 'state',
    state: 'cancelled',
  });
  expect(new Set(sink.received.map((mail) => mail.to[0])).size).toBe(sink.received.length);
});
