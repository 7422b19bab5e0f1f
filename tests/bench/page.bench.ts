import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite, isBuildFresh } from '#app/commands/site-build.ts';
import { childVariables } from '#app/env.server.ts';
import { connect } from '#db/client.ts';
import { startEmbedded } from '#db/embedded.ts';
import { spawnGuarded } from '#db/guarded-process.ts';
import { migrate } from '#db/migrate.ts';
import { seed } from '#db/seed/load.ts';
import { freePort } from '#tests/support/free-port.ts';
import { inTurn } from '#tests/support/turn.ts';
import { alternate, type Bench } from './alternate.ts';
import { answersPerSecond, askOnce, type RawAnswer } from './page-client.ts';

const CONNECTIONS = 64;
const ROUND_MS = 3000;

/** What the runner says of this benchmark. */
export const description =
  'front page of the running site, in requests/s, against bare node:http sending the same bytes';

/**
 * Ours is the site as an operator runs it (production build, seeded PostgreSQL, access log to a file), asked by one browser's request
 * over 64 connections; the limit answers the same head and body from memory. One process serves at a time, another asks.
 */
const bench: Bench = async (tools) => {
  await inTurn('build', async () => {
    if (!(await isBuildFresh(process.cwd()))) await buildSite(process.cwd());
  });
  const folder = await mkdtemp(join(tmpdir(), 'untolled-bench-page-'));
  const database = await startEmbedded({ dataDir: join(folder, 'postgres'), initialise: true, unsafe: true });
  try {
    await database.createDatabase('bench');
    await migrate(database.url('bench'));
    const pool = connect(database.url('bench'));
    await seed({ db: pool.db, demonstration: true });
    await pool.close();
    const site = await startSite(folder, database.url('bench'));
    try {
      const page = await askOnce(site.port, '/');
      tools.say(`the page holds ${page.body.length} bytes as sent`);
      const bare = await startBare(page);
      try {
        for (const port of [site.port, bare.port]) await answersPerSecond(port, '/', CONNECTIONS, 1000);
        return await alternate(tools, 'requests/s', {
          ours: () => answersPerSecond(site.port, '/', CONNECTIONS, ROUND_MS),
          limit: () => answersPerSecond(bare.port, '/', CONNECTIONS, ROUND_MS),
        });
      } finally {
        bare.stop();
      }
    } finally {
      await site.stop();
    }
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

export default bench;

async function startSite(folder: string, databaseUrl: string) {
  const port = await freePort();
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
      ORIGIN: `http://localhost:${port}`,
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'info',
    }),
    output: openSync(join(folder, 'web.log'), 'a'),
  });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const isUp = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return { port, stop: () => web.stop(10_000) };
    await new Promise((done) => setTimeout(done, 100));
  }
  await web.stop(0);
  const said = await readFile(join(folder, 'web.log'), 'utf8');
  throw new Error(`the site did not start within 20 s\n${said.slice(-2000)}`);
}

async function startBare(page: RawAnswer) {
  const child = fork(new URL('page-bare.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  const written = ['date', 'connection', 'keep-alive'];
  const head = page.head.filter((_, at) => !written.includes((page.head[at - (at % 2)] ?? '').toLowerCase()));
  child.send({ head, body: page.body.toString('base64') });
  const [port] = (await once(child, 'message')) as [number];
  return { port, stop: () => child.kill() };
}
