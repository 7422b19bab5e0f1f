import { openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
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
import { signaturesPerSecond } from './sign-client.ts';

const CLIENTS = 32;
const ROUND_MS = 3000;
const SLUG = 'put-it-in-writing';

/** What the runner says of this benchmark. */
export const description =
  'signatures over HTTP to a durable pending row and job, per s, against single-row inserts on the same server';

/**
 * Ours is the site as an operator runs it, with 32 people who each post a form of their own, wait for the answer and post the next;
 * the limit is 32 connections that each insert one row with a unique key, wait and insert the next (as pgbench does). One
 * PostgreSQL serves both, with fsync on. Every signature counted is read back from the tables at the end, with its challenge and job.
 */
const bench: Bench = async (tools) => {
  await inTurn('build', async () => {
    if (!(await isBuildFresh(process.cwd()))) await buildSite(process.cwd());
  });
  const folder = await mkdtemp(join(tmpdir(), 'untolled-bench-sign-'));
  const database = await startEmbedded({ dataDir: join(folder, 'postgres'), initialise: true });
  try {
    await database.createDatabase('bench');
    await migrate(database.url('bench'));
    const pool = connect(database.url('bench'));
    await seed({ db: pool.db, demonstration: false });
    await pool.close();
    const sql = postgres(database.url('bench'), { max: CLIENTS, onnotice: () => {} });
    const site = await startSite(folder, database.url('bench'));
    try {
      const [durable] =
        await sql`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`;
      if (durable?.fsync !== 'on' || durable?.commit !== 'on') throw new Error('the server does not write through');
      await sql`create table bench_rows (id bigint generated always as identity primary key, campaign_id int not null,
        address text not null, name text not null, unique (campaign_id, address))`;
      const signed = { total: 0 };
      const ours = (forMs: number) => signaturesPerSecond(site.port, `/campaigns/${SLUG}`, CLIENTS, forMs, signed);
      const limit = (forMs: number) => insertsPerSecond(sql, forMs);
      await ours(1500);
      await limit(500);
      const figures = await alternate(tools, 'signatures/s', {
        ours: () => ours(ROUND_MS),
        limit: () => limit(ROUND_MS),
      });
      await proveDurable(sql, signed.total);
      return figures;
    } finally {
      await site.stop();
      await sql.end();
    }
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

export default bench;

let row = 0;

async function insertsPerSecond(sql: postgres.Sql, forMs: number): Promise<number> {
  const startedAt = performance.now();
  const until = startedAt + forMs;
  let inserted = 0;
  const client = async () => {
    while (performance.now() < until) {
      row += 1;
      await sql`insert into bench_rows (campaign_id, address, name) values (1, ${`ada${row}@mail.example`}, 'Ada Lovelace')`;
      inserted += 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (inserted * 1000) / (performance.now() - startedAt);
}

/** Throws unless the tables hold at least the signatures that were answered, each with its challenge and its job. */
async function proveDurable(sql: postgres.Sql, answered: number): Promise<void> {
  const [found] = await sql<{ rows: number }[]>`
    select count(*)::int as rows from signatures s
      join signature_challenges c on c.signature_id = s.id
      join pgboss.job j on j.name = 'mail.confirmation' and (j.data->>'challengeId')::bigint = c.id
    where s.status = 'pending'`;
  if (!found || found.rows < answered)
    throw new Error(`${answered} were answered, ${found?.rows ?? 0} are in the tables`);
}

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
      DATABASE_POOL_SIZE: String(CLIENTS),
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
  throw new Error('the site did not start within 20 s');
}
