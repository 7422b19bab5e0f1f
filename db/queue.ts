import { sql } from 'drizzle-orm';
import { type Clock, type ConstructorOptions, PgBoss, type Queue, type QueueOptions } from 'pg-boss';
import type { Sql } from 'postgres';
import type { Db } from './client.ts';

const DAY_SECONDS = 86_400;

/** Kept until a person looks at it: where a job goes that failed every retry. Own choice. */
const DEAD: Queue = { name: 'job.dead', retentionSeconds: 365 * DAY_SECONDS, deleteAfterSeconds: 30 * DAY_SECONDS };

/** Retries after 10 s, 20 s, 40 s ... an hour at most, about 14 hours in all: longer than a mail server is usually away. Own choice. */
const MAIL: QueueOptions = {
  retryLimit: 21,
  retryDelay: 10,
  retryBackoff: true,
  retryDelayMax: 3600,
  // A worker that was killed stops refreshing; pg-boss allows 10 seconds at least.
  heartbeatSeconds: 15,
  expireInSeconds: 300,
  retentionSeconds: 30 * DAY_SECONDS,
  deleteAfterSeconds: DAY_SECONDS,
};

/** The queues and how each retries, keeps and gives up. Names are those of `app/domain/job/job.ts`. Own choice. */
export const QUEUES: readonly Queue[] = [
  DEAD,
  { name: 'mail.confirmation', deadLetter: DEAD.name, ...MAIL },
  { name: 'mail.signature-receipt', deadLetter: DEAD.name, ...MAIL },
  { name: 'mail.receipt', deadLetter: DEAD.name, ...MAIL },
  { name: 'mail.submission', deadLetter: DEAD.name, ...MAIL },
  { name: 'mail.correction-decision', deadLetter: DEAD.name, ...MAIL },
  { name: 'mail.inquiry', deadLetter: DEAD.name, ...MAIL },
  { name: 'mail.subscription', deadLetter: DEAD.name, ...MAIL },
  { name: 'audience.import', deadLetter: DEAD.name, ...MAIL, retryLimit: 5, expireInSeconds: 7200 },
  { name: 'mail.returned', deadLetter: DEAD.name, ...MAIL },
  { name: 'mail.organizer-link', deadLetter: DEAD.name, ...MAIL },
  { name: 'mail.organizer-invitation', deadLetter: DEAD.name, ...MAIL },
  { name: 'mail.organizer-email', deadLetter: DEAD.name, ...MAIL },
  { name: 'mail.organizer-notice', deadLetter: DEAD.name, ...MAIL },
  { name: 'mail.broadcast-test', deadLetter: DEAD.name, ...MAIL },
  { name: 'mail.broadcast-stopped', deadLetter: DEAD.name, ...MAIL },
  { name: 'complaint.remind', deadLetter: DEAD.name, ...MAIL },
  { name: 'letter.print', deadLetter: DEAD.name, ...MAIL },
  { name: 'letter.deliver', deadLetter: DEAD.name, ...MAIL },
  { name: 'letter.file', deadLetter: DEAD.name, ...MAIL },
  { name: 'mail.export', deadLetter: DEAD.name, ...MAIL },
  { name: 'export.make', deadLetter: DEAD.name, ...MAIL, expireInSeconds: 43_200 },
  { name: 'review.batch', deadLetter: DEAD.name, ...MAIL, expireInSeconds: 7200 },
];

/** drizzle makes postgres.js pass dates and objects on as they are, so they must arrive as text. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify(value) : value;
}

/** A job as the queue stores it. `id` decides: a second job of the same name and id is not stored. */
export interface StoredJob {
  id: string;
  name: string;
  data: object;
  startAfterMs: number;
}

/**
 * The function `enqueue_job`: stores a job with the retries, heartbeat and grave of its queue; false when a job of that name and id is
 * there, an exception when there is no such queue. A function, because its statements are planned once per connection, and because
 * a signing enqueues in its own statement (decision 0008).
 */
const ENQUEUE_JOB = `create or replace function enqueue_job(p_id uuid, p_name text, p_data jsonb, p_wait_ms float8) returns boolean
  language plpgsql as $$
  declare
    q pgboss.queue;
    start timestamptz := now() + p_wait_ms * interval '1 millisecond';
  begin
    select * into q from pgboss.queue where name = p_name;
    if not found then
      raise exception 'there is no queue %: the database was not migrated', p_name;
    end if;
    insert into pgboss.job (id, name, data, start_after, created_on, keep_until, expire_seconds, deletion_seconds, retry_limit,
        retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
      values (p_id, q.name, p_data, start, now(), start + q.retention_seconds * interval '1 second', q.expire_seconds,
        q.deletion_seconds, q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.policy, q.dead_letter,
        q.heartbeat_seconds)
      on conflict do nothing;
    return found;
  end $$`;

/**
 * The function `enqueue_jobs`: as `enqueue_job`, for any number of jobs of one queue at once and without a wait; a name and id that is there is an exception. Null
 * arrays store nothing. The queues of `QUEUES` have no tables of their own.
 */
const ENQUEUE_JOBS = `create or replace function enqueue_jobs(p_name text, p_ids uuid[], p_data jsonb[]) returns integer
  language plpgsql as $$
  declare
    q pgboss.queue;
    stored integer;
  begin
    select * into q from pgboss.queue where name = p_name;
    if not found then
      raise exception 'there is no queue %: the database was not migrated', p_name;
    end if;
    -- Straight into the table of all queues: finding the partition costs as much as writing the row.
    insert into pgboss.job_common (id, name, data, start_after, created_on, keep_until, expire_seconds, deletion_seconds, retry_limit,
        retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
      select j.id, q.name, j.data, now(), now(), now() + q.retention_seconds * interval '1 second', q.expire_seconds,
        q.deletion_seconds, q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.policy, q.dead_letter,
        q.heartbeat_seconds
      from unnest(p_ids, p_data) as j(id, data);
    get diagnostics stored = row_count;
    return stored;
  end $$`;

