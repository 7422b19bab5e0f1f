import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { auditCounts, readCount } from '#app/domain/count/count.server.ts';
import { readQueueState } from '#app/domain/job/job.server.ts';
import { connect } from '#db/client.ts';
import { seededTemplate } from '#tests/support/seeded.ts';
import { composeWorker, readRest } from './worker-parts.ts';
import { bundleChild, killAt, layWork, readMail, type Step, type World, worlds } from './worker-world.ts';

const MAX_AT_ONCE = 5;
const WITHIN_MS = 60_000;

const origin = `faults_${randomBytes(6).toString('hex')}`;
const { admin, urlOf, inWorld } = worlds(inject('databaseUrl'), origin);
const folder = await mkdtemp(join(tmpdir(), 'untolled-faults-'));
let child = '';

beforeAll(async () => {
  await admin.unsafe(`create database ${origin} template ${await seededTemplate()}`);
  const { db, close } = connect(urlOf(origin), { max: 2 });
  await layWork(db);
  await close();
  child = await bundleChild(folder);
});
afterAll(async () => {
  await admin.unsafe(`drop database if exists ${origin} with (force)`);
  await admin.end();
  await rm(folder, { recursive: true, force: true });
});

/**
 * A worker that nobody kills, until nothing is left to do. Waits are not sat out: when nothing can run, the clocks of worker and queue are moved on to the
 * next job. Answers how long it all took, by these clocks, and until the last mail delivery was over.
 */
