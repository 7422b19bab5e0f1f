import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { deliverDue } from '#app/domain/webhook/deliver.server.ts';
import { listDeliveries, replay, sendTest } from '#app/domain/webhook/log.server.ts';
import { forgetMessages, tellSignatures } from '#app/domain/webhook/tell.server.ts';
import {
  createWebhook,
  enableWebhook,
  findWebhook,
  listWebhooks,
  removeWebhook,
  revealSecret,
  rotateSecret,
} from '#app/domain/webhook/webhook.server.ts';
import { RETRY_SECONDS } from '#app/domain/webhook/webhook.ts';
import { testDatabase } from '#tests/support/database.ts';
import { testOrganization } from '#tests/support/organizer.ts';
import { insertConfirmed, insertIsp } from '../count/signers.ts';

const database = await testDatabase();
const { db } = database;
const organizationId = await testOrganization(db, 'coalition');
const foreignId = await testOrganization(db, 'strangers');
const [campaign] = await db.execute<{ id: number }>(
  sql`insert into campaigns (slug, state, goal, organization_id) values ('no-tolls', 'open', 1000, ${organizationId}) returning id`,
);
const ispId = await insertIsp(db, 'comcast');

let got: { headers: IncomingHttpHeaders; body: string }[] = [];
let answerWith: (response: ServerResponse) => void = () => {};
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    got.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    answerWith(response);
  });
});
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
afterAll(() => server.close());
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

let at = new Date('2026-11-22T12:00:00Z');
const given = { db, now: () => at, secret: 'a secret of the tests', privateHosts: [host], patienceMs: 500 };
const later = (ms: number) => {
  at = new Date(at.getTime() + ms);
};
const make = async (events: Parameters<typeof createWebhook>[0]['events']) => {
  const made = await createWebhook({ organizationId, actor: 'organizer:1', url: `http://${host}/hook`, events }, given);
  if (!made.ok) throw new Error(made.reason);
  return { secret: made.secret, own: { organizationId, actor: 'organizer:1', publicId: made.webhook.publicId } };
};
const headersOf = (headers: IncomingHttpHeaders) => ({
  'webhook-id': String(headers['webhook-id']),
  'webhook-timestamp': String(headers['webhook-timestamp']),
  'webhook-signature': String(headers['webhook-signature']),
});
const drain = async () => {
  while ((await deliverDue(given)) > 0);
};

beforeEach(async () => {
  got = [];
  // The library looks at the age of a signature, so the clock of these tests begins now.
  at = new Date();
  answerWith = (response) => response.writeHead(204).end();
  for (const { publicId } of await listWebhooks(organizationId, { db }))
    await removeWebhook({ organizationId, actor: 'organizer:1', publicId }, { db });
  await db.execute(sql`delete from webhook_messages`);
});

