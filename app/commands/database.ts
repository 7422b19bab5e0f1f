import { createHash } from 'node:crypto';
import { readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import postgres from 'postgres';
import { env } from '#app/env.server.ts';
import { type Embedded, startEmbedded } from '#db/embedded.ts';
import { CommandFault } from './fault.ts';
import { makeFolder } from './files.ts';

const DATABASE = 'untolled';

/** A database to work on, and how to leave it: `stop` ends an embedded server that was started for the caller. */
export interface CommandDatabase {
  url: string;
  /** The server, when this process started it. */
  embedded: Embedded | null;
  stop(): Promise<void>;
}

/**
 * The database of a command: `DATABASE_URL`; else the embedded one that a running `npm start` serves; else the embedded one,
 * started for the duration of the command. Throws `CommandFault` when it cannot be reached.
 */
async function openDatabase(): Promise<CommandDatabase> {
  const { databaseUrl, dataDir } = env();
  if (databaseUrl) {
    await assertReachable(databaseUrl);
    return { url: databaseUrl, embedded: null, stop: async () => {} };
  }
  const served = await servedUrl(dataDir);
  if (served) return { url: served, embedded: null, stop: async () => {} };
  return await openEmbedded(dataDir);
}

/** The database of the whole site, which needs the embedded server for itself. Throws `CommandFault` when another process has it. */
export async function openForSite(): Promise<CommandDatabase> {
  return env().databaseUrl ? await openDatabase() : await openEmbedded(env().dataDir);
}

/** Runs `work` with the address of the command's database, then leaves it as it was found. Throws what `work` throws. */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const database = await openDatabase();
  try {
    return await work(database.url);
  } finally {
    await database.stop();
  }
}

/**
 * Starts the embedded PostgreSQL under `dataDir/postgres` for this process alone, creating it when missing, and writes its
 * address to `dataDir/database-url` (mode 600) for other commands. Throws `CommandFault` when another process has it.
 */
async function openEmbedded(dataDir: string): Promise<CommandDatabase> {
  const release = await claim(dataDir);
  const addressFile = join(dataDir, 'database-url');
  try {
    const embedded = await startEmbedded({
      dataDir: join(dataDir, 'postgres'),
      initialise: true,
      logFile: resolve(dataDir, 'postgres.log'),
    });
    await embedded.createDatabase(DATABASE);
    const url = embedded.url(DATABASE);
    await rm(addressFile, { force: true });
    await writeFile(addressFile, `${url}\n`, { mode: 0o600 });
    return {
      url,
      embedded,
      async stop() {
        await rm(addressFile, { force: true });
        await embedded.stop();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Asks the server one question; throws `CommandFault` with its host and the reason, never with its password. */
export async function assertReachable(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {}, prepare: false });
  try {
    await sql`select 1`;
  } catch (cause) {
    const { host, pathname } = new URL(url);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandFault(`The database at ${host}${pathname} (DATABASE_URL) cannot be reached: ${reason}.`, {
      cause,
    });
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function servedUrl(dataDir: string): Promise<string | null> {
  const url = (await readFile(join(dataDir, 'database-url'), 'utf8').catch(() => '')).trim();
  if (url === '') return null;
  return await assertReachable(url).then(
    () => url,
    () => null,
  );
}

/**
 * Takes a data folder for this process. The claim is a Linux abstract socket named by the folder: the kernel ends it with
 * the process, so that nothing is left behind by a crash. It answers the number of the process that holds it.
 */
async function claim(dataDir: string): Promise<() => Promise<void>> {
  try {
    await makeFolder(resolve(dataDir));
  } catch (cause) {
    throw new CommandFault(`The data folder ${resolve(dataDir)} cannot be written: ${reasonOf(cause)}.`, { cause });
  }
  const folder = await realpath(dataDir);
  const path = `\0untolled-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
  const server = createServer((socket) => socket.end(String(process.pid)));
  await new Promise<void>((taken, refused) => {
    server.once('error', async () => {
      const holder = await holderOf(path);
      refused(
        new CommandFault(
          `Untolled already runs on ${folder} (process ${holder}): stop it first, or set DATA_DIR to another folder.`,
        ),
      );
    });
    server.listen(path, () => taken());
  });
  server.unref();
  return () => new Promise((released) => server.close(() => released()));
}

function holderOf(path: string): Promise<string> {
  return new Promise((found) => {
    let text = '';
    createConnection(path)
      .on('data', (chunk) => {
        text += chunk;
      })
      .on('error', () => found('unknown'))
      .on('close', () => found(text || 'unknown'));
  });
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'EROFS') return 'it is on a read-only file system';
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'a part of the path is a file, not a folder';
  if (code === 'ENOENT') return 'no folder can be made there';
  return cause instanceof Error ? cause.message : String(cause);
}
