import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { isWithoutOrganizers } from '#app/domain/organizer/operator.server.ts';
import { type Env, env } from '#app/env.server.ts';
import { connect } from '#db/client.ts';
import { migrate } from '#db/migrate.ts';
import { epitaph, type Part, startPart } from './children.ts';
import { type CommandDatabase, openForSite } from './database.ts';
import { CommandFault, runCommand } from './fault.ts';
import { makeFolder } from './files.ts';
import { openLedgerKey } from './ledger-key.ts';
import { seedEverything } from './seed-steps.ts';
import { buildSite, isBuildFresh } from './site-build.ts';

const READY_WITHIN_MS = 60_000;

await runCommand(async () => {
  const stopAsked = new Promise<void>((asked) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked());
  });
  const opened: { database?: CommandDatabase; parts: Part[] } = { parts: [] };
  try {
    const running = await Promise.race([stopAsked, startAll(env(), opened)]);
    if (running) await Promise.race([stopAsked, running.end]);
  } finally {
    if (opened.database) console.log('\nStopping.');
    for (const part of opened.parts) await part.process.stop(30_000);
    await opened.database?.stop();
  }
});

/** Brings everything up in order; the promise inside the answer rejects when a part ends by itself. */
async function startAll(config: Env, opened: { database?: CommandDatabase; parts: Part[] }) {
  const startedAt = Date.now();
  const say = (text: string) => console.log(`[${((Date.now() - startedAt) / 1000).toFixed(1)} s] ${text}`);

  const database = await openForSite();
  opened.database = database;
  const port = await choosePort(config.host, config.port);
  const origin = config.origin.replace(/:0$/, `:${port}`);
  say(database.embedded ? `PostgreSQL runs on ${join(config.dataDir, 'postgres')}` : 'The database answers');
  const isNew = await prepare(database.url, config.seedDemonstration);
  say('The database is at the newest migration and holds the facts, campaigns and letters');
  if (!(await isBuildFresh(process.cwd()))) {
    say('Building the site (this takes about half a minute) …');
    await buildSite(process.cwd());
  }

  await makeFolder(resolve(config.dataDir));
  const { madeIn } = await openLedgerKey(config);
  if (madeIn) say(`Made the key that signs the campaigns' ledgers: ${madeIn} (keep a copy)`);
  const variables = { DATABASE_URL: database.url, PORT: String(port), ORIGIN: origin };
  opened.parts.push(
    startPart('web server', 'app/commands/web.ts', join(config.dataDir, 'web.log'), variables),
    startPart('worker', 'app/commands/worker.ts', join(config.dataDir, 'worker.log'), variables),
  );
  const ends = opened.parts.map((part) => part.process.ended.then(async () => failed(await epitaph(part))));
  if (database.embedded)
    ends.push(database.embedded.ended.then(() => failed('PostgreSQL ended by itself; see postgres.log.')));
  const end = Promise.race(ends);
  await Promise.race([end, readiness(`http://${reachable(config.host)}:${port}/readyz`)]);
  say('Ready');
  announce(config, origin, isNew);
  return { end };
}

/** Brings the tables and the shipped facts up to date; both change nothing when nothing is new. Answers whether nobody has an organizer's account yet. */
async function prepare(url: string, demonstration: boolean): Promise<boolean> {
  await migrate(url);
  const { db, close } = connect(url, { max: 1, applicationName: 'untolled-seed' });
  try {
    await seedEverything({ db, demonstration });
    return await isWithoutOrganizers({ db });
  } finally {
    await close();
  }
}

function failed(sentence: string): never {
  throw new CommandFault(sentence);
}

function announce({ dataDir, appEnv, smtpUrl }: Env, origin: string, isNew: boolean): void {
  const organizers = isNew
    ? 'npm run organizer -- create EMAIL --organization NAME   (makes the first one, in another terminal)'
    : `${origin}/organize`;
  const mails = smtpUrl
    ? 'sent by SMTP_URL'
    : appEnv === 'development'
      ? `${origin}/dev/mailbox (kept here, none is sent)`
      : 'kept, none is sent: SMTP_URL is not set';
  console.log(`
  Site:     ${origin}
  Organize: ${organizers}
  Mails:    ${mails}
  Export:   npm run export -- counts --campaign SLUG --by day,isp,state --format csv   (--help lists all)
  Logs:     ${join(dataDir, 'web.log')}, ${join(dataDir, 'worker.log')}
  Stop:     Ctrl-C; the data stays for the next npm start
`);
}

async function readiness(url: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  let last = '';
  while (Date.now() < deadline) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      if (response.ok) return;
      last = `${response.status} ${(await response.text()).slice(0, 300)}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new CommandFault(`The site did not become ready within ${READY_WITHIN_MS / 1000} s: ${last}`);
}

function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host.includes(':') ? `[${host === '::' ? '::1' : host}]` : host;
}

/** The port to use, seen to be free; 0 asks the system for one. */
function choosePort(host: string, port: number): Promise<number> {
  return new Promise((free, taken) => {
    const probe = createServer();
    probe.once('error', (cause: NodeJS.ErrnoException) => {
      const sentence =
        cause.code === 'EADDRINUSE'
          ? `Port ${port} on ${host} is taken: stop the program that uses it, or set PORT to another number.`
          : cause.code === 'EACCES'
            ? `Port ${port} needs more rights than this user has: set PORT to a number above 1023.`
            : `The site cannot listen on ${host}, port ${port} (HOST, PORT): ${cause.message}.`;
      taken(new CommandFault(sentence, { cause }));
    });
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => free(address && typeof address === 'object' ? address.port : port));
    });
  });
}
