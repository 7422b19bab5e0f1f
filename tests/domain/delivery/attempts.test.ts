import { createServer } from 'node:net';
import { asc, eq, sql } from 'drizzle-orm';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { retryDeliveries } from '#app/domain/delivery/dead-letters.server.ts';
import { attemptDelivery, type DeliveryTools } from '#app/domain/delivery/delivery.server.ts';
import { ATTEMPT_LEASE_MS, BACK_OFF_MS, MAX_ATTEMPTS } from '#app/domain/delivery/delivery.ts';
import { deliveries, deliveryAttempts } from '#db/schema/delivery.ts';
import { contacts } from '#db/schema/isp.ts';
import { createSmtpPost } from '#emails/transport.ts';
import { now, sent } from '#tests/domain/letter/stage.ts';
import { testDatabase } from '#tests/support/database.ts';
import { server } from './smtp-server.ts';

const { db } = await testDatabase('template_seeded');
const origin = 'https://untolled.example';
// These letters all go to a few domains; budgets have tests of their own.
await db.execute(sql`delete from channel_budgets`);

const tools = (post: DeliveryTools['post'], at: () => Date = now): Parameters<typeof attemptDelivery>[1] => ({
  db,
  now: at,
  post,
  origin,
  mailFrom: 'campaign@untolled.example',
  random: () => 0.5,
});
const later = (ms: number) => () => new Date(now().getTime() + ms);
const rowOf = async (id: number) => (await db.select().from(deliveries).where(eq(deliveries.id, id)))[0];
const attemptsOf = (id: number) =>
  db.select().from(deliveryAttempts).where(eq(deliveryAttempts.deliveryId, id)).orderBy(asc(deliveryAttempts.number));
const jobs = (name: string, key: string, id: number) =>
  db
    .execute<{ wait: string }>(
      sql`select round(extract(epoch from start_after - created_on))::text as wait from pgboss.job
        where name = ${name} and (data->>${key}::text)::bigint = ${id} order by created_on, start_after`,
    )
    .then((rows) => rows.map(({ wait }) => Number(wait)));

