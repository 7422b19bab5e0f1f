import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { jobKinds } from '#app/jobs/job-kinds.ts';
import { createWorker } from '#app/jobs/worker.ts';
import { connect, type Db } from '#db/client.ts';
import { renderMail } from '#emails/render.ts';
import { createMailboxPost, type Post } from '#emails/transport.ts';
import { secret } from '../domain/signature/setting.ts';

/** One message that left: a line of the file that stands for the outside world, written before the post answers. */
export interface Left {
  by: string;
  messageId: string;
  to: string;
  digest: string;
}

/** Where a worker of these tests works, where its mails go, and who is told of each step before it is taken. */
export interface WorkerParts {
  url: string;
  mails: string;
  by: string;
  now?: () => Date;
  onStep: (label: string) => void;
}

/** The real worker with the real jobs; only the outside of the post is a file, and every query and posting is a step. */
export function composeWorker({ url, mails, by, now, onStep }: WorkerParts) {
  const connection = connect(url, { max: 6, onQuery: (query) => onStep(labelOf(query)), applicationName: by });
  const origin = 'https://petition.example';
  const outside = createMailboxPost({
    from: { address: 'campaign@petition.example' },
    keep: async ({ messageId, to, source }) => {
      const body = source.toString('latin1').replace(/^Date:.*$|boundary="[^"]*"|^----_NmP.*$/gm, '');
      const left: Left = { by, messageId, to, digest: createHash('sha256').update(body).digest('hex') };
      appendFileSync(mails, `${JSON.stringify(left)}\n`);
    },
  });
  const post: Post = {
    async send(mail) {
      // The Message-ID of a letter differs from world to world, that of a challenge does not.
      const which = mail.kind.startsWith('letter') ? mail.kind : mail.messageId;
      onStep(`post: before ${which}`);
      const outcome = await outside.send(mail);
      onStep(`post: after ${which}`);
      return outcome;
    },
    close: () => outside.close(),
  };
  const worker = createWorker({
    connection,
    post,
    renderMail,
    origin,
    secret,
    mailFrom: 'campaign@petition.example',
    log: pino({ level: 'silent' }),
    kinds: jobKinds,
    ...(now ? { now } : {}),
  });
  return { worker, connection };
}

/** A query's label: the same for the same statement, whatever its numbers. */
function labelOf(query: string): string {
  const shape = query.replace(/\s+/g, ' ').replace(/\d+/g, '#').trim();
  return `${shape.slice(0, 60)} ${createHash('sha256').update(shape).digest('hex').slice(0, 6)}`;
}

/** What has left so far. */
export function readLeft(mails: string): Left[] {
  if (!existsSync(mails)) return [];
  return readFileSync(mails, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Left);
}

/** Whether nothing is left to do: no job waits or runs, and everything confirmed is counted. */
export async function isQuiet(db: Db): Promise<boolean> {
  const [row] = await db.execute<{ quiet: boolean }>(sql`
    select not exists (select from pgboss.job where state in ('created', 'retry', 'active') and name <> 'job.dead')
      and not exists (select from signatures where status = 'confirmed' and counted_at is null) as quiet`);
  return row?.quiet ?? false;
}

/** The clock of the queue, moved on: what waits for a later time may run now. */
export async function skipWaits(db: Db): Promise<void> {
  await db.execute(sql`
    update pgboss.job set start_after = now() where state in ('created', 'retry') and start_after > now()`);
}
