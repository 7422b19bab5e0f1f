import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildSite, isBuildFresh } from '#app/commands/site-build.ts';
import { connect } from '#db/client.ts';
import { childrenOf, type StartProcess, startProcess } from '#tests/support/start-process.ts';
import { inTurn } from '#tests/support/turn.ts';

const dataDir = join(await mkdtemp(join(tmpdir(), 'untolled-start-')), 'data');
const running: StartProcess[] = [];
afterAll(async () => {
  for (const { child } of running) if (child.exitCode === null) child.kill('SIGTERM');
  await Promise.all(running.map(({ ended }) => ended));
  await rm(join(dataDir, '..'), { recursive: true, force: true });
});
await inTurn('build', async () => {
  if (!(await isBuildFresh(process.cwd()))) await buildSite(process.cwd());
});

async function up(): Promise<{ start: StartProcess; origin: string; pid: number }> {
  const start = startProcess({ DATA_DIR: dataDir });
  running.push(start);
  await start.printed('Stop:');
  const origin = /Site: +(\S+)/.exec(start.output())?.[1] ?? '';
  return { start, origin, pid: start.child.pid ?? 0 };
}

const databaseLog = () => readFile(join(dataDir, 'postgres.log'), 'utf8');
const signers = async () => {
  const { sql, close } = connect((await readFile(join(dataDir, 'database-url'), 'utf8')).trim(), { max: 1 });
  const rows = await sql<{ name: string }[]>`select name from people order by id`;
  await close();
  return rows.map(({ name }) => name);
};

test('a first start serves the site and tells where everything is; a second one on its folder harms nothing', async () => {
  const { start, origin, pid } = await up();
  expect((await fetch(origin)).status).toBe(200);
  expect(await (await fetch(`${origin}/readyz`)).json()).toMatchObject({
    ready: true,
    checks: { oldestWaitingJobMs: expect.any(Number), oldestRetryingJobMs: 0, deadJobs: 0 },
  });
  const figures = await (await fetch(`${origin}/metrics`)).text();
  for (const name of ['oldest_waiting_seconds', 'oldest_retrying_seconds', 'waiting_jobs', 'put_off_jobs', 'dead_jobs'])
    expect(figures).toMatch(new RegExp(`^queue_${name} [0-9.]+$`, 'm'));
  for (const words of [`${origin}/dev/mailbox`, 'npm run export', 'Ctrl-C']) expect(start.output()).toContain(words);

  const second = startProcess({ DATA_DIR: dataDir });
  expect(await second.ended).toBe(1);
  expect(second.faults().trim()).toMatch(
    new RegExp(
      `^Untolled already runs on .*data \\(process ${pid}\\): stop it first, or set DATA_DIR to another folder\\.$`,
    ),
  );
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);

  const { sql, close } = connect((await readFile(join(dataDir, 'database-url'), 'utf8')).trim(), { max: 1 });
  await sql`insert into people (canonical_address, address, name, locale) values ('a@b.example', 'a@b.example', 'Ada', 'en')`;
  await close();
  // A terminal sends Ctrl-C to the whole group; npm passes its own on as well.
  process.kill(-pid, 'SIGINT');
  start.child.kill('SIGINT');
  expect(await start.ended).toBe(0);
  expect(start.faults()).toBe('');
  expect((await databaseLog()).trimEnd()).toMatch(/database system is shut down$/);
}, 120_000);

test('the next start keeps the data, builds nothing and needs no recovery; SIGTERM ends it with 0', async () => {
  const { start } = await up();
  expect(await signers()).toEqual(['Ada']);
  expect(start.output()).not.toContain('Building');
  start.child.kill('SIGTERM');
  expect(await start.ended).toBe(0);
  expect(await databaseLog()).not.toMatch(/recovery|not properly shut down/);
}, 60_000);

test('a start that is killed leaves nothing that blocks the next one', async () => {
  const first = await up();
  const database = await childrenOf(first.pid, 'postgres');
  expect(database).toHaveLength(1);
  first.start.child.kill('SIGKILL');
  await first.start.ended;
  const next = await up();
  expect(await signers()).toEqual(['Ada']);
  expect(await databaseLog()).not.toMatch(/recovery|not properly shut down/);
  await expect(fetch(first.origin)).rejects.toThrow();
  next.start.child.kill('SIGTERM');
  expect(await next.start.ended).toBe(0);
}, 60_000);

test('a part that dies takes the whole down with a sentence', async () => {
  const { start, pid } = await up();
  const [worker] = await childrenOf(pid, 'worker.ts');
  process.kill(worker ?? 0, 'SIGKILL');
  expect(await start.ended).toBe(1);
  expect(start.faults()).toMatch(/^The worker ended by itself \(SIGKILL\); everything is stopped\./);
  expect((await databaseLog()).trimEnd()).toMatch(/database system is shut down$/);
}, 60_000);
