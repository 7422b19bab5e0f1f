import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import nodemailer from 'nodemailer';
import pino from 'pino';
import { type CopyMail, copyMaker } from '#app/domain/broadcast/mail.server.ts';
import { queueDueBroadcasts } from '#app/domain/broadcast/queue.server.ts';
import { findWords } from '#app/domain/broadcast/words.server.ts';
import { countSegment } from '#app/domain/segment/segment.server.ts';
import { startBroadcastSender } from '#app/jobs/broadcast-sender.ts';
import { connect, type Db } from '#db/client.ts';
import { startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { composeCopies } from '#emails/copies.ts';
import { renderMail } from '#emails/render.ts';
import { createSmtpPost } from '#emails/transport.ts';
import { liftLimits, members, organization, scheduled, secret } from '../domain/broadcast/stage.ts';
import { alternate, type Bench } from './alternate.ts';
import { type Sink, startSink } from './sink.ts';

const MEMBERS = 1_000_000;
const COPIES = 5_000;
/** As many as the post leaves to mails that can wait: six, of which one is kept for confirmations. */
const CONNECTIONS = 5;
const desk = {
  renderMail,
  origin: 'https://untolled.example',
  secret,
  mailFrom: 'campaign@untolled.example',
  bounceDomain: 'bounces.untolled.example',
};

/** What the runner says of this benchmark. */
export const description =
  'a broadcast to a million generated members: counted, queued, and copies a second sent against a bare pooled nodemailer loop with the same mails';

/** Each round sends so many copies on either side. */
export const rounds = 3;

/**
 * Ours is the worker's sender on a PostgreSQL of its own, fsync on: claims, budgets, warm-up, layouts, addresses of each member, answers and counts. The limit is nodemailer's own pool with as many
 * connections, handed the very mails, made beforehand. Both send unsigned to one sink in a process of its own. Tells how long counting the segment and writing down a million members took.
 */
const bench: Bench = async (tools) => {
  const folder = await mkdtemp(join(tmpdir(), 'untolled-bench-'));
  const database = await startEmbedded({ dataDir: join(folder, 'postgres'), initialise: true });
  const sink = await startSink();
  try {
    await database.createDatabase('bench');
    await migrate(database.url('bench'));
    const connection = connect(database.url('bench'), { max: 10 });
    const { db } = connection;
    const organizationId = await organization(db);
    await liftLimits(db);
    await members(db, organizationId, MEMBERS, { domains: 2_000 });
    await db.execute(sql`vacuum analyze subscriptions`);
    for (const query of [{}, { isps: ['comcast'], states: ['CA'] }]) {
      const counted = await timed(() => countSegment(query, organizationId, { db, topic: 'campaigns' }));
      tools.say(
        `segment ${JSON.stringify(query)}: ${counted.value} members counted in ${counted.seconds.toFixed(3)} s`,
      );
    }
    await scheduled(db, organizationId);
    const queued = await timed(() => queueDueBroadcasts({ db }));
    tools.say(`${queued.value[0]?.recipients} members written down in ${queued.seconds.toFixed(1)} s`);
    await db.execute(sql`vacuum analyze broadcast_recipients`);
    const mails = await makeMails(db);
    const ours = () => oursPerSecond(db, sink);
    const limit = () => barePerSecond(mails, sink);
    await ours();
    await limit();
    const figures = await alternate(tools, 'copies/s', { ours, limit });
    await connection.close();
    return figures;
  } finally {
    sink.stop();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

export default bench;

async function timed<Value>(work: () => Promise<Value>): Promise<{ value: Value; seconds: number }> {
  const beganMs = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - beganMs) / 1000 };
}

/** Sends copies of the million until the sink has had so many; stops the sender. */
async function oursPerSecond(db: Db, sink: Sink): Promise<number> {
  const post = createSmtpPost({ smtpUrl: sink.url, from: { address: desk.mailFrom } });
  const rate = sink.rateOf(COPIES);
  const sender = startBroadcastSender({
    db,
    now: () => new Date(),
    desk: { ...desk, composeCopies },
    post,
    log: pino({ level: 'error' }, process.stderr),
  });
  const perSecond = await rate;
  await sender.stop();
  await post.close();
  return perSecond;
}

/** The mails of so many members, as the sender makes them. */
async function makeMails(db: Db): Promise<CopyMail[]> {
  const [broadcast] = await db.execute<{ id: number }>(sql`select id from broadcasts`);
  const words = await findWords(broadcast?.id ?? 0, { db });
  if (!words) throw new Error('there is no broadcast');
  const maker = copyMaker(words, desk);
  const rows = await db.execute<{
    id: string;
    subscription: string;
    address: string;
    locale: 'en' | 'es';
    slug: string | null;
    name: string | null;
    state: string | null;
  }>(sql`
    select r.id, s.id as subscription, s.address, r.locale, i.slug, i.name, s.state
    from broadcast_recipients r join subscriptions s on s.id = r.subscription_id left join isps i on i.id = s.isp_id order by r.id limit ${COPIES}`);
  return Promise.all(
    rows.map(({ id, subscription, address, locale, slug, name, state }) =>
      maker.make({
        id: Number(id),
        subscriptionId: Number(subscription),
        address,
        locale,
        ispSlug: slug,
        ispName: name,
        state,
      }),
    ),
  );
}

async function barePerSecond(mails: readonly CopyMail[], sink: Sink): Promise<number> {
  const transport = nodemailer.createTransport({ url: sink.url, pool: true, maxConnections: CONNECTIONS });
  const rate = sink.rateOf(mails.length);
  await Promise.all(
    mails.map(({ kind: _, envelopeFrom, to, from, replyTo: __, ...mail }) =>
      transport.sendMail({
        ...mail,
        from,
        to: [{ name: '', address: to.address }],
        envelope: { from: envelopeFrom ?? '', to: [to.address] },
        textEncoding: 'quoted-printable',
      }),
    ),
  );
  const perSecond = await rate;
  transport.close();
  return perSecond;
}
