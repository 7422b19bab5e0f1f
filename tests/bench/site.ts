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

/** What is measured: the port of the running site and the address of the database behind it. */
export interface BenchSite {
  port: number;
  databaseUrl: string;
}

/** The secret of the site that is measured, by which a crowd's challenges and stamps are made. */
export const benchSecret = 'a secret of benchmarks that is long enough';

/** `unsafe` skips fsync, for what does not write; `poolSize` is the number of connections of the web process; `variables` are laid over those of the site. */
export interface BenchSiteOptions {
  unsafe?: boolean;
  poolSize?: number;
  variables?: Record<string, string>;
}

/**
 * Runs `use` against the site as an operator runs it: production build (made when stale), a seeded PostgreSQL of its own, access log
 * to a file. Everything is stopped and removed afterwards. Throws when the site does not answer within 20 s.
 */
export async function withBenchSite<Result>(
  { unsafe = false, poolSize = 10, variables = {} }: BenchSiteOptions,
  use: (site: BenchSite) => Promise<Result>,
): Promise<Result> {
  await inTurn('build', async () => {
    if (!(await isBuildFresh(process.cwd()))) await buildSite(process.cwd());
  });
  const folder = await mkdtemp(join(tmpdir(), 'untolled-bench-'));
  const database = await startEmbedded({ dataDir: join(folder, 'postgres'), initialise: true, unsafe });
  try {
    await database.createDatabase('bench');
    const databaseUrl = database.url('bench');
    await migrate(databaseUrl);
    const pool = connect(databaseUrl);
    await seed({ db: pool.db, demonstration: false });
    await pool.close();
    const site = await startWeb(folder, databaseUrl, poolSize, variables);
    try {
      return await use({ port: site.port, databaseUrl });
    } finally {
      await site.stop();
    }
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startWeb(folder: string, databaseUrl: string, poolSize: number, more: Record<string, string>) {
  const port = await freePort();
  const log = join(folder, 'web.log');
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
      DATABASE_POOL_SIZE: String(poolSize),
      LOG_LEVEL: 'info',
      SECRET: benchSecret,
      ...more,
    }),
    output: openSync(log, 'a'),
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
  throw new Error(`the site did not start within 20 s\n${(await readFile(log, 'utf8')).slice(-2000)}`);
}
