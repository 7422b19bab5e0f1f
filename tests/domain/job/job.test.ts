import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { enqueueJob, readQueueState } from '#app/domain/job/job.server.ts';
import { JOB_NAMES, type NewJob } from '#app/domain/job/job.ts';
import { migrate } from '#db/migrate.ts';
import { createWorkerQueue, QUEUES } from '#db/queue.ts';
import { testDatabase } from '#tests/support/database.ts';
import { jobSample } from '#tests/support/job-sample.ts';

const database = await testDatabase();
const { db } = database;

const jobs = () =>
  db.execute<{ name: string; data: unknown; state: string; dead_letter: string | null; heartbeat_seconds: number }>(
    sql`select name, data, state, dead_letter, heartbeat_seconds from pgboss.job order by name, created_on`,
  );

beforeEach(async () => {
  await db.execute(sql`delete from pgboss.job`);
});

describe('enqueueing', () => {
  it('makes a job when the transaction commits', async () => {
    const id = await db.transaction((tx) => enqueueJob(tx, { name: 'mail.confirmation', data: { challengeId: 7 } }));
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect([...(await jobs())]).toEqual([
      {
        name: 'mail.confirmation',
        data: { challengeId: 7 },
        state: 'created',
        dead_letter: 'job.dead',
        heartbeat_seconds: 15,
      },
    ]);
  });

  it('makes none when the transaction rolls back', async () => {
    const abandoned = db.transaction(async (tx) => {
      await enqueueJob(tx, { name: 'mail.receipt', data: { letterId: 1 } });
      throw new Error('abandoned');
    });
    await expect(abandoned).rejects.toThrow('abandoned');
    expect([...(await jobs())]).toEqual([]);
  });

  it('sends one statement a job', async () => {
    const queries: string[] = [];
    const watched = database.another({ onQuery: (query) => queries.push(query) });
    await enqueueJob(watched.db, { name: 'letter.deliver', data: { deliveryId: 1 } });
    queries.length = 0;
    await enqueueJob(watched.db, { name: 'letter.deliver', data: { deliveryId: 2 } });
    expect(queries).toHaveLength(1);
    expect(queries[0]).toContain('select enqueue_job');
  });

  it('writes through the caller, whichever of many transactions calls first', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        db
          .transaction(async (tx) => {
            await enqueueJob(tx, { name: 'mail.confirmation', data: { challengeId: i + 1 } });
            if (i % 2 === 1) throw new Error('abandoned');
          })
          .catch(() => {}),
      ),
    );
    expect(await jobs()).toHaveLength(15);
  });

  it('does not enqueue the same key twice, also from two connections at once', async () => {
    const other = database.another();
    const letter = (key: string) => ({ name: 'letter.deliver' as const, data: { deliveryId: 3 }, key });
    const ids = await Promise.all([
      enqueueJob(db, letter('3:1')),
      enqueueJob(other.db, letter('3:1')),
      enqueueJob(db, letter('3:2')),
    ]);
    expect(ids.filter(Boolean)).toHaveLength(2);
    expect(await jobs()).toHaveLength(2);
  });

  it('holds a job back for the time asked', async () => {
    await enqueueJob(db, { name: 'letter.deliver', data: { deliveryId: 3 }, startAfterMs: 90_000 });
    const [row] = await db.execute<{ wait: string }>(
      sql`select round(extract(epoch from start_after - created_on)) as wait from pgboss.job`,
    );
    expect(Number(row?.wait)).toBeGreaterThanOrEqual(89);
    expect(Number(row?.wait)).toBeLessThanOrEqual(91);
    expect(await readQueueState({ db })).toMatchObject({ waiting: 0, oldestWaitingMs: 0, putOff: 1, dead: 0 });
  });

  it('stores what pg-boss itself would store', async () => {
    const boss = createWorkerQueue(database.sql);
    boss.on('error', () => {});
    await boss.start();
    for (const name of JOB_NAMES) {
      await db.execute(sql`delete from pgboss.job`);
      const data = jobSample(name);
      await boss.send(name, data, { startAfter: '90 seconds' });
      await enqueueJob(db, { name, data, startAfterMs: 90_000 } as NewJob);
      const rows = await db.execute<Record<string, unknown>>(sql`select * from pgboss.job order by created_on`);
      const [theirs, ours] = rows.map((row) => {
        const since = (column: string) =>
          Math.round((Date.parse(String(row[column])) - Date.parse(String(row.created_on))) / 1000);
        return {
          ...row,
          data: Object.keys(row.data as object).length > 0,
          id: null,
          created_on: null,
          start_after: since('start_after'),
          keep_until: since('keep_until'),
        };
      });
      expect(ours).toEqual(theirs);
    }
    await boss.stop({ graceful: false });
  });

  it('says that the database was not migrated rather than lose a job', async () => {
    await expect(
      db.transaction(async (tx) => {
        await tx.execute(sql`delete from pgboss.queue where name = 'mail.receipt'`);
        await enqueueJob(tx, { name: 'mail.receipt', data: { letterId: 1 } });
      }),
    ).rejects.toMatchObject({ cause: { message: expect.stringContaining('not migrated') } });
  });

  it('refuses data of another kind of job', async () => {
    const wrong = { name: 'mail.confirmation', data: { letterId: 1 } } as unknown as Parameters<typeof enqueueJob>[1];
    await expect(enqueueJob(db, wrong)).rejects.toThrow();
    expect([...(await jobs())]).toEqual([]);
  });
});

