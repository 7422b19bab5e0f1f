import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { enqueueJob, readQueueState } from '#app/domain/job/job.server.ts';
import { JOB_NAMES, type JobName, type NewJob } from '#app/domain/job/job.ts';
import type { JobKinds } from '#app/jobs/job-kind.ts';
import { createWorker, type Worker } from '#app/jobs/worker.ts';
import { createWorkerQueue, recoverOrphans } from '#db/queue.ts';
import { renderMail } from '#emails/render.ts';
import type { Post } from '#emails/transport.ts';
import { testDatabase } from '#tests/support/database.ts';
import { jobSample } from '#tests/support/job-sample.ts';
import { insertCampaign, insertConfirmed } from '../domain/count/signers.ts';

const database = await testDatabase();
const { db } = database;

const post: Post = { send: async () => ({ outcome: 'accepted', response: '250 ok' }), close: async () => {} };

function record() {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { lines, log };
}

const done: [JobName, object][] = [];
const note =
  (name: JobName) =>
  async (data: object): Promise<void> => {
    done.push([name, data]);
  };
const kinds = Object.fromEntries(JOB_NAMES.map((name) => [name, note(name)])) as unknown as JobKinds;

const running: Worker[] = [];
async function work(overrides: Partial<JobKinds> = {}, connection = database.another()) {
  const { lines, log } = record();
  const worker = createWorker({
    connection,
    post,
    renderMail,
    origin: 'https://untolled.example',
    log,
    kinds: { ...kinds, ...overrides },
  });
  running.push(worker);
  await worker.start();
  return { worker, lines };
}

async function until(condition: () => boolean | Promise<boolean>, withinMs = 15_000) {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not come about in time');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const states = async () =>
  (await db.execute<{ state: string }>(sql`select state::text from pgboss.job order by created_on`)).map(
    (r) => r.state,
  );

beforeEach(async () => {
  done.length = 0;
  await db.execute(sql`delete from pgboss.job`);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()));
});

describe('the worker', () => {
  it('does every kind of job', async () => {
    for (const name of JOB_NAMES) {
      const data = jobSample(name);
      await enqueueJob(db, { name, data } as NewJob);
    }
    await work();
    await until(() => done.length === JOB_NAMES.length);
    expect(done.map(([name]) => name).toSorted()).toEqual(JOB_NAMES.toSorted());
    await until(async () => (await states()).every((state) => state === 'completed'));
  });

  it('counts what was confirmed, without being asked', async () => {
    const campaignId = await insertCampaign(db, 'counted-by-the-worker');
    await insertConfirmed(db, { campaignId, count: 3 });
    await work();
    await until(async () => {
      const [row] = await db.execute<{ signed: string }>(
        sql`select signed from campaign_counts where campaign_id = ${campaignId}`,
      );
      return row?.signed === '3';
    });
  });

  it('runs a failed job again later, and logs the failure once by ids alone', async () => {
    await enqueueJob(db, { name: 'mail.confirmation', data: { challengeId: 41 } });
    let tries = 0;
    const { lines } = await work({
      'mail.confirmation': async () => {
        tries += 1;
        if (tries === 1) throw Object.assign(new Error('550 anna@inbox.example is unknown'), { code: 'EENVELOPE' });
      },
    });
    await until(async () => (await states())[0] === 'retry');
    const [row] = await db.execute<{ wait: string; output: object }>(
      sql`select extract(epoch from start_after - now()) as wait, output from pgboss.job`,
    );
    expect(Number(row?.wait)).toBeGreaterThan(4);
    expect(JSON.stringify(row?.output)).not.toContain('inbox.example');
    await db.execute(sql`update pgboss.job set start_after = now()`);
    await until(async () => (await states())[0] === 'completed');
    const faults = lines.filter((line) => Number(line.level) >= 50);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ job: 'mail.confirmation', challengeId: 41, code: 'EENVELOPE' });
    expect(JSON.stringify(lines)).not.toContain('inbox.example');
  });

  it('does the other jobs of a batch when one fails', async () => {
    for (const challengeId of [1, 2, 3]) await enqueueJob(db, { name: 'mail.confirmation', data: { challengeId } });
    await work({
      'mail.confirmation': async ({ challengeId }) => {
        if (challengeId === 2) throw new Error('not this one');
      },
    });
    await until(async () => (await states()).toSorted().join() === 'completed,completed,retry');
  });

  it('keeps a job that never succeeds, for a person to see', async () => {
    await enqueueJob(db, { name: 'mail.receipt', data: { letterId: 5 } });
    await db.execute(sql`update pgboss.job set retry_limit = 0`);
    await work({
      'mail.receipt': async () => {
        throw new Error('never');
      },
    });
    await until(async () => (await readQueueState({ db })).dead === 1);
  });

  it('buries a job that carries data of another kind', async () => {
    await enqueueJob(db, { name: 'mail.receipt', data: { letterId: 5 } });
    await db.execute(sql`update pgboss.job set data = '{"letterId":"five"}'`);
    await work();
    await until(async () => (await readQueueState({ db })).dead === 1);
    expect(done).toEqual([]);
  });

  it('finishes the job under way before it stops, and fetches no other', async () => {
    await enqueueJob(db, { name: 'letter.deliver', data: { deliveryId: 1 } });
    let release = () => {};
    let started = false;
    let finished = false;
    const { worker } = await work({
      'letter.deliver': async () => {
        started = true;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        finished = true;
      },
    });
    await until(() => started);
    const stopped = worker.stop();
    // A fetch that was on its way when the stop began may still bring a job; a later one must not.
    await new Promise((resolve) => setTimeout(resolve, 700));
    await enqueueJob(db, { name: 'letter.deliver', data: { deliveryId: 2 } });
    setTimeout(() => release(), 300);
    await stopped;
    expect(finished).toBe(true);
    expect(await states()).toEqual(['completed', 'created']);
  });
});

