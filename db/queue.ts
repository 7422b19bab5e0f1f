import { sql } from 'drizzle-orm';
import { type Clock, fromDrizzle, PgBoss, type Queue, type QueueOptions } from 'pg-boss';
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
  { name: 'mail.receipt', deadLetter: DEAD.name, ...MAIL },
  { name: 'letter.deliver', deadLetter: DEAD.name, ...MAIL },
];

/** What pg-boss runs its statements on. Source: pg-boss `fromDrizzle`. */
export type QueueDatabase = ReturnType<typeof fromDrizzle>;

/** Lets pg-boss write through a database or a transaction of ours. Source: pg-boss `fromDrizzle`. */
export function queueDatabase(db: Db): QueueDatabase {
  const inner = fromDrizzle(db, sql);
  // drizzle hands values to postgres.js as they are, so objects and dates must arrive as text.
  const plain = (value: unknown) =>
    value instanceof Date
      ? value.toISOString()
      : typeof value === 'object' && value !== null && !Array.isArray(value)
        ? JSON.stringify(value)
        : value;
  return { executeSql: (text, values) => inner.executeSql(text, values?.map(plain)) };
}

/** A clock without intervals: what a sender needs, since only workers refresh and maintain. */
const stillClock: Clock = {
  now: () => Date.now(),
  setTimeout: () => undefined,
  clearTimeout: () => {},
  setInterval: () => undefined,
  clearInterval: () => {},
};

const QUIET = { schema: 'pgboss', supervise: false, schedule: false, migrate: false, createSchema: false } as const;

/** A started sender over `db`: no maintenance, no timers, nothing to stop. Throws when the queue was not migrated. Own choice. */
export async function createSender(db: QueueDatabase): Promise<PgBoss> {
  const boss = new PgBoss({ ...QUIET, db, clock: stillClock });
  await boss.start();
  return boss;
}

/**
 * Brings the queue's own schema and its queues to what `QUEUES` says; running it again changes nothing. The caller holds
 * the migration lock, so that two machines that start at once do it one after the other. Throws what PostgreSQL refuses.
 */
export async function migrateQueue(db: Db): Promise<void> {
  const boss = new PgBoss({
    ...QUIET,
    migrate: true,
    createSchema: true,
    db: queueDatabase(db),
    clock: stillClock,
  });
  boss.on('error', (fault) => {
    throw fault;
  });
  await boss.start();
  try {
    const known = new Set((await boss.getQueues()).map((queue) => queue.name));
    for (const { name, ...options } of QUEUES) {
      if (known.has(name)) await boss.updateQueue(name, options);
      else await boss.createQueue(name, options);
    }
  } finally {
    await boss.stop({ graceful: false, close: false });
  }
}
