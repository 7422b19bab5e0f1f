import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { holdReceiver } from '#app/domain/channel/hold.server.ts';
import { setBudget } from '#app/domain/channel/settings.server.ts';
import { pauseChannel, resumeChannel } from '#app/domain/channel/switch.server.ts';
import { listDeadLetters, retryDeliveries } from '#app/domain/delivery/dead-letters.server.ts';
import { attemptDelivery, type DeliveryTools } from '#app/domain/delivery/delivery.server.ts';
import { BACK_OFF_MS, MAX_ATTEMPTS } from '#app/domain/delivery/delivery.ts';
import { estimateFor } from '#app/domain/delivery/estimate.server.ts';
import { readDeliveries } from '#app/domain/delivery/readings.server.ts';
import { wakeStranded } from '#app/domain/delivery/stranded.server.ts';
import { listDeadJobs, retryDeadJobs } from '#app/domain/job/dead-jobs.server.ts';
import { deliveries } from '#db/schema/delivery.ts';
import { contacts } from '#db/schema/isp.ts';
import { now, sent } from '#tests/domain/letter/stage.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase('template_seeded');
const { db } = database;
// The demonstration's addresses share a domain; this one gets its own.
await db.execute(sql`
  update contacts set value = 'office@cox.example' where channel = 'email' and isp_id = (select id from isps where slug = 'cox')`);
const later = (ms: number) => () => new Date(now().getTime() + ms);
const who = { by: 'Op Sample', reason: 'a look at the server' };

type Outcome = Awaited<ReturnType<DeliveryTools['post']['send']>>;
const accepted: Outcome = { outcome: 'accepted', response: '250 ok' };
const refused: Outcome = { outcome: 'permanent_failure', code: 550, response: '550 no such user' };

/** Attempts with a post that answers `answer` and counts; budgets keep the same clock. */
function attempt(deliveryId: number, answer: Outcome, at: () => Date = now) {
  const ids: string[] = [];
  const post: DeliveryTools['post'] = {
    async send({ messageId }) {
      ids.push(messageId);
      return answer;
    },
  };
  const given = {
    db,
    now: at,
    budgetNow: at,
    post,
    origin: 'https://untolled.example',
    mailFrom: 'a@untolled.example',
    random: () => 0.5,
  };
  return attemptDelivery(deliveryId, given).then((result) => ({ result, ids }));
}
const rowOf = async (id: number) => (await db.select().from(deliveries).where(eq(deliveries.id, id)))[0];
const jobsOf = async (id: number) =>
  (
    await db.execute(
      sql`select 1 from pgboss.job where name = 'letter.deliver' and (data->>'deliveryId')::bigint = ${id} and state = 'created'`,
    )
  ).length;
const domainOf = async (id: number) =>
  (
    await db.execute<{ domain: string }>(
      sql`select lower(substring(c.value from '[^@]*$')) as domain from deliveries d join contacts c on c.id = d.contact_id where d.id = ${id}`,
    )
  )[0]?.domain ?? '';

beforeEach(async () => {
  await db.execute(sql`truncate channel_spends, channel_lines, channel_holds, channel_budgets`);
  await db.execute(sql`delete from pgboss.job`);
});

describe('a paused channel', () => {
  test('attempts nothing and counts nothing; opened, it wakes what is due at once, and that it was turned is on record', async () => {
    const { deliveryId } = await sent(db);
    const { deliveryId: waiting } = await sent(db);
    await attempt(waiting, { outcome: 'temporary_failure', code: 451, response: '451', shouldHold: false });
    await db.execute(sql`delete from pgboss.job`);
    await pauseChannel({ channel: 'email', ...who }, { db, now });
    const { result, ids } = await attempt(deliveryId, accepted);
    expect([result, ids]).toEqual([{ ok: false, reason: 'paused' }, []]);
    expect(await rowOf(deliveryId)).toMatchObject({ state: 'queued', attempts: 0 });
    expect(await estimateFor({ deliveryPublicId: (await rowOf(deliveryId))?.publicId ?? '' }, { db, now })).toEqual({
      kind: 'paused',
    });
    expect((await readDeliveries({ db, now })).switches).toMatchObject([
      { channel: 'email', isPaused: true, changedBy: who.by },
    ]);
    expect(await wakeStranded({ db, now: later(3_600_000) })).toBe(0);
    expect(await resumeChannel({ channel: 'email', ...who }, { db, now })).toEqual({ woken: 1 });
    expect([await jobsOf(deliveryId), await jobsOf(waiting)]).toEqual([1, 0]);
    expect(await resumeChannel({ channel: 'email', ...who }, { db, now })).toEqual({ woken: 0 });
    expect((await attempt(deliveryId, accepted)).result).toMatchObject({ state: 'sent', number: 1 });
    const deeds = await db.execute(sql`select action from audit_events where subject = 'email' order by id`);
    expect(deeds.map(({ action }) => action)).toEqual(['channel.pause', 'channel.resume']);
  });

  test('that is opened while its letters are refused loses none of them', async () => {
    const other = database.another({ max: 6 }).db;
    const ids = [];
    for (let one = 0; one < 12; one += 1) ids.push((await sent(db)).deliveryId);
    await pauseChannel({ channel: 'email', ...who }, { db, now });
    await db.execute(sql`delete from pgboss.job`);
    const [results] = await Promise.all([
      Promise.all(ids.map((id) => attempt(id, accepted))),
      resumeChannel({ channel: 'email', ...who }, { db: other, now }),
    ]);
    for (const [index, id] of ids.entries())
      expect(results[index]?.result.ok || (await jobsOf(id)) > 0, `delivery ${id} was sent or has a job`).toBe(true);
  });

  test('that was turned by hand in the table leaves letters that the sweep finds', async () => {
    const { deliveryId } = await sent(db);
    await db.execute(sql`delete from pgboss.job`);
    expect(await wakeStranded({ db, now: later(60_000) })).toBe(0);
    await wakeStranded({ db, now: later(3_600_000) });
    expect(await jobsOf(deliveryId)).toBe(1);
    expect(await wakeStranded({ db, now: later(3_600_000) })).toBe(0);
  });
});