test('what enters and leaves the count is told once, signed, without a name, whoever looks', async () => {
  await insertConfirmed(db, { campaignId: campaign?.id ?? 0, count: 1, ispId, state: 'CA' });
  await runSequencer({ db });
  const { secret, own } = await make(['signature.confirmed', 'signature.withdrawn']);
  const [first] = await insertConfirmed(db, { campaignId: campaign?.id ?? 0, count: 3, ispId, state: 'CA' });
  await runSequencer({ db });
  await db.execute(sql`update signatures set status = 'withdrawn', withdrawn_at = now() where id = ${first ?? 0}`);
  await runSequencer({ db });
  const others = [1, 2, 3].map(() => database.another({ max: 1 }).db);
  await Promise.all(others.map((other) => other.execute(sql`select 1`)));
  await Promise.all(others.map((other) => tellSignatures({ ...given, db: other })));
  await tellSignatures(given);
  await Promise.all(others.map((other) => deliverDue({ ...given, db: other })));
  await drain();
  const told = got.map(({ body, headers }) => new Webhook(secret).verify(body, headersOf(headers)) as { type: string });
  expect(told.map(({ type }) => type).toSorted()).toEqual([
    ...Array(3).fill('signature.confirmed'),
    'signature.withdrawn',
  ]);
  expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(4);
  expect((await listDeliveries(own, given)).deliveries.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
  const signed = told.find(({ type }) => type === 'signature.withdrawn');
  expect(signed).toMatchObject({ data: { campaign: 'no-tolls', signature: first, kind: 'withdraw' } });
  expect(got.map(({ body }) => body).join()).not.toMatch(/@|Signer|94103|comcast/);
  expect(() => new Webhook(secret).verify(`${got[0]?.body} `, headersOf(got[0]?.headers ?? {}))).toThrow();
});

test('changes of campaigns, exports and lists are told in their own transaction, and to their own organization alone', async () => {
  await make(['campaign.changed', 'export.done', 'subscription.confirmed', 'subscription.ended']);
  const foreign = await createWebhook(
    { organizationId: foreignId, actor: 'organizer:2', url: `http://${host}/other`, events: ['campaign.changed'] },
    given,
  );
  await db
    .transaction(async (tx) => {
      await tx.execute(sql`update campaigns set version = version + 1`);
      throw new Error('undone');
    })
    .catch(() => {});
  await db.execute(sql`update campaigns set version = version + 1`);
  await db.execute(sql`insert into consent_texts (kind, version, locale, body) values ('subscribe', 1, 'en', 'yes')`);
  await db.execute(sql`
    insert into subscriptions (organization_id, canonical_address, address, locale, status, source, consent_text_id, consented_at, consented_where, confirmed_at)
    select ${organizationId}, s || '@m.example', s || '@m.example', 'en', 'confirmed', s, (select min(id) from consent_texts), now(), '/', now() from unnest(array['page', 'import']) s`);
  await db.execute(
    sql`update subscriptions set status = 'unsubscribed', unsubscribed_at = now() where source = 'page'`,
  );
  later(1000);
  await drain();
  expect(got.map(({ body }) => JSON.parse(body).type).toSorted()).toEqual([
    'campaign.changed',
    'subscription.confirmed',
    'subscription.ended',
  ]);
  expect(got.map(({ body }) => body).join()).not.toContain('m.example');
  if (foreign.ok)
    await removeWebhook({ organizationId: foreignId, actor: 'x', publicId: foreign.webhook.publicId }, given);
});

test('a failed event comes again with growing pauses and is given up; days of failure disable the webhook; a replay tells it again', async () => {
  answerWith = (response) => response.writeHead(500).end('x'.repeat(9000));
  const { own } = await make(['export.done']);
  await sendTest(own, given);
  for (const pause of [...RETRY_SECONDS, 0]) {
    expect(await deliverDue(given)).toBe(1);
    expect(await deliverDue(given)).toBe(0);
    later(pause * 1100);
  }
  const [given_up] = (await listDeliveries(own, given)).deliveries;
  expect(given_up).toMatchObject({ state: 'failed', attempts: RETRY_SECONDS.length + 1, status: 500 });
  expect(given_up?.answer).toBe('x'.repeat(500));
  expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect((await findWebhook(own, given))?.failingSince).not.toBeNull();
  later(5 * 86_400_000);
  await sendTest(own, given);
  await deliverDue(given);
  expect(await findWebhook(own, given)).toMatchObject({ disabledWhy: 'failing' });
  expect([await sendTest(own, given), await replay({ ...own, message: given_up?.message ?? '' }, given)]).toEqual([
    false,
    null,
  ]);
  answerWith = (response) => response.writeHead(200).end('fine');
  await enableWebhook(own, given);
  expect(await replay({ ...own, organizationId: foreignId, message: given_up?.message ?? '' }, given)).toBeNull();
  expect(await replay({ ...own, message: given_up?.message ?? '' }, given)).toBe(1);
  await drain();
  const { deliveries } = await listDeliveries(own, given);
  expect(deliveries.find(({ message }) => message === given_up?.message)).toMatchObject({
    state: 'delivered',
    status: 200,
    answer: 'fine',
  });
  later(31 * 86_400_000);
  expect(await forgetMessages(given)).toBeGreaterThan(0);
  expect((await listDeliveries(own, given)).deliveries).toEqual([]);
});

test('410 ends it at once, what was missed is told again since a time, and a worker that died gives its event up', async () => {
  answerWith = (response) => response.writeHead(410).end();
  const { own } = await make(['campaign.changed']);
  const since = new Date(Date.now() - 60_000);
  await db.execute(sql`update campaigns set version = version + 1`);
  later(1000);
  await deliverDue(given);
  expect(await findWebhook(own, given)).toMatchObject({ disabledWhy: 'gone' });
  await db.execute(sql`update campaigns set version = version + 1`);
  await enableWebhook(own, given);
  answerWith = (response) => response.writeHead(200).end();
  got = [];
  expect(await replay({ ...own, since }, given)).toBe(2);
  await db.execute(
    sql`update webhook_deliveries set claimed_until = ${new Date(at.getTime() + 60_000).toISOString()}::timestamptz`,
  );
  expect(await deliverDue(given)).toBe(0);
  later(61_000);
  const other = database.another({ max: 1 }).db;
  await db.transaction(async (tx) => {
    await tx.execute(sql`select 1 from webhook_deliveries for update`);
    const patience = new Promise((done) => setTimeout(() => done('waits for another worker'), 300));
    expect(await Promise.race([deliverDue({ ...given, db: other }), patience])).toBe(0);
  });
  await drain();
  expect(got).toHaveLength(2);
});

test('the secret before goes on signing for a day after a change, and no longer', async () => {
  const { own, secret } = await make(['export.done']);
  await rotateSecret(own, given);
  const fresh = (await revealSecret(own, given)) ?? '';
  expect(fresh).not.toBe(secret);
  await sendTest(own, given);
  await drain();
  const [{ body, headers }] = got as [(typeof got)[number]];
  for (const one of [secret, fresh])
    expect(new Webhook(one).verify(body, headersOf(headers))).toMatchObject({ type: 'test' });
  later(86_400_000);
  await sendTest(own, given);
  await drain();
  expect(String(got[1]?.headers['webhook-signature']).split(' ')).toHaveLength(1);
  expect(await revealSecret({ ...own, organizationId: foreignId }, given)).toBeNull();
  const deeds = await db.execute<{ action: string }>(
    sql`select action from audit_events where subject = ${`webhook:${own.publicId}`} order by id`,
  );
  expect(deeds.map(({ action }) => action)).toEqual([
    'webhook.make',
    'webhook.rotate',
    'webhook.reveal',
    'webhook.test',
    'webhook.test',
  ]);
});
