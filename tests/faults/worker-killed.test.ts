import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { auditCounts, readCount } from '#app/domain/count/count.server.ts';
import { enqueueJob, readQueueState } from '#app/domain/job/job.server.ts';
import { confirmByToken, sign } from '#app/domain/signature/signature.server.ts';
import { connect, type Db } from '#db/client.ts';
import { form, layOut, mailed, secret } from '../domain/signature/setting.ts';
import { composeWorker, isQuiet, readLeft, skipWaits } from './worker-parts.ts';

const MAX_AT_ONCE = 3;
const HOUR_MS = 3_600_000;

const server = inject('databaseUrl');
const admin = postgres(server, { max: 1, onnotice: () => {} });
const origin = `faults_${randomBytes(6).toString('hex')}`;
const folder = await mkdtemp(join(tmpdir(), 'untolled-faults-'));
const urlOf = (name: string) => Object.assign(new URL(server), { pathname: `/${name}` }).toString();

beforeAll(async () => {
  await admin.unsafe(`create database ${origin} template template_empty`);
  const { db, close } = connect(urlOf(origin), { max: 2 });
  await layOut(db);
  const claims: string[] = [];
  for (const name of ['ada', 'grace', 'katherine']) {
    const answer = await sign(form({ name, email: `${name}@mail.example` }), { db, secret });
    if (answer.ok) claims.push(answer.claim);
  }
  for (const claim of claims.slice(0, 2)) await confirmByToken(mailed(claim).token, { db, secret });
  await layLetter(db);
  await close();
});
afterAll(async () => {
  await admin.unsafe(`drop database if exists ${origin} with (force)`);
  await admin.end();
  await rm(folder, { recursive: true, force: true });
});

/** A sent letter of the first signer on its way to one verified address. */
async function layLetter(db: Db) {
  await db.transaction(async (tx) => {
    const [row] = await tx.execute<{ id: string }>(sql`
      with contact as (
        insert into contacts (isp_id, channel, label, value, state, verified_by, verified_at, is_demonstration, confidence)
        select id, 'email', 'Office', 'office@comcast.example', 'verified', 'test', now(), true, 'sourced'
        from isps where slug = 'comcast' returning id, isp_id
      ), template as (
        insert into letter_templates (campaign_id, slug, locale, version, name, addressee_kinds, position, source, source_sha256)
        select id, 'ask', 'en', 1, 'Ask', '{isp_customer_relations}', 1, 's', 's' from campaigns where slug = 'no-tolls' returning id
      ), letter as (
        insert into letters (person_id, signature_id, campaign_id, template_id, addressee_kind, isp_id, sender_name, locale, status, subject, body,
          template_body, previewed_bytes, bytes_sha256, consent_text_id, previewed_at, sent_at)
        select s.person_id, s.id, s.campaign_id, template.id, 'isp_customer_relations', contact.isp_id, 'Ada', 'en', 'sent', 'Please', 'A promise.', 'A promise.',
          '\\x00', sha256('\\x00'), (select min(id) from consent_texts), now(), now()
        from signatures s, template, contact where s.canonical_address = 'ada@mail.example' returning id
      )
      insert into deliveries (letter_id, contact_id, channel, state, next_attempt_at)
      select letter.id, contact.id, 'email', 'queued', now() from letter, contact returning id`);
    await enqueueJob(tx, { name: 'letter.deliver', data: { deliveryId: Number(row?.id) } });
  });
}

/** A database of its own for one kill, and the file that its mails leave to. */
async function inWorld<T>(work: (world: { url: string; mails: string; db: Db }) => Promise<T>): Promise<T> {
  const name = `${origin}_${randomBytes(4).toString('hex')}`;
  await admin.unsafe(`create database ${name} template ${origin}`);
  const { db, close } = connect(urlOf(name), { max: 1, applicationName: 'world' });
  try {
    return await work({ url: urlOf(name), mails: join(folder, name), db });
  } finally {
    await close();
    await admin.unsafe(`drop database if exists ${name} with (force)`);
  }
}