describe('a letter whose receiver has no budget left', () => {
  test('is put off without an attempt, told when, and sent when it comes back; a larger budget brings it at once', async () => {
    await setBudget({ channel: 'email', receiver: '*', perMinute: 1, perHour: null, by: 'op' }, { db, now });
    const [first, second, third] = [await sent(db), await sent(db), await sent(db)];
    expect((await attempt(first.deliveryId, accepted)).result).toMatchObject({ state: 'sent' });
    for (const { deliveryId } of [second, third])
      expect((await attempt(deliveryId, accepted)).result).toEqual({ ok: false, reason: 'no_budget' });
    const row = await rowOf(second.deliveryId);
    expect(row).toMatchObject({ state: 'deferred', attempts: 0 });
    const waitMs = (row?.nextAttemptAt?.getTime() ?? 0) - now().getTime();
    expect(waitMs).toBeGreaterThan(60_000);
    expect(
      ((await rowOf(third.deliveryId))?.nextAttemptAt?.getTime() ?? 0) - (row?.nextAttemptAt?.getTime() ?? 0),
    ).toBe(60_000);
    expect((await attempt(second.deliveryId, accepted, later(waitMs))).result).toMatchObject({
      state: 'sent',
      number: 1,
    });
    const domain = await domainOf(third.deliveryId);
    expect(
      await setBudget({ channel: 'email', receiver: domain, perMinute: null, perHour: null, by: 'op' }, { db, now }),
    ).toEqual({ placedAnew: 1 });
    expect((await attempt(third.deliveryId, accepted)).result).toMatchObject({ state: 'sent' });
  });

  test('421 holds the receiver for everybody, and only that one', async () => {
    const [first, second, third] = [await sent(db), await sent(db), await sent(db, { isp: 'cox' })];
    await attempt(first.deliveryId, {
      outcome: 'temporary_failure',
      code: 421,
      response: '421 closing',
      shouldHold: true,
    });
    expect((await attempt(second.deliveryId, accepted)).result).toEqual({ ok: false, reason: 'no_budget' });
    expect((await attempt(third.deliveryId, accepted)).result).toMatchObject({ state: 'sent' });
    expect((await readDeliveries({ db, now })).attempts.length).toBeGreaterThan(0);
  });

  test('its writer is told when, from what is ahead, the budget and holds', async () => {
    await setBudget({ channel: 'email', receiver: '*', perMinute: null, perHour: 10, by: 'op' }, { db, now });
    const stages = [];
    for (let one = 0; one < 14; one += 1) stages.push(await sent(db));
    const last = stages.at(-1);
    const ask = () => estimateFor({ deliveryPublicId: last?.deliveryPublicId ?? '' }, { db, now });
    // Four more than the hour's ten are ahead or it: a place every six minutes.
    expect(await ask()).toMatchObject({ kind: 'within', isRetry: false });
    await holdReceiver(
      { channel: 'email', receiver: await domainOf(last?.deliveryId ?? 0), waitMs: 3_600_000 },
      { db, now },
    );
    const held = await ask();
    expect(held?.kind === 'within' && held.lowMinutes).toBeGreaterThanOrEqual(60);
    await db.execute(
      sql`update deliveries set state = 'deferred', next_attempt_at = ${later(7_200_000)().toISOString()}::timestamptz where id = ${last?.deliveryId}`,
    );
    expect(await ask()).toEqual({ kind: 'within', lowMinutes: 120, highMinutes: 152, isRetry: false });
    expect(await estimateFor({ deliveryPublicId: '00000000-0000-0000-0000-000000000000' }, { db, now })).toBeNull();
  });
});

