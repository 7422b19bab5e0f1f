import { chmod, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { startEmbedded } from '#db/embedded.ts';

const folder = await mkdtemp(join(tmpdir(), 'untolled-embedded-'));
await chmod(folder, 0o755);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function answers(url: string): Promise<string> {
  const sql = postgres(url, { max: 1, connect_timeout: 5 });
  const [row] = await sql<{ server_version_num: string }[]>`show server_version_num`.finally(() => sql.end());
  return row?.server_version_num ?? '';
}

test('a cluster keeps a password of its own, listens on this machine only, and is whole after a stop', async () => {
  const options = { dataDir: join(folder, 'postgres'), initialise: true, logFile: join(folder, 'log') };
  const first = await startEmbedded(options);
  await first.createDatabase('one');
  await first.createDatabase('one');
  expect(await answers(first.url('one'))).toMatch(/^18/);
  const guess = Object.assign(new URL(first.url('one')), { password: 'untolled' }).toString();
  await expect(answers(guess)).rejects.toThrow('password authentication failed');
  expect((await stat(options.dataDir)).mode & 0o077).toBe(0);
  await first.stop();

  const second = await startEmbedded({ ...options, initialise: false });
  expect(await answers(second.url('one'))).toMatch(/^18/);
  await second.stop();
  const log = await readFile(options.logFile, 'utf8');
  expect(log).toMatch(/listening on IPv4 address "127\.0\.0\.1"/);
  expect(log).not.toMatch(/not properly shut down|listening on Unix socket/);
}, 60_000);

test('its log is for its owner alone and tells that a row was refused, never what stood in it', async () => {
  const options = {
    dataDir: join(folder, 'quiet'),
    initialise: true,
    unsafe: true,
    logFile: join(folder, 'quiet.log'),
  };
  const server = await startEmbedded(options);
  const sql = postgres(server.url('postgres'), { max: 1 });
  try {
    await sql`create table people (address text constraint people_address_once primary key)`;
    await sql`insert into people values ('ada@example.org')`;
    await expect(sql.unsafe(`insert into people values ('ada@example.org')`)).rejects.toThrow('people_address_once');
    await expect(sql.unsafe(`select 'ada@example.org' from nowhere`)).rejects.toThrow('does not exist');
  } finally {
    await sql.end();
    await server.stop();
  }
  const log = await readFile(options.logFile, 'utf8');
  expect(log).toContain('people_address_once');
  expect(log).not.toContain('ada@');
  expect((await stat(options.logFile)).mode & 0o077).toBe(0);
}, 60_000);

test('a folder without a cluster is not made into one unless asked', async () => {
  const start = startEmbedded({ dataDir: join(folder, 'nothing'), initialise: false });
  await expect(start).rejects.toThrow(/^There is no database in .*nothing yet\.$/);
  await expect(stat(join(folder, 'nothing'))).rejects.toThrow('ENOENT');
});

test.runIf(process.getuid?.() === 0)(
  'root may keep the data in a folder that nobody else may enter',
  async () => {
    await mkdir(join(folder, 'private'), { mode: 0o700 });
    const dataDir = join(folder, 'private', 'postgres');
    try {
      const server = await startEmbedded({ dataDir, initialise: true, unsafe: true });
      expect(await answers(server.url('postgres'))).toMatch(/^18/);
      await server.stop();
    } catch (error) {
      // Where user namespaces are forbidden, as in some containers, the sentence names the folder that is closed.
      expect(String(error)).toMatch(/may not enter .*private: move the project/);
    }
  },
  60_000,
);
