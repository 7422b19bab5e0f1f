import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { connection } from '#app/db.server.ts';
import { readQueueState } from '#app/domain/job/job.server.ts';
import type { ReadinessCheck } from '#app/http/health.ts';

const journalSchema = z.object({ entries: z.array(z.object({ tag: z.string() })) });

/**
 * What must hold before visitors are sent here: the database answers, its migrations are at least those of this checkout, and the queue
 * can be read. A queue that lags is shown and not refused, because pages and signatures work without the worker.
 */
export async function readinessChecks(root: string): Promise<ReadinessCheck[]> {
  const journal = resolve(root, 'db/migrations/meta/_journal.json');
  const { entries } = journalSchema.parse(JSON.parse(await readFile(journal, 'utf8')));
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
        return (await readQueueState()).oldestWaitingMs;
      },
    },
  ];
}
