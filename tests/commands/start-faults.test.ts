import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { startProcess } from '#tests/support/start-process.ts';

const folder = await mkdtemp(join(tmpdir(), 'untolled-faults-'));
await chmod(folder, 0o755);
afterAll(() => rm(folder, { recursive: true, force: true }));
const NOBODY = { uid: 65534, gid: 65534 };

/** Starts, expects exit code 1 and returns what stderr says: sentences, never a stack. */
async function refusal(variables: Record<string, string>, user?: { uid: number; gid: number }): Promise<string> {
  const start = startProcess(variables, user);
  expect({ code: await start.ended, faults: start.faults() }).toMatchObject({ code: 1 });
  expect(start.faults()).not.toMatch(/^\s+at /m);
  return start.faults().trim();
}

test('a taken port is one sentence', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  const port = await new Promise<number>((listening) =>
    holder.once('listening', () => {
      const address = holder.address();
      listening(typeof address === 'object' && address ? address.port : 0);
    }),
  );
  const said = await refusal({
    PORT: String(port),
    DATABASE_URL: inject('databaseUrl'),
    DATA_DIR: join(folder, 'port'),
  });
  holder.close();
  expect(said).toBe(
    `Port ${port} on 127.0.0.1 is taken: stop the program that uses it, or set PORT to another number.`,
  );
});

test('an unreachable database is one sentence that names it and hides its password', async () => {
  const said = await refusal({ DATABASE_URL: 'postgres://someone:hush@127.0.0.1:9/nowhere' });
  expect(said).toMatch(
    /^The database at 127\.0\.0\.1:9\/nowhere \(DATABASE_URL\) cannot be reached: .*ECONNREFUSED.*\.$/,
  );
  expect(said).not.toContain('hush');
});

test('a data folder of another PostgreSQL major is left as it is', async () => {
  const dataDir = join(folder, 'older');
  await mkdir(join(dataDir, 'postgres'), { recursive: true });
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '15\n');
  const said = await refusal({ DATA_DIR: dataDir });
  expect(said).toMatch(
    /^The data in .*older\/postgres was written by PostgreSQL 15, this is PostgreSQL 18: .*DATA_DIR.*\.$/,
  );
  expect(await readdir(join(dataDir, 'postgres'))).toEqual(['PG_VERSION']);
});

test('a folder with other files in it is left as it is', async () => {
  const dataDir = join(folder, 'other');
  await mkdir(join(dataDir, 'postgres'), { recursive: true });
  await writeFile(join(dataDir, 'postgres', 'letter.txt'), 'keep me');
  const said = await refusal({ DATA_DIR: dataDir });
  expect(said).toMatch(/^.*other\/postgres is not empty and holds no database: .*\.$/);
  expect(await readFile(join(dataDir, 'postgres', 'letter.txt'), 'utf8')).toBe('keep me');
});

test('a data folder whose path goes through a file is one sentence', async () => {
  await writeFile(join(folder, 'file'), '');
  const said = await refusal({ DATA_DIR: join(folder, 'file', 'data') });
  expect(said).toMatch(
    /^The data folder .*file\/data cannot be written: a part of the path is a file, not a folder\.$/,
  );
});

test('an unwritable folder is one sentence', async () => {
  const closed = join(folder, 'closed');
  await mkdir(closed);
  await chmod(closed, 0o555);
  const said = await refusal({ DATA_DIR: join(closed, 'data') }, process.getuid?.() === 0 ? NOBODY : undefined);
  expect(said).toMatch(/^The data folder .*closed\/data cannot be written: permission denied\.$/);
});

test('a folder that can never be is one sentence, at once', async () => {
  const said = await refusal({ DATA_DIR: '/proc/untolled/data' });
  expect(said).toMatch(/^The data folder \/proc\/untolled\/data cannot be written: .+\.$/);
});

test('all bad variables are named at once', async () => {
  const said = await refusal({ PORT: 'eighty', LOG_LEVEL: 'loud' });
  expect(said).toMatch(/^The configuration cannot be used:\n {2}- PORT: .*\n {2}- LOG_LEVEL: .*$/);
});