describe('dead letters', () => {
  test('go round again with the same Message-ID, begin their waits anew, and it is on record who asked', async () => {
    const { deliveryId } = await sent(db);
    const first = await attempt(deliveryId, refused);
    expect(await listDeadLetters({}, { db })).toMatchObject([
      {
        deliveryId,
        state: 'failed',
        outcome: 'permanent_failure',
        code: 550,
        answer: '550 no such user',
        retries: 0,
        canRetry: true,
      },
    ]);
    expect(await retryDeliveries({ ids: [deliveryId], ...who }, { db, now })).toEqual({ retried: 1, left: 0 });
    expect(await retryDeliveries({ ids: [deliveryId], ...who }, { db, now })).toEqual({ retried: 0, left: 0 });
    let at = 0;
    for (let number = 2; number <= MAX_ATTEMPTS; number += 1) {
      const { result, ids } = await attempt(
        deliveryId,
        { outcome: 'temporary_failure', code: 451, response: '451', shouldHold: false },
        later(at),
      );
      expect(result).toMatchObject({ ok: true, state: 'deferred', number });
      expect(ids).toEqual(first.ids);
      at += BACK_OFF_MS[number - 2] ?? 0;
    }
    const retries = await db.execute(
      sql`select from_state, attempts_before, asked_by, reason from delivery_retries where delivery_id = ${deliveryId}`,
    );
    expect([...retries]).toEqual([{ from_state: 'failed', attempts_before: 1, asked_by: who.by, reason: who.reason }]);
  });

  test('of a receiver go together; one whose address is no longer verified, or whose writer took it back, stays', async () => {
    const stages = [await sent(db), await sent(db), await sent(db, { isp: 'cox' }), await sent(db)];
    for (const { deliveryId } of stages) await attempt(deliveryId, refused);
    const [a, b, c, d] = stages;
    const domain = await domainOf(a?.deliveryId ?? 0);
    await db.execute(sql`update letters set withdrawn_at = now() where id = ${d?.letterId}`);
    expect(
      await retryDeliveries(
        { channel: 'email', receiver: domain, ...who },
        { db, now: () => new Date(Date.now() + 86_400_000) },
      ),
    ).toEqual({ retried: 2, left: 1 });
    expect([
      (await rowOf(a?.deliveryId ?? 0))?.state,
      (await rowOf(b?.deliveryId ?? 0))?.state,
      (await rowOf(c?.deliveryId ?? 0))?.state,
    ]).toEqual(['queued', 'queued', 'failed']);
    await db
      .update(contacts)
      .set({ state: 'retired' })
      .where(eq(contacts.id, (await rowOf(c?.deliveryId ?? 0))?.contactId ?? 0));
    expect(await listDeadLetters({ receiver: await domainOf(c?.deliveryId ?? 0) }, { db })).toMatchObject([
      { canRetry: false },
    ]);
    expect(
      await retryDeliveries(
        { ids: [c?.deliveryId ?? 0], ...who },
        { db, now: () => new Date(Date.now() + 86_400_000) },
      ),
    ).toEqual({ retried: 0, left: 1 });
  });

  test('that two operators retry at the same moment go round once', async () => {
    const { deliveryId } = await sent(db);
    await attempt(deliveryId, refused);
    await db.execute(sql`delete from pgboss.job`);
    const other = database.another({ max: 2 }).db;
    const results = await Promise.all(
      [db, other, db, other].map((one) => retryDeliveries({ ids: [deliveryId], ...who }, { db: one, now })),
    );
    expect(results.reduce((sum, { retried }) => sum + retried, 0)).toBe(1);
    expect(await jobsOf(deliveryId)).toBe(1);
  });

  test('dead jobs of the queue are listed with what they failed with, and run again', async () => {
    await db.execute(sql`
      insert into pgboss.job (id, name, data, source_name, source_id, source_retry_count, source_output)
      values (gen_random_uuid(), 'job.dead', '{"letterId": 7}', 'mail.receipt', gen_random_uuid(), 21, '{"fault": "PostgresError"}'),
        (gen_random_uuid(), 'job.dead', '{"x": 1}', 'gone.kind', gen_random_uuid(), 0, null)`);
    const dead = await listDeadJobs({ db });
    expect(dead.find(({ name }) => name === 'mail.receipt')).toMatchObject({
      name: 'mail.receipt',
      data: { letterId: 7 },
      retries: 21,
      fault: 'PostgresError',
    });
    expect(await retryDeadJobs({ by: 'op' }, { db, now })).toEqual({ retried: 1 });
    expect(await listDeadJobs({ db })).toMatchObject([{ name: 'gone.kind' }]);
    expect(
      (await db.execute(sql`select 1 from pgboss.job where name = 'mail.receipt' and state = 'created'`)).length,
    ).toBe(1);
  });
});

test('letters share a claim, and one that is named twice in it is sent once', async () => {
  const { deliveryId } = await sent(db);
  const { deliveryId: other } = await sent(db);
  const results = await Promise.all([deliveryId, other, deliveryId, deliveryId].map((id) => attempt(id, accepted)));
  expect(results.filter(({ result }) => result.ok)).toHaveLength(2);
});
