import { openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { buildSite, isBuildFresh } from '#app/commands/site-build.ts';
import { listMessages } from '#app/domain/mailbox/mailbox.server.ts';
import type { MailboxEntry } from '#app/domain/mailbox/mailbox.ts';
import { childVariables } from '#app/env.server.ts';
import { type GuardedProcess, spawnGuarded } from '#db/guarded-process.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { freePort } from './free-port.ts';
import { seededTemplate } from './seeded.ts';
import { inTurn } from './turn.ts';

/** The whole site as an operator runs it: listener and worker as processes of their own, on a clone of the seeded database. */
export interface TestSite {
  /** Where pages are, without a trailing slash. */
  origin: string;
  database: TestDatabase;
  /** Variables that the processes run with, for commands that belong to the same site. */
  variables: Record<string, string | undefined>;
  /** Waits for the newest kept message that fits; throws when none comes in time. */
  mail(fits: (entry: MailboxEntry) => boolean, withinMs?: number): Promise<MailboxEntry>;
  /** The end of what both processes have logged. */
  logs(): Promise<string>;
  /** Ends the worker at once, as a power cut would, and starts another. */
  replaceWorker(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;

/** Builds the site when the build is missing or old, then starts it for the calling test file. Call at the top level. */
export async function testSite(overrides: Record<string, string> = {}): Promise<TestSite> {
  await freshBuild();
  const database = await testDatabase(await seededTemplate());
  const folder = await mkdtemp(join(tmpdir(), 'untolled-site-'));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const variables = childVariables({
    NODE_ENV: 'production',
    APP_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: String(port),
    ORIGIN: origin,
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    SMTP_URL: '',
    LOG_LEVEL: 'warn',
    ...overrides,
  });
  const start = (name: string) =>
    spawnGuarded({
      command: process.execPath,
      args: ['--import', 'tsx', `app/commands/${name}.ts`],
      stopSignal: 'TERM',
      cwd: process.cwd(),
      variables,
      output: openSync(join(folder, `${name}.log`), 'a'),
    });
  const running = { web: start('web'), worker: start('worker') };
  afterAll(async () => {
    await Promise.all([running.web.stop(10_000), running.worker.stop(10_000)]);
    await rm(folder, { recursive: true, force: true });
  });
  await ready(`${origin}/readyz`, folder, Object.values(running));
  return {
    origin,
    database,
    variables,
    async mail(fits, withinMs = 20_000) {
      const deadline = Date.now() + withinMs;
      while (Date.now() < deadline) {
        const found = (await listMessages({ db: database.db })).find(fits);
        if (found) return found;
        await new Promise((done) => setTimeout(done, 100));
      }
      throw new Error(`no such message within ${withinMs} ms\n${await logs(folder)}`);
    },
    logs: () => logs(folder),
    async replaceWorker() {
      await running.worker.stop(0);
      running.worker = start('worker');
    },
  };
}

async function freshBuild(): Promise<void> {
  await inTurn('build', async () => {
    if (!(await isBuildFresh(process.cwd()))) await buildSite(process.cwd());
  });
}

/** The web server alone, as a process of its own, on the given database; ends with the calling test file. Answers its origin. */
export async function testWeb(databaseUrl: string): Promise<string> {
  await freshBuild();
  const folder = await mkdtemp(join(tmpdir(), 'untolled-web-'));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const web = spawnGuarded({
    command: process.execPath,
    args: ['--import', 'tsx', 'app/commands/web.ts'],
    stopSignal: 'TERM',
    cwd: process.cwd(),
    variables: childVariables({
      NODE_ENV: 'production',
      APP_ENV: 'development',
      HOST: '127.0.0.1',
      PORT: String(port),
      ORIGIN: origin,
      DATABASE_URL: databaseUrl,
      DATA_DIR: folder,
      SMTP_URL: '',
      LOG_LEVEL: 'warn',
    }),
    output: openSync(join(folder, 'web.log'), 'a'),
  });
  afterAll(async () => {
    await web.stop(10_000);
    await rm(folder, { recursive: true, force: true });
  });
  await ready(`${origin}/readyz`, folder, [web]);
  return origin;
}

async function ready(url: string, folder: string, processes: readonly GuardedProcess[]): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  const ended = Promise.race(processes.map((one) => one.ended.then(() => 'ended' as const)));
  while (Date.now() < deadline) {
    const answer = await Promise.race([
      ended,
      fetch(url).then(
        (response) => response.ok,
        () => false,
      ),
    ]);
    if (answer === true) return;
    if (answer === 'ended') break;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`the site did not become ready\n${await logs(folder)}`);
}

async function logs(folder: string): Promise<string> {
  const texts = await Promise.all(
    ['web', 'worker'].map((name) => readFile(join(folder, `${name}.log`), 'utf8').catch(() => '')),
  );
  return texts.join('\n').split('\n').slice(-40).join('\n');
}