describe('an attempt at a delivery', () => {
  test('that the server accepts: sent, with its answer, and the receipt enqueued once', async () => {
    const { received, post } = await server();
    const { deliveryId, letterId } = await sent(db);
    expect(await attemptDelivery(deliveryId, tools(post))).toMatchObject({ ok: true, state: 'sent', number: 1 });
    expect(await attemptDelivery(deliveryId, tools(post))).toEqual({ ok: false, reason: 'settled' });
    expect(received).toHaveLength(1);
    expect(await rowOf(deliveryId)).toMatchObject({ state: 'sent', attempts: 1, sentAt: now(), nextAttemptAt: null });
    expect(await attemptsOf(deliveryId)).toMatchObject([
      { number: 1, outcome: 'accepted', responseCode: 250, response: expect.stringContaining('taken as 4711') },
    ]);
    expect(await jobs('mail.receipt', 'letterId', letterId)).toHaveLength(1);
  });

  test('carries exactly the previewed text, from the platform for the person, with answers to the person', async () => {
    const { received, post } = await server();
    const body =
      'Señores:\n\n  Línea con sangría y un punto.\n.\n..dos\nFrom here on\n\n“Comillas”, emoji 🙂 and a very long line '.concat(
        'x'.repeat(1_200),
        '\n\n[1] https://example.org/?a=1&b=2\n',
      );
    const stage = await sent(db, { name: 'José Núñez' }, { subject: 'Una promesa — por escrito, señores', body });
    await attemptDelivery(stage.deliveryId, tools(post));
    const [mail] = received;
    const parsed = await PostalMime.parse(mail?.source ?? '');
    // The line end before a part's border belongs to the border; the parser leaves it with the text.
    expect(parsed.text?.replaceAll('\r\n', '\n').replace(/\n$/, '')).toBe(body);
    expect(body).toBe(stage.letter.body);
    expect(parsed.subject).toBe('Una promesa — por escrito, señores');
    expect(parsed.from).toMatchObject({ address: 'campaign@untolled.example', name: 'José Núñez via Untolled' });
    expect(parsed.replyTo).toMatchObject([{ address: stage.address, name: 'José Núñez' }]);
    expect(parsed.messageId).toBe(`<letter.${stage.deliveryPublicId}@untolled.example>`);
    const names = parsed.headers.map(({ key }) => key);
    expect(names.filter((name) => /auto-submitted|precedence|list-|x-/.test(name))).toEqual([]);
  });

  test('cannot be rerouted by a name with commas, quotes or line breaks', async () => {
    const { received, post } = await server();
    const name = 'Eve, "x" <eve@evil.example>\r\nBcc: all@evil.example';
    const { deliveryId } = await sent(db, { name });
    await attemptDelivery(deliveryId, tools(post));
    expect(received).toHaveLength(1);
    const [mail] = received;
    const parsed = await PostalMime.parse(mail?.source ?? '');
    expect(mail?.to).toHaveLength(1);
    expect(mail?.to[0]).toMatch(/\.example$/);
    expect(mail?.to[0]).not.toContain('evil');
    expect(parsed.bcc ?? []).toEqual([]);
    expect(parsed.to).toHaveLength(1);
    expect(parsed.replyTo).toHaveLength(1);
    expect(parsed.from?.address).toBe('campaign@untolled.example');
  });

  test('that is put off with 451: deferred with a growing wait and a job, then sent as the same message', async () => {
    const { received, post } = await server([451, 451]);
    const { deliveryId } = await sent(db);
    expect(await attemptDelivery(deliveryId, tools(post))).toMatchObject({ ok: true, state: 'deferred' });
    const [first = 0, second = 0] = BACK_OFF_MS;
    expect((await rowOf(deliveryId))?.nextAttemptAt).toEqual(later(first)());
    expect(await attemptDelivery(deliveryId, tools(post, later(first - 30_000)))).toEqual({
      ok: false,
      reason: 'not_due',
    });
    await attemptDelivery(deliveryId, tools(post, later(first)));
    expect((await rowOf(deliveryId))?.nextAttemptAt).toEqual(later(first + second)());
    expect(await attemptDelivery(deliveryId, tools(post, later(first + second)))).toMatchObject({
      state: 'sent',
      number: 3,
    });
    const waits = await jobs('letter.deliver', 'deliveryId', deliveryId);
    expect(waits).toEqual([0, first / 1_000, 30, second / 1_000]);
    const ids = await Promise.all(received.map(async ({ source }) => (await PostalMime.parse(source)).messageId));
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect((await attemptsOf(deliveryId)).map(({ outcome, responseCode }) => [outcome, responseCode])).toEqual([
      ['temporary_failure', 451],
      ['temporary_failure', 451],
      ['accepted', 250],
    ]);
  });

  test('that is refused with 550: failed at once, with the answer, and a receipt that says so', async () => {
    const { received, post } = await server([550]);
    const { deliveryId, letterId } = await sent(db);
    expect(await attemptDelivery(deliveryId, tools(post))).toMatchObject({ ok: true, state: 'failed' });
    expect(await attemptDelivery(deliveryId, tools(post, later(86_400_000)))).toEqual({ ok: false, reason: 'settled' });
    expect(received).toHaveLength(1);
    expect(await jobs('mail.receipt', 'letterId', letterId)).toHaveLength(1);
    expect((await rowOf(deliveryId))?.receipt).toContain('says the server');
  });

  test('that loses its connection after the text: put off, tried again, recorded', async () => {
    const { received, post } = await server(['drop']);
    const { deliveryId } = await sent(db);
    expect(await attemptDelivery(deliveryId, tools(post))).toMatchObject({ ok: true, state: 'deferred' });
    expect(await attemptDelivery(deliveryId, tools(post, later(BACK_OFF_MS[0] ?? 0)))).toMatchObject({ state: 'sent' });
    expect(received).toHaveLength(2);
  });

  test('that finds no server at all: put off', async () => {
    const closed = createServer();
    await new Promise<void>((ready) => closed.listen(0, '127.0.0.1', ready));
    const address = closed.address();
    await new Promise<void>((done) => closed.close(() => done()));
    const port = typeof address === 'object' && address ? address.port : 0;
    const post = createSmtpPost({ smtpUrl: `smtp://127.0.0.1:${port}`, from: { address: 'a@untolled.example' } });
    const { deliveryId } = await sent(db);
    expect(await attemptDelivery(deliveryId, tools(post))).toMatchObject({ ok: true, state: 'deferred' });
    await post.close();
  });

  test('ends after the last of the tries', async () => {
    const { received, post } = await server(Array<number>(10).fill(451));
    const { deliveryId, letterId } = await sent(db);
    let at = 0;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const result = await attemptDelivery(deliveryId, tools(post, later(at)));
      expect(result).toMatchObject({ state: attempt === MAX_ATTEMPTS ? 'failed' : 'deferred', number: attempt });
      at += BACK_OFF_MS[attempt - 1] ?? 0;
    }
    expect(received).toHaveLength(MAX_ATTEMPTS);
    expect(await jobs('mail.receipt', 'letterId', letterId)).toHaveLength(1);
  });
});

