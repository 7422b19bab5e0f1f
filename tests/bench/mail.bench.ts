import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import nodemailer from 'nodemailer';
import pino from 'pino';
import { composeLetterMail } from '#app/domain/delivery/letter-mail.server.ts';
import { JOB_NAMES } from '#app/domain/job/job.ts';
import type { JobKinds } from '#app/jobs/job-kind.ts';
import { letterDelivery } from '#app/jobs/letter-delivery.ts';
import { createWorker } from '#app/jobs/worker.ts';
import { type Connection, connect } from '#db/client.ts';
import { startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { letters } from '#db/schema/letter.ts';
import type { DkimKey } from '#emails/dkim.ts';
import { renderMail } from '#emails/render.ts';
import { createSmtpPost } from '#emails/transport.ts';
import { letterRows } from '#tests/support/letter-rows.ts';
import { alternate, type Bench, type BenchFigures } from './alternate.ts';
import { type Sink, startSink } from './sink.ts';

const LETTERS = 2_000;
const CONNECTIONS = 5;
const to = 'relations@isp.example';
const desk = {
  origin: 'https://untolled.example',
  mailFrom: 'campaign@untolled.example',
  bounces: { domain: 'bounces.untolled.example', secret: 'a secret of the benchmark that is long enough' },
};

/** What the runner says of this benchmark. */
export const description =
  'letters a second from the database through the worker to a mail server, against a bare pooled nodemailer loop on the same one';

/** Each round sends so many letters on either side. */
export const rounds = 3;

/**
 * Ours is the worker with its real job: letters and jobs in the tables, claims, budgets, attempts, answers and follow-up jobs in transactions, fsync on; the
 * receipts that would follow are taken but not mailed. The limit is nodemailer's own pool, as many connections, the same words, addresses and Message-IDs. Both send to one sink
 * in a process of its own. Measured unsigned and signed; the figure given is the one with the worse ratio.
 */
const bench: Bench = async (tools) => {
  const folder = await mkdtemp(join(tmpdir(), 'untolled-bench-'));
  const database = await startEmbedded({ dataDir: join(folder, 'postgres'), initialise: true });
  const sink = await startSink();
  try {
    await database.createDatabase('bench');
    await migrate(database.url('bench'));
    const connection = connect(database.url('bench'), { max: 10 });
    // Budgets are asked for every letter, and none is small enough to hold one back.
    await connection.db.execute(sql`update channel_budgets set per_minute = 1000000, per_hour = 60000000`);
    const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const figures: BenchFigures[] = [];
    for (const dkim of [undefined, { domain: 'untolled.example', selector: 'u1', key }]) {
      const unit = dkim ? 'signed letters/s' : 'unsigned letters/s';
      const ours = () => lettersPerSecond(connection, sink, dkim);
      const limit = () => barePerSecond(connection, sink, dkim);
      await ours();
      await limit();
      const measured = await alternate(tools, unit, { ours, limit });
      tools.say(
        `${unit}: ${measured.value.toFixed(0)} of ${measured.limit.toFixed(0)}, ratio ${(measured.value / measured.limit).toFixed(3)}`,
      );
      figures.push(measured);
    }
    await connection.close();
    return figures.reduce((worst, one) => (one.value / one.limit < worst.value / worst.limit ? one : worst));
  } finally {
    sink.stop();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

export default bench;

async function lettersPerSecond({ db, sql: pool }: Connection, sink: Sink, dkim: DkimKey | undefined): Promise<number> {
  await db.execute(
    sql`truncate pgboss.job, deliveries, delivery_attempts, letters, signatures, people restart identity cascade`,
  );
  await letterRows(db, LETTERS, { to });
  await db.execute(
    sql`select enqueue_job(gen_random_uuid(), 'letter.deliver', jsonb_build_object('deliveryId', id), 0) from deliveries`,
  );
  await db.execute(sql`analyze`);
  const post = createSmtpPost({ smtpUrl: sink.url, from: { address: desk.mailFrom }, dkim });
  const nothing = Object.fromEntries(JOB_NAMES.map((name) => [name, async () => {}])) as unknown as JobKinds;
  const worker = createWorker({
    connection: { db, sql: pool },
    post,
    renderMail,
    ...desk,
    log: pino({ level: 'silent' }),
    kinds: { ...nothing, 'letter.deliver': letterDelivery },
  });
  const rate = sink.rateOf(LETTERS);
  await worker.start();
  const perSecond = await rate;
  await worker.stop();
  await post.close();
  const [row] = await db.execute<{ sent: number; attempts: number }>(sql`
    select count(*) filter (where state = 'sent')::int as sent, sum(attempts)::int as attempts from deliveries`);
  if (row?.sent !== LETTERS || row.attempts !== LETTERS)
    throw new Error(`${row?.sent} of ${LETTERS} were sent, by ${row?.attempts} attempts`);
  return perSecond;
}

async function barePerSecond({ db }: Connection, sink: Sink, dkim: DkimKey | undefined): Promise<number> {
  const [letter] = await db.select().from(letters).where(eq(letters.status, 'sent')).limit(1);
  if (!letter?.previewedBytes) throw new Error('there is no letter');
  const { subject, body, senderName, previewedBytes } = letter;
  const mails = Array.from({ length: LETTERS }, (_, at) =>
    composeLetterMail(
      {
        publicId: `00000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}`,
        to,
        addresseeName: '',
        senderName,
        replyTo: 'ada@writers.example',
        locale: 'en',
        subject,
        body,
        previewedBytes,
      },
      desk,
    ),
  );
  const transport = nodemailer.createTransport({
    url: sink.url,
    pool: true,
    maxConnections: CONNECTIONS,
    ...(dkim ? { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.key } } : {}),
  });
  const rate = sink.rateOf(LETTERS);
  await Promise.all(
    mails.map(({ envelopeFrom, to: recipient, from, replyTo, messageId, text, html, ...mail }) =>
      transport.sendMail({
        subject: mail.subject,
        messageId,
        text,
        ...(html ? { html } : {}),
        from: { name: from?.name ?? '', address: from?.address ?? '' },
        to: [{ name: recipient.name ?? '', address: recipient.address }],
        replyTo: [{ name: replyTo?.name ?? '', address: replyTo?.address ?? '' }],
        envelope: { from: envelopeFrom ?? '', to: [recipient.address] },
      }),
    ),
  );
  const perSecond = await rate;
  transport.close();
  return perSecond;
}
