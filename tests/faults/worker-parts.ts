import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { createEcfs } from '#app/domain/docket/ecfs.server.ts';
import { jobKinds } from '#app/jobs/job-kinds.ts';
import { createWorker } from '#app/jobs/worker.ts';
import { connect, type Db } from '#db/client.ts';
import { renderMail } from '#emails/render.ts';
import { createSmtpPost } from '#emails/transport.ts';
import { secret } from '../domain/signature/setting.ts';

/** Where a worker of these tests works: its database, the mail server and the docket system outside, and what the database calls it. */
export interface WorkerPlace {
  url: string;
  smtpUrl: string;
  ecfs: { url: string; key: string };
  by: string;
}

/** The real worker with the real jobs over real SMTP and HTTP; `onStep` is told of each statement before it is sent, and whether it stands in a transaction. */
export function composeWorker(
  { url, smtpUrl, ecfs, by }: WorkerPlace,
  { now, onStep }: { now?: () => Date; onStep: (label: string, isInside: boolean) => void },
) {
  const open = new Set<number>();
  const onQuery = (query: string, on: number) => {
    if (/^begin/i.test(query)) open.add(on);
    onStep(labelOf(query), open.has(on));
    if (/^(commit|rollback)\b/i.test(query)) open.delete(on);
  };
  const connection = connect(url, { max: 6, onQuery, applicationName: by });
  const from = { address: 'campaign@petition.example' };
  const post = createSmtpPost({ smtpUrl, from });
  const worker = createWorker({
    connection,
    post,
    renderMail,
    origin: 'https://petition.example',
    secret,
    mailFrom: from.address,
    ecfs: createEcfs({ ...ecfs, ...(now ? { now } : {}) }),
    log: pino({ level: 'silent' }),
    kinds: jobKinds,
    ...(now ? { now } : {}),
  });
  return {
    worker,
    async close() {
      await post.close();
      await connection.close();
    },
  };
}

/** A query's label: the same for the same statement, whatever its numbers. */
function labelOf(query: string): string {
  const shape = query.replace(/\s+/g, ' ').replace(/\d+/g, '#').trim();
  return `${shape.slice(0, 60)} ${createHash('sha256').update(shape).digest('hex').slice(0, 6)}`;
}

/** What is left to do: whether anything is, whether every mailed letter is over, and after how many milliseconds the next job may run when none can now. */
export async function readRest(db: Db): Promise<{ isQuiet: boolean; areMailsOver: boolean; gapMs: number | null }> {
  const [row] = await db.execute<{ isQuiet: boolean; areMailsOver: boolean; gapMs: number | null }>(sql`
    with open as (select start_after, state from pgboss.job where state in ('created', 'retry', 'active') and name <> 'job.dead')
    select not exists (select from open) and not exists (select from signatures where status = 'confirmed' and counted_at is null) as "isQuiet",
      not exists (select from deliveries where channel = 'email' and state not in ('sent', 'failed')) as "areMailsOver",
      (select (extract(epoch from min(start_after) - now()) * 1000)::float8 from open having not bool_or(state = 'active' or start_after <= now())) as "gapMs"`);
  return row ?? { isQuiet: false, areMailsOver: false, gapMs: null };
}