describe('what happens between the steps', () => {
  test('the attempt is on record, committed, before the post is used', async () => {
    const { deliveryId } = await sent(db);
    let seen: unknown;
    await attemptDelivery(
      deliveryId,
      tools({
        async send() {
          seen = [(await rowOf(deliveryId))?.state, (await attemptsOf(deliveryId)).map(({ outcome }) => outcome)];
          return { outcome: 'accepted', response: '250 ok' };
        },
      }),
    );
    expect(seen).toEqual(['sending', ['started']]);
  });

  test('a process that dies before the answer is written leaves an unknown attempt, and the retry is the same message', async () => {
    const { received, post } = await server();
    const { deliveryId } = await sent(db);
    const ids: string[] = [];
    const dying = {
      send(mail: { messageId: string }) {
        ids.push(mail.messageId);
        return new Promise<never>(() => {});
      },
    };
    void attemptDelivery(deliveryId, { ...tools(dying), beatMs: 3_600_000 });
    while (ids.length === 0) await new Promise((wait) => setTimeout(wait, 10));
    expect(await attemptDelivery(deliveryId, tools(post, later(1_000)))).toEqual({ ok: false, reason: 'in_progress' });
    expect((await jobs('letter.deliver', 'deliveryId', deliveryId)).at(-1)).toBe((ATTEMPT_LEASE_MS - 1_000) / 1_000);
    expect(await attemptDelivery(deliveryId, tools(post, later(ATTEMPT_LEASE_MS)))).toMatchObject({
      state: 'sent',
      number: 2,
    });
    expect((await attemptsOf(deliveryId)).map(({ outcome }) => outcome)).toEqual(['unknown', 'accepted']);
    const [mail] = received;
    expect((await PostalMime.parse(mail?.source ?? '')).messageId).toBe(ids[0]);
  });

  test('a slow attempt keeps saying that it lives, so that nobody sends beside it', async () => {
    const { deliveryId } = await sent(db);
    let finish = () => {};
    const slow = {
      send: () =>
        new Promise<{ outcome: 'accepted'; response: string }>((done) => {
          finish = () => done({ outcome: 'accepted', response: '250 at last' });
        }),
    };
    let clock = 0;
    const running = attemptDelivery(deliveryId, { ...tools(slow, () => later(clock)()), beatMs: 20 });
    while ((await rowOf(deliveryId))?.state !== 'sending') await new Promise((wait) => setTimeout(wait, 10));
    clock = ATTEMPT_LEASE_MS - 1;
    await expect.poll(async () => (await rowOf(deliveryId))?.changedAt).toEqual(later(clock)());
    const beside = await attemptDelivery(deliveryId, tools(slow, later(2 * ATTEMPT_LEASE_MS - 10)));
    expect(beside).toEqual({ ok: false, reason: 'in_progress' });
    finish();
    expect(await running).toMatchObject({ state: 'sent' });
  });

  test('of many workers at the same moment one sends', async () => {
    const { received, post } = await server();
    const { deliveryId } = await sent(db);
    const results = await Promise.all(Array.from({ length: 8 }, () => attemptDelivery(deliveryId, tools(post))));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(received).toHaveLength(1);
  });

  test('a fault of the post is recorded as unknown, another try is enqueued, and it is thrown', async () => {
    const { deliveryId } = await sent(db);
    const broken = { send: () => Promise.reject(new Error('the post fell over')) };
    await expect(attemptDelivery(deliveryId, tools(broken))).rejects.toThrow('the post fell over');
    expect(await attemptsOf(deliveryId)).toMatchObject([{ outcome: 'unknown' }]);
    expect((await rowOf(deliveryId))?.state).toBe('deferred');
  });

  test('an address that is no longer verified is not written to; the letter is kept, and goes once the address is verified again', async () => {
    const { received, post } = await server();
    const { deliveryId, letterId } = await sent(db, { isp: 'cox' });
    const contactId = (await rowOf(deliveryId))?.contactId ?? 0;
    await db.update(contacts).set({ state: 'bounced', bouncedAt: now() }).where(eq(contacts.id, contactId));
    expect(await attemptDelivery(deliveryId, tools(post))).toEqual({ ok: false, reason: 'unverified' });
    expect([(await rowOf(deliveryId))?.state, received]).toEqual(['failed', []]);
    const told = sql`select 1 from pgboss.job where name = 'mail.receipt' and (data->>'letterId')::bigint = ${letterId}`;
    expect(await db.execute(told)).toHaveLength(1);
    const again = { ids: [deliveryId], by: 'Op Sample' };
    expect(await retryDeliveries(again, { db, now })).toEqual({ retried: 0, left: 1 });
    await db.update(contacts).set({ state: 'verified', bouncedAt: null }).where(eq(contacts.id, contactId));
    expect(await retryDeliveries(again, { db, now })).toEqual({ retried: 1, left: 0 });
    expect(await attemptDelivery(deliveryId, tools(post))).toMatchObject({ ok: true, state: 'sent', number: 1 });
    expect(received).toHaveLength(1);
  });

  test('a delivery that does not exist is unknown', async () => {
    const { post } = await server();
    expect(await attemptDelivery(987_654_321, tools(post))).toEqual({ ok: false, reason: 'unknown' });
  });
});
