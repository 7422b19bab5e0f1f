import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { insertJob } from '#db/queue.ts';
import { JOB_DATA, type NewJob } from './job.ts';

/** The id of a job with a key: the same (name, key) gives the same id, so that the primary key of the queue refuses the second. Source: RFC 9562, version 8. */
export function jobId(name: string, key: string): string {
  const bytes = createHash('sha256').update(`${name}\n${key}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * Enqueues a job in the caller's transaction: it exists when the transaction commits and never otherwise. One statement.
 * Answers the job's id, or null when its key is already known. Throws on data that its schema refuses. Source: DESIGN
 * section 2, "queue".
 */
export async function enqueueJob(db: Db, job: NewJob): Promise<string | null> {
  const data = JOB_DATA[job.name].parse(job.data);
  const { name, startAfterMs = 0, key } = job;
  const id = key === undefined ? randomUUID() : jobId(name, key);
  return (await insertJob(db, { id, name, data, startAfterMs: Math.max(0, startAfterMs) })) ? id : null;
}

/**
 * Enqueues any number of jobs without keys in one statement; otherwise as `enqueueJob`. Throws on data that a schema refuses. Own choice.
 */
export async function enqueueJobs(db: Db, jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return;
  const rows = jobs.map(({ name, data, startAfterMs = 0 }) => ({
    name,
    data: JOB_DATA[name].parse(data),
    wait: Math.max(0, startAfterMs),
  }));
  await db.execute(sql`
    select enqueue_job(gen_random_uuid(), j.name, j.data, j.wait)
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as j (name text, data jsonb, wait float8)`);
}

/** How far behind the queue is. Durations in milliseconds, 0 when there is no such job. */
export interface QueueState {
  /** Jobs that could run now, and how long the oldest has been able to. */
  waiting: number;
  oldestWaitingMs: number;
  /** Jobs whose time is still to come: failed and to be tried again, or held back on purpose. */
  putOff: number;
  /** How long ago the oldest job that failed and is tried again was enqueued: how long a mail server has refused. */
  oldestRetryingMs: number;
  /** Jobs that gave up after every retry and wait for a person. */
  dead: number;
}

/** Reads how far behind the queue is, for readiness and metrics. Own choice. */
export async function readQueueState(given: Partial<Tools> = {}): Promise<QueueState> {
  const { db } = tools(given);
  const [row] = await db.execute<Record<keyof QueueState, string>>(sql`
    select count(*) filter (where name <> 'job.dead' and start_after <= now()) as "waiting",
      extract(epoch from now() - min(start_after) filter (where name <> 'job.dead' and start_after <= now())) * 1000 as "oldestWaitingMs",
      count(*) filter (where name <> 'job.dead' and start_after > now()) as "putOff",
      extract(epoch from now() - min(created_on) filter (where name <> 'job.dead' and state = 'retry')) * 1000 as "oldestRetryingMs",
      count(*) filter (where name = 'job.dead') as "dead"
    from pgboss.job where state in ('created', 'retry')`);
  const figure = (name: keyof QueueState) => Math.max(0, Math.round(Number(row?.[name] ?? 0)));
  return {
    waiting: figure('waiting'),
    oldestWaitingMs: figure('oldestWaitingMs'),
    putOff: figure('putOff'),
    oldestRetryingMs: figure('oldestRetryingMs'),
    dead: figure('dead'),
  };
}