async function finish(
  world: World,
  onStep: (label: string, isInside: boolean) => void = () => {},
): Promise<{ mailsOverMs: number }> {
  let movedMs = 0;
  const begin = Date.now();
  const { worker, close } = composeWorker(
    { ...world.place, by: 'clean' },
    { now: () => new Date(Date.now() + movedMs), onStep },
  );
  await worker.start();
  let mailsOverMs: number | null = null;
  const elapsedMs = () => Date.now() - begin + movedMs;
  while (Date.now() - begin < 90_000) {
    const rest = await readRest(world.db);
    if (rest.areMailsOver) mailsOverMs ??= elapsedMs();
    if (rest.isQuiet) break;
    if (rest.gapMs !== null && rest.gapMs > 0) {
      movedMs += rest.gapMs;
      await world.db.execute(sql`
        update pgboss.job set start_after = start_after - ${rest.gapMs}::float8 * interval '1 millisecond' where state in ('created', 'retry') and name <> 'job.dead'`);
    }
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  await worker.stop();
  await close();
  return { mailsOverMs: mailsOverMs ?? elapsedMs() };
}

/** Everything arrived and is counted; answers how many copies too many there are. */
async function expectNothingLost({ db, sink, fake }: World, inFlight: number): Promise<number> {
  const mails = sink.received.map(readMail);
  const ids = [...new Set(mails.map(({ messageId }) => messageId))];
  expect(ids.filter((id) => id.startsWith('<confirm.'))).toHaveLength(3);
  expect(ids.filter((id) => id.startsWith('<letter.'))).toHaveLength(1);
  expect(ids.filter((id) => id.startsWith('<receipt.')).length).toBeGreaterThanOrEqual(1);
  for (const id of ids) {
    const copies = mails.filter(({ messageId }) => messageId === id);
    // One kill can repeat a message once, and the copy is the same message.
    expect(copies.length, id).toBeLessThanOrEqual(2);
    expect(new Set(copies.map((copy) => copy.to)).size, id).toBe(1);
    if (id.startsWith('<letter.')) expect(new Set(copies.map((copy) => copy.digest)).size, id).toBe(1);
  }
  const doubles = mails.length - ids.length;
  expect(doubles, 'copies beyond what was in flight').toBeLessThanOrEqual(inFlight);
  expect(fake.filings, 'the filing is in the docket once').toHaveLength(1);
  const [campaign] = await db.execute<{ id: number }>(sql`select id from campaigns where slug = 'put-it-in-writing'`);
  expect(await auditCounts(campaign?.id ?? 0, { db })).toMatchObject({ isSound: true, differences: [], waiting: 0 });
  expect((await readCount(campaign?.id ?? 0, { db })).total).toBeGreaterThanOrEqual(2);
  expect(await readQueueState({ db })).toMatchObject({ waiting: 0, dead: 0 });
  const states = await db.execute(
    sql`select channel, state from deliveries where channel in ('email', 'docket') order by channel`,
  );
  expect([...states]).toEqual([
    { channel: 'docket', state: 'filed' },
    { channel: 'email', state: 'sent' },
  ]);
  return doubles;
}

/** Statements that change nothing: a worker killed before one leaves what it left after the change before it, which is a step of its own. */
const isRead = (label: string) =>
  /^(select|show|begin|savepoint|release)\b/i.test(label) && !/enqueue_job|advisory/i.test(label);

/**
 * Every step of an unhindered run: before each statement that changes something, after it where it is a transaction of its own, before and after each
 * commit, and before and after whatever the outside sees. Killed inside a transaction leaves what was there before it.
 */
async function readSteps(): Promise<Step[]> {
  const statements = new Map<string, { times: number; isInside: boolean }>();
  const outside = new Set<string>();
  await inWorld(async (world) => {
    world.onOutside = (label) => outside.add(label);
    await finish(world, (label, isInside) => {
      const known = statements.get(label);
      statements.set(label, { times: (known?.times ?? 0) + 1, isInside: isInside && (known?.isInside ?? true) });
    });
    await expectNothingLost(world, 0);
  });
  const steps: Step[] = [];
  for (const [label, { times, isInside }] of statements) {
    if (isRead(label)) continue;
    // A statement is cut where it first stands; what ends transactions, each time.
    const isCommit = /^commit\b/i.test(label);
    for (let occurrence = 1; occurrence <= (isCommit ? times : 1); occurrence += 1)
      for (const isAfter of isCommit || !isInside ? [false, true] : [false])
        steps.push({ side: 'statement', label, occurrence, isAfter });
  }
  for (const label of outside)
    for (const isAfter of [false, true]) steps.push({ side: 'outside', label, occurrence: 1, isAfter });
  return steps;
}

it('a worker killed at its steps loses no letter, no filing, no mail and no count', {
  timeout: 300_000,
}, async () => {
  const every = await readSteps();
  expect(every.length).toBeGreaterThan(100);
  // All that the outside sees, and each fourth statement: the whole takes as long as all other tests together.
  const steps = every.filter(({ side }, at) => side === 'outside' || at % 4 === 0);
  const queue = [...steps];
  const faults: string[] = [];
  let killed = 0;
  let doubled = 0;
  let longestMs = 0;
  const lane = async () => {
    for (let step = queue.shift(); step; step = queue.shift()) {
      const { label, occurrence, isAfter, side } = step;
      await inWorld(async (world) => {
        const cut = await killAt(world, step, child, join(folder, 'cache'));
        if (cut) killed += 1;
        const [open] = await world.db.execute<{ jobs: number }>(
          sql`select count(*)::int as jobs from pgboss.job where state = 'active'`,
        );
        const { mailsOverMs } = await finish(world);
        longestMs = Math.max(longestMs, mailsOverMs);
        try {
          doubled += await expectNothingLost(world, open?.jobs ?? 0);
          expect(mailsOverMs, 'milliseconds until every mailed letter was over').toBeLessThanOrEqual(WITHIN_MS);
        } catch (fault) {
          faults.push(
            `killed ${isAfter ? 'after' : 'before'} ${side} "${label}" (${occurrence}): ${fault instanceof Error ? fault.message : fault}`,
          );
        }
      });
    }
  };
  await Promise.all(Array.from({ length: MAX_AT_ONCE }, lane));
  process.stdout.write(
    `killed at ${killed} of ${steps.length} steps: ${doubled} duplicates, mails over within ${Math.round(longestMs / 1000)} s\n`,
  );
  expect(faults).toEqual([]);
  expect(killed / steps.length).toBeGreaterThan(0.8);
});