/** A worker that nobody kills, an hour later, until nothing is left to do. */
async function finish(world: { url: string; mails: string; db: Db }, onStep: (label: string) => void = () => {}) {
  const now = () => new Date(Date.now() + HOUR_MS);
  const { worker, connection } = composeWorker({ ...world, by: 'clean', now, onStep });
  await worker.start();
  const deadline = Date.now() + 60_000;
  while (!(await isQuiet(world.db)) && Date.now() < deadline) {
    await skipWaits(world.db);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await worker.stop();
  await connection.close();
}

/** The last transaction of the child may still be on its way to its end when the process is gone. */
async function killedWorkerIsGone(db: Db) {
  for (;;) {
    const rows = await db.execute(
      sql`select 1 from pg_stat_activity where application_name = 'killed' and datname = current_database()`,
    );
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function killAt(world: { url: string; mails: string }, label: string, occurrence: number): Promise<boolean> {
  const { url, mails } = world;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'tests/faults/worker-child.ts', JSON.stringify({ url, mails, label, occurrence })],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal === 'SIGKILL')));
}

const messageIds = ['<confirm.1@petition.example>', '<confirm.2@petition.example>', '<confirm.3@petition.example>'];

async function expectNothingLost({ db, mails }: { db: Db; mails: string }) {
  const left = readLeft(mails);
  const ids = [...new Set(left.map(({ messageId }) => messageId))];
  expect(ids.filter((id) => id.startsWith('<confirm.')).toSorted()).toEqual(messageIds);
  expect(ids.filter((id) => id.startsWith('<letter.'))).toHaveLength(1);
  expect(ids.filter((id) => id.startsWith('<receipt.'))).toHaveLength(1);
  for (const id of ids) {
    const copies = left.filter(({ messageId }) => messageId === id);
    // One kill can repeat a message once, and the copy is the same message.
    expect(copies.length, id).toBeLessThanOrEqual(2);
    expect(new Set(copies.map((copy) => copy.to)).size, id).toBe(1);
    if (id.startsWith('<letter.')) expect(new Set(copies.map((copy) => copy.digest)).size, id).toBe(1);
    expect(copies.filter((copy) => copy.by === 'clean').length, id).toBeLessThanOrEqual(1);
  }
  const [row] = await db.execute<{ id: number }>(sql`select id from campaigns where slug = 'no-tolls'`);
  const campaignId = row?.id ?? 0;
  expect((await readCount(campaignId, { db })).total).toBe(2);
  expect(await auditCounts(campaignId, { db })).toEqual({ isSound: true, differences: [], waiting: 0 });
  expect(await readQueueState({ db })).toMatchObject({ waiting: 0, oldestWaitingMs: 0, dead: 0 });
  const states = await db.execute(sql`select state from deliveries`);
  expect([...states]).toEqual([{ state: 'sent' }]);
}

/** Every distinct step of an unhindered run, and how often it is taken. */
async function readSteps(): Promise<{ label: string; occurrence: number }[]> {
  const taken = new Map<string, number>();
  await inWorld(async (world) => {
    await finish(world, (label) => taken.set(label, (taken.get(label) ?? 0) + 1));
    await expectNothingLost(world);
  });
  return [...taken].flatMap(([label, times]) => {
    // A statement is cut where it first stands; what opens and ends transactions, each time.
    const occurrences = /^(begin|commit)\b/.test(label) ? times : 1;
    return Array.from({ length: occurrences }, (_, at) => ({ label, occurrence: at + 1 }));
  });
}

it('a worker killed before any of its steps loses no mail and no count', { timeout: 600_000 }, async () => {
  const steps = await readSteps();
  expect(steps.length).toBeGreaterThan(30);
  let killed = 0;
  const queue = [...steps];
  const faults: string[] = [];
  const lane = async () => {
    for (let step = queue.shift(); step; step = queue.shift()) {
      const { label, occurrence } = step;
      await inWorld(async (world) => {
        if (await killAt(world, label, occurrence)) killed += 1;
        await killedWorkerIsGone(world.db);
        const recorded = await world.db.execute<{ id: string }>(
          sql`select id from signature_challenges where mailed_at is not null`,
        );
        await finish(world);
        try {
          await expectNothingLost(world);
          const repeated = readLeft(world.mails).filter(
            ({ by, messageId }) => by === 'clean' && recorded.some(({ id }) => messageId.startsWith(`<confirm.${id}@`)),
          );
          expect(repeated, 'a mail on record is not mailed again').toEqual([]);
        } catch (fault) {
          faults.push(`killed before "${label}" (${occurrence}): ${fault instanceof Error ? fault.message : fault}`);
        }
      });
    }
  };
  await Promise.all(Array.from({ length: MAX_AT_ONCE }, lane));
  expect(faults).toEqual([]);
  expect(killed / steps.length).toBeGreaterThan(0.8);
});