/**
 * pg-boss has PostgreSQL check the names of a job's queue and grave for each row it stores, and lock the rows of `pgboss.queue` that all jobs share. The
 * functions above take both names from that table, and no queue is ever removed (decision 0024).
 */
const DROP_QUEUE_KEYS = `do $$
  begin
    if exists (select from pg_constraint where conrelid = 'pgboss.job_common'::regclass and conname in ('q_fkey', 'dlq_fkey')) then
      alter table pgboss.job_common drop constraint if exists q_fkey, drop constraint if exists dlq_fkey;
    end if;
  end $$`;

/**
 * Stores a job through whichever transaction calls it, with one call of `enqueue_job`. Answers false when a job of that name and id
 * is there. Throws when the queue was not migrated. Source: pg-boss README, "SQL support"; a test holds it to what `send` stores.
 */
export async function insertJob(db: Db, { id, name, data, startAfterMs }: StoredJob): Promise<boolean> {
  const [row] = await db.execute<{ stored: boolean }>(
    sql`select enqueue_job(${id}::uuid, ${name}, ${JSON.stringify(data)}::text::jsonb, ${startAfterMs}::float8) as stored`,
  );
  return row?.stored === true;
}

/**
 * Lets pg-boss run everything on a pool, also its scripts with `BEGIN` and `COMMIT`: those get a connection of their own,
 * because postgres.js refuses a transaction on a shared one. Own choice.
 */
function queueServer(pool: Sql): NonNullable<ConstructorOptions['db']> {
  return {
    async executeSql(text, values) {
      if (values?.length) return { rows: await pool.unsafe(text, values.map(plain) as never[]) };
      const own = await pool.reserve();
      try {
        const result: readonly unknown[] = await own.unsafe(text);
        return { rows: result.some(Array.isArray) ? result.flat() : [...result] };
      } catch (fault) {
        await own.unsafe('rollback').catch(() => {});
        throw fault;
      } finally {
        own.release();
      }
    },
  };
}

/** A clock without intervals: what migrating needs, since only workers refresh and maintain. */
const stillClock: Clock = {
  now: () => Date.now(),
  setTimeout: () => undefined,
  clearTimeout: () => {},
  setInterval: () => undefined,
  clearInterval: () => {},
};

const QUIET = { schema: 'pgboss', supervise: false, schedule: false, migrate: false, createSchema: false } as const;

/**
 * Brings the queue's own schema and its queues to what `QUEUES` says; running it again changes nothing. The caller holds
 * the migration lock, so that two machines that start at once do it one after the other. Throws what PostgreSQL refuses.
 */
export async function migrateQueue(pool: Sql): Promise<void> {
  const boss = new PgBoss({
    ...QUIET,
    migrate: true,
    createSchema: true,
    db: queueServer(pool),
    clock: stillClock,
  });
  boss.on('error', (fault) => {
    throw fault;
  });
  await boss.start();
  try {
    await pool.unsafe(ENQUEUE_JOB);
    await pool.unsafe(ENQUEUE_JOBS);
    await pool.unsafe(DROP_QUEUE_KEYS);
    const known = new Set((await boss.getQueues()).map((queue) => queue.name));
    for (const { name, ...options } of QUEUES) {
      if (known.has(name)) await boss.updateQueue(name, options);
      else await boss.createQueue(name, options);
    }
  } finally {
    await boss.stop({ graceful: false, close: false });
  }
}

/** How soon the jobs of a killed worker are looked for while others live, in seconds. Own choice. */
const SUPERVISE_SECONDS = 10;

/** The queue of a worker: it fetches, supervises and clears up on timers from `start()` to `stop()`; it never migrates. Own choice. */
export function createWorkerQueue(pool: Sql): PgBoss {
  return new PgBoss({
    ...QUIET,
    supervise: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    db: queueServer(pool),
  });
}

/** Key of the lock that every running worker shares; whoever gets it alone knows that no worker runs. */
const WORKERS_LOCK = 6_140_130;

/**
 * Puts jobs that a dead worker left "active" back at once, when it can be known that no worker runs; the heartbeat finds
 * them later otherwise. Jobs out of retries are left to the heartbeat, which buries them. Answers how many, or null when
 * another worker runs. Own choice.
 */
export async function recoverOrphans(db: Db): Promise<number | null> {
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ alone: boolean }>(
      sql`select pg_try_advisory_xact_lock(${WORKERS_LOCK}) as alone`,
    );
    if (!lock?.alone) return null;
    const rows = await tx.execute(sql`
      update pgboss.job set state = 'retry', start_after = now(), heartbeat_on = null
      where state = 'active' and retry_count < retry_limit returning id`);
    return rows.length;
  });
}

/** Whether any job is marked as being worked on. */
export async function hasActiveJobs(db: Db): Promise<boolean> {
  const [row] = await db.execute<{ found: boolean }>(
    sql`select exists (select from pgboss.job where state = 'active') as found`,
  );
  return row?.found ?? false;
}

/**
 * Shows other workers that this one runs: holds a shared lock in a transaction of its own, which the server ends with the
 * connection, until `until` settles. Calls `onHeld` once it holds. Throws when the connection is lost. Own choice.
 */
export async function holdWorkerPresence(connection: Sql, until: Promise<void>, onHeld: () => void): Promise<void> {
  await connection.begin(async (tx) => {
    await tx`set local idle_in_transaction_session_timeout = 0`;
    await tx`select pg_advisory_xact_lock_shared(${WORKERS_LOCK})`;
    onHeld();
    await until;
  });
}