describe('the queue', () => {
  it('has a queue for every kind of job, each with a place for the dead', () => {
    expect(QUEUES.map((queue) => queue.name).toSorted()).toEqual(['job.dead', ...JOB_NAMES].toSorted());
    for (const queue of QUEUES.filter(({ name }) => name !== 'job.dead')) expect(queue.deadLetter).toBe('job.dead');
  });

  it('survives two machines that migrate at once, and migrating again', async () => {
    await db.execute(sql`drop schema pgboss cascade`);
    await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
    await db.execute(sql`update pgboss.queue set retry_limit = 1 where name = 'mail.receipt'`);
    await migrate(database.url);
    const queues = await db.execute<{ name: string; retry_limit: number }>(
      sql`select name, retry_limit from pgboss.queue order by name`,
    );
    expect([...queues]).toContainEqual({ name: 'mail.receipt', retry_limit: 21 });
    expect(queues.map(({ name }) => name)).toEqual(expect.arrayContaining([...JOB_NAMES, 'job.dead']));
  });

  it('says how old the oldest waiting job is', async () => {
    await enqueueJob(db, { name: 'mail.receipt', data: { letterId: 1 } });
    await db.execute(sql`update pgboss.job set start_after = now() - interval '2 minutes'`);
    const state = await readQueueState({ db });
    expect(state.waiting).toBe(1);
    expect(state.oldestWaitingMs).toBeGreaterThanOrEqual(120_000);
    expect(state.oldestWaitingMs).toBeLessThan(150_000);
  });

  it('says since when a job fails, which its place in the queue does not tell', async () => {
    await enqueueJob(db, { name: 'mail.receipt', data: { letterId: 1 } });
    await enqueueJob(db, { name: 'letter.deliver', data: { deliveryId: 1 }, startAfterMs: 60_000 });
    await db.execute(sql`update pgboss.job set state = 'retry', retry_count = 4, created_on = now() - interval '20 minutes',
      start_after = now() + interval '1 minute' where name = 'mail.receipt'`);
    const state = await readQueueState({ db });
    expect(state).toMatchObject({ waiting: 0, oldestWaitingMs: 0, putOff: 2, dead: 0 });
    expect(state.oldestRetryingMs).toBeGreaterThanOrEqual(1_200_000);
    expect(state.oldestRetryingMs).toBeLessThan(1_230_000);
  });
});
