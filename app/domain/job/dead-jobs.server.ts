import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { JOB_NAMES, type JobName } from './job.ts';

/** A job that gave up after every retry. `id`: its own in the grave; `data`: ids only; `fault`: what it failed with, without any text of ours. */
export interface DeadJob {
  id: string;
  name: string;
  data: Record<string, unknown>;
  retries: number;
  fault: string | null;
  diedAt: Date;
}

const MAX_LISTED = 1_000;

/** The dead jobs of the queue, oldest first; at most 1,000. Own choice. */
export async function listDeadJobs(given: Partial<Tools> = {}): Promise<DeadJob[]> {
  const { db } = tools(given);
  const rows = await db.execute<{
    id: string;
    name: string | null;
    data: Record<string, unknown>;
    retries: number | null;
    fault: string | null;
    died_at: string;
  }>(sql`
    select id, source_name as name, data, source_retry_count as retries, created_on as died_at,
      coalesce(source_output ->> 'fault', source_output ->> 'name', source_output -> 'value' ->> 'message') as fault
    from pgboss.job where name = 'job.dead' and state in ('created', 'retry') order by created_on, id limit ${MAX_LISTED}`);
  return rows.map((row) => ({
    id: row.id,
    name: row.name ?? 'unknown',
    data: row.data,
    retries: row.retries ?? 0,
    fault: row.fault,
    diedAt: new Date(row.died_at),
  }));
}

/**
 * Takes dead jobs out of the grave and runs each again as a new job of its kind, with all its retries; `ids` and `name` narrow it down. It is on record
 * who asked. A job of no known kind stays. Answers how many run again. Taking one twice at once runs it once.
 */
export async function retryDeadJobs(
  { by, ids, name }: { by: string; ids?: readonly string[]; name?: JobName },
  given: Partial<Tools> = {},
): Promise<{ retried: number }> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const rows = await tx.execute(sql`
      with dead as (
        delete from pgboss.job where name = 'job.dead' and state in ('created', 'retry')
          and source_name in (select jsonb_array_elements_text(${JSON.stringify(JOB_NAMES)}::text::jsonb))
          and (${name ?? null}::text is null or source_name = ${name ?? null})
          and (${ids ? JSON.stringify(ids) : null}::text is null
            or id::text in (select jsonb_array_elements_text(coalesce(${ids ? JSON.stringify(ids) : null}, '[]')::text::jsonb)))
        returning source_name, data
      )
      select enqueue_job(gen_random_uuid(), source_name, data, 0) as stored from dead`);
    if (rows.length > 0)
      await recordDeed(tx, {
        organizationId: null,
        actor: `command:${by}`,
        action: 'job.retry',
        subject: name ?? 'job.dead',
        facts: { retried: rows.length },
        at: now(),
      });
    return { retried: rows.length };
  });
}
