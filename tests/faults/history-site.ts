import { generateKeyPairSync } from 'node:crypto';
import { openSync, statSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSite, isBuildFresh } from '#app/commands/site-build.ts';
import { childVariables } from '#app/env.server.ts';
import { connect } from '#db/client.ts';
import { type Embedded, startEmbedded } from '#db/embedded.ts';
import { type GuardedProcess, spawnGuarded } from '#db/guarded-process.ts';
import { migrate } from '#db/migrate.ts';
import { seed } from '#db/seed/load.ts';
import { freePort } from '#tests/support/free-port.ts';
import { type SmtpSink, smtpSink } from '#tests/support/smtp-sink.ts';
import { type TcpProxy, tcpProxy } from '#tests/support/tcp-proxy.ts';
import { inTurn } from '#tests/support/turn.ts';

/** A part of the site that can be hurt. Whoever ends it, it is started again, as an operator's supervisor does. */
export interface Part {
  name: string;
  kind: 'web' | 'worker' | 'postgres';
  /** As `kill -9`; it stays down for so long. */
  kill(downMs: number): void;
  /** Asks it to end in good order; PostgreSQL: immediate shutdown, which aborts what is under way and recovers at the next start. */
  restart(downMs: number): void;
  pause(): void;
  resume(): void;
  /** Settles when it does its work. Throws after `withinMs`. */
  up(withinMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** The whole site on this machine, every connection of it through a link that can be hurt. */
export interface Site {
  parts: readonly Part[];
  links: readonly { name: string; proxy: TcpProxy }[];
  /** Where clients reach each web process. */
  webPorts: readonly number[];
  /** The database without a link between. */
  databaseUrl: string;
  sink: SmtpSink;
  starts: () => number;
  stop(): Promise<void>;
}

/** How many processes of each kind, and the folder for its data and logs. */
export interface SiteOptions {
  folder: string;
  webs: number;
  workers: number;
}

const DATABASE = 'history';

/** The secret of every run. */
export const RUN_SECRET = 'a secret of these runs, which is longer than thirty-two characters';

const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Makes the production build when it is stale. */
export function builtSite(): Promise<void> {
  return inTurn('build', async () => {
    if (!(await isBuildFresh(process.cwd()))) await buildSite(process.cwd());
  });
}

/** Starts PostgreSQL (fsync on), web and worker processes from the production build, and a mail server, and waits until all work. */
export async function startSite({ folder, webs, workers }: SiteOptions): Promise<Site> {
  await builtSite();
  await mkdir(folder, { recursive: true });
  const postgres = await postgresPart(join(folder, 'postgres'), join(folder, 'postgres.log'));
  const sink = await smtpSink();
  const links: { name: string; proxy: TcpProxy }[] = [];
  const link = async (name: string, target: number) => {
    const proxy = await tcpProxy(target);
    links.push({ name, proxy });
    return proxy.port;
  };
  const ledgerKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  let starts = 0;
  const parts: Part[] = [postgres.part];
  const webPorts: number[] = [];
  const program = async (kind: 'web' | 'worker', number: number) => {
    const name = `${kind} ${number}`;
    const port = await freePort();
    const database = Object.assign(new URL(postgres.url), {
      port: String(await link(`${name} to postgres`, Number(new URL(postgres.url).port))),
    });
    const variables = childVariables({
      NODE_ENV: 'production',
      APP_ENV: 'production',
      SECRET: RUN_SECRET,
      HOST: '127.0.0.1',
      PORT: String(port),
      ORIGIN: 'https://petition.test',
      MAIL_FROM: 'campaign@petition.test',
      DATABASE_URL: database.toString(),
      DATABASE_POOL_SIZE: '8',
      TRUST_PROXY_HOPS: '1',
      SMTP_URL: `smtp://127.0.0.1:${kind === 'worker' ? await link(`${name} to mail`, Number(new URL(sink.url).port)) : 9}`,
      LOG_LEVEL: 'info',
      LEDGER_KEY: ledgerKey,
    });
    if (kind === 'web') webPorts.push(await link(`clients to ${name}`, port));
    const log = join(folder, `${name.replace(' ', '-')}.log`);
    const start = () => {
      starts += 1;
      return spawnGuarded({
        command: process.execPath,
        args: ['--import', 'tsx', `app/commands/${kind}.ts`],
        stopSignal: 'TERM',
        cwd: process.cwd(),
        variables,
        output: openSync(log, 'a'),
      });
    };
    parts.push(programPart({ name, kind, start, port, log }));
  };
  for (let number = 1; number <= webs; number += 1) await program('web', number);
  for (let number = 1; number <= workers; number += 1) await program('worker', number);
  const stop = async () => {
    for (const { proxy } of links) proxy.heal();
    for (const part of parts) part.resume();
    await Promise.all(parts.slice(1).map((part) => part.stop()));
    await postgres.part.stop();
    await Promise.all([sink.close(), ...links.map(({ proxy }) => proxy.close())]);
  };
  try {
    await Promise.all(parts.map((part) => part.up(60_000)));
  } catch (fault) {
    await stop();
    throw fault;
  }
  return { parts, links, webPorts, databaseUrl: postgres.url, sink, starts: () => starts, stop };
}

interface Program {
  name: string;
  kind: 'web' | 'worker';
  port: number;
  log: string;
  start(): GuardedProcess;
}

function programPart({ name, kind, port, log, start }: Program): Part {
  let isWanted = true;
  let downUntil = 0;
  let current: GuardedProcess | undefined;
  let startedAt = 0;
  let logFrom = 0;
  const logged = async () => (await readFile(log).catch(() => Buffer.alloc(0))).subarray(logFrom).toString('utf8');
  const lives = (async () => {
    while (isWanted) {
      await wait(Math.max(downUntil - Date.now(), 0));
      if (!isWanted) return;
      logFrom = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
      current = start();
      startedAt = Date.now();
      await current.ended;
      current = undefined;
      // One that cannot start is not started a hundred times a second.
      if (isWanted && Date.now() - startedAt < 1000) await wait(300);
    }
  })();
  const signal = (which: NodeJS.Signals) => {
    current?.child.kill(which);
  };
  const isUp = async () => {
    if (!current) return false;
    if (kind === 'worker') return (await logged()).includes('the worker runs');
    return fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  };
  return {
    name,
    kind,
    kill(downMs) {
      downUntil = Date.now() + downMs;
      signal('SIGKILL');
    },
    restart(downMs) {
      downUntil = Date.now() + downMs;
      signal('SIGTERM');
    },
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    async up(withinMs) {
      const deadline = Date.now() + withinMs;
      while (!(await isUp())) {
        if (Date.now() > deadline) throw new Error(`${name} does not work\n${(await logged()).slice(-3000)}`);
        await wait(100);
      }
    },
    async stop() {
      isWanted = false;
      await current?.stop(10_000);
      await lives;
    },
  };
}

/** PostgreSQL with fsync on, migrated and seeded, on a port that stays. */
async function postgresPart(dataDir: string, logFile: string): Promise<{ part: Part; url: string }> {
  const port = await freePort();
  const start = () => startEmbedded({ dataDir, initialise: true, port, logFile });
  let server: Embedded | undefined = await start();
  const url = server.url(DATABASE);
  await server.createDatabase(DATABASE);
  await migrate(url);
  const pool = connect(url, { max: 2 });
  await seed({ db: pool.db, demonstration: false });
  await pool.close();
  let isWanted = true;
  let downUntil = 0;
  const lives = (async () => {
    while (isWanted) {
      await server?.ended;
      server = undefined;
      await wait(Math.max(downUntil - Date.now(), 0));
      // Processes of the killed server may hold its memory for a moment; then a start is refused and tried again.
      for (let attempt = 0; isWanted && !server && attempt < 200; attempt += 1)
        server = await start().catch(() => wait(100).then(() => undefined));
      if (isWanted && !server) throw new Error('PostgreSQL could not be started again');
    }
  })();
  const processes = async () => {
    const pid = Number((await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]);
    if (!pid) return [];
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
    return [pid, ...children.trim().split(' ').filter(Boolean).map(Number)];
  };
  const signal = (which: NodeJS.Signals, all: boolean) =>
    processes().then((pids) => {
      for (const pid of all ? pids : pids.slice(0, 1)) {
        try {
          process.kill(pid, which);
        } catch {
          // It ended by itself since.
        }
      }
    });
  const part: Part = {
    name: 'postgres',
    kind: 'postgres',
    kill(downMs) {
      downUntil = Date.now() + downMs;
      void signal('SIGKILL', false);
    },
    restart(downMs) {
      downUntil = Date.now() + downMs;
      void signal('SIGQUIT', false);
    },
    pause: () => void signal('SIGSTOP', true),
    resume: () => void signal('SIGCONT', true),
    async up(withinMs) {
      const deadline = Date.now() + withinMs;
      while (!server && Date.now() < deadline) await wait(50);
      if (!server) throw new Error('PostgreSQL did not come back');
    },
    async stop() {
      isWanted = false;
      await signal('SIGCONT', true);
      await server?.stop();
      await lives;
    },
  };
  return { part, url };
}
