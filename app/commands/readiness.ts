import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { connection } from '#app/db.server.ts';
import { type QueueState, readQueueState } from '#app/domain/job/job.server.ts';
import type { ReadinessCheck } from '#app/http/health.ts';
import type { Metrics } from '#app/http/metrics.ts';

const journalSchema = z.object({ entries: z.array(z.object({ tag: z.string() })) });

/**
 * What must hold before visitors are sent here: the database answers, its migrations are at least those of this checkout, and the queue
 * can be read. A queue that lags is shown and not refused, because pages and signatures work without the worker.
 */
export async function readinessChecks(root: string): Promise<ReadinessCheck[]> {
  const journal = resolve(root, 'db/migrations/meta/_journal.json');
  const { entries } = journalSchema.parse(JSON.parse(await readFile(journal, 'utf8')));
  const queue = sharedQueueState();
  return [
    {
      name: 'database',
      async check() {
        await connection().sql`select 1`;
        return 'answers';
      },
    },
    {
      name: 'migrations',
      async check() {
        const [row] = await connection().sql<{ count: number }[]>`
          select count(*)::int as count from drizzle.__drizzle_migrations`;
        if ((row?.count ?? 0) < entries.length) throw new Error('migrations are missing');
        return 'complete';
      },
    },
    {
      name: 'oldestWaitingJobMs',
      async check() {
        return (await queue()).oldestWaitingMs;
      },
    },
    {
      name: 'oldestRetryingJobMs',
      async check() {
        return (await queue()).oldestRetryingMs;
      },
    },
    {
      name: 'deadJobs',
      async check() {
        return (await queue()).dead;
      },
    },
  ];
}

/** The figures of the queue, in seconds and jobs; not a number while the database is away. */
export function addQueueGauges(metrics: Metrics): void {
  const queue = sharedQueueState();
  const gauge = (name: string, help: string, figure: (state: QueueState) => number) =>
    metrics.addGauge(name, help, () => queue().then(figure, () => Number.NaN));
  gauge('queue_oldest_waiting_seconds', 'Age of the oldest job that could run now.', (q) => q.oldestWaitingMs / 1000);
  gauge(
    'queue_oldest_retrying_seconds',
    'Age of the oldest job that failed and is tried again.',
    (q) => q.oldestRetryingMs / 1000,
  );
  gauge('queue_waiting_jobs', 'Jobs that could run now.', (q) => q.waiting);
  gauge('queue_put_off_jobs', 'Jobs that are tried again later, or held back on purpose.', (q) => q.putOff);
  gauge('queue_dead_jobs', 'Jobs that gave up after every retry and wait for a person.', (q) => q.dead);
}

/** One look at the queue for all who ask in the same moment. */
function sharedQueueState(): () => Promise<QueueState> {
  let under: Promise<QueueState> | undefined;
  return () => {
    under ??= readQueueState().finally(() => {
      under = undefined;
    });
    return under;
  };
}