describe('jobs of a worker that died', () => {
  // In one transaction, so that no worker sees it waiting.
  const orphan = () =>
    db.transaction(async (tx) => {
      await enqueueJob(tx, { name: 'mail.confirmation', data: { challengeId: 9 } });
      await tx.execute(sql`update pgboss.job set state = 'active', started_on = now(), heartbeat_on = now()`);
    });

  it('are done at once by a worker that finds itself alone', async () => {
    await orphan();
    await work();
    await until(() => done.length === 1, 4_000);
    const [row] = await db.execute<{ retry_count: number }>(sql`select retry_count from pgboss.job`);
    expect(row?.retry_count).toBe(1);
  });

  it('are left alone while another worker runs, whose jobs they may be', async () => {
    await work();
    await orphan();
    expect(await recoverOrphans(db)).toBeNull();
    await work();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(done).toEqual([]);
    expect(await states()).toEqual(['active']);
  });

  it('come back by heartbeat while another worker runs', async () => {
    await work();
    await orphan();
    const supervisor = createWorkerQueue(database.another().sql);
    supervisor.on('error', () => {});
    await supervisor.start();
    await supervisor.supervise();
    expect(await states()).toEqual(['active']);
    await db.execute(sql`update pgboss.job set heartbeat_on = now() - interval '16 seconds'`);
    await db.execute(sql`update pgboss.queue set monitor_on = null, monitor_claim_on = null`);
    await supervisor.supervise();
    expect(await states()).toEqual(['retry']);
    await supervisor.stop({ graceful: false });
  });
});

it('two workers never do the same job', async () => {
  for (let id = 1; id <= 60; id += 1) await enqueueJob(db, { name: 'mail.confirmation', data: { challengeId: id } });
  await Promise.all([work(), work()]);
  await until(async () => (await states()).every((state) => state === 'completed'));
  expect(done).toHaveLength(60);
});

it('the worker counts while a sequencer elsewhere holds the lock for a while', async () => {
  const campaignId = await insertCampaign(db, 'held-lock');
  const other = database.another();
  const held = other.db.transaction(async (tx) => {
    await runSequencer({ db: tx });
    await insertConfirmed(db, { campaignId, count: 2 });
    await work();
    await new Promise((resolve) => setTimeout(resolve, 500));
  });
  await held;
  await until(async () => {
    const [row] = await db.execute<{ signed: string }>(
      sql`select signed from campaign_counts where campaign_id = ${campaignId}`,
    );
    return row?.signed === '2';
  });
});
