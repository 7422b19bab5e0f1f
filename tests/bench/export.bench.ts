import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'drizzle-orm';
import { countQuery } from '#app/domain/export/rows.server.ts';
import { childVariables } from '#app/env.server.ts';
import { type Connection, connect } from '#db/client.ts';
import { startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { alternate, type Bench } from './alternate.ts';

/** 64 ISPs, 52 states and 301 days: a million sources, about as many as a year of a national campaign has. */
const ISPS = 64;
const STATES = 52;
const DAYS = 301;

/** What the runner says of this benchmark. */
export const description =
  'export of a million sources of counts as CSV by the command, in rows/s, against COPY ... TO STDOUT of the same query';

/**
 * Ours is the command as an organizer calls it, start of the process included, writing a file. The limit is the same query by
 * psql's \copy to a file, where psql is installed; else by a bare COPY over one connection, thrown away as it comes.
 */
const bench: Bench = async (tools) => {
  const folder = await mkdtemp(join(tmpdir(), 'untolled-bench-export-'));
  const server = await startEmbedded({ dataDir: join(folder, 'postgres'), initialise: true });
  try {
    await server.createDatabase('bench');
    const url = server.url('bench');
    await migrate(url);
    const connection = connect(url, { max: 2 });
    try {
      const campaignId = await seedSources(connection);
      const query = countQuery([{ id: campaignId, slug: 'bench' }], ['day', 'isp', 'state'], true).replace(/\s+/g, ' ');
      const hasPsql = (await run('psql', ['--version'], url)) === 0;
      tools.say(
        `${(ISPS * STATES * DAYS).toLocaleString('en-US')} sources; the limit is ${hasPsql ? 'psql' : 'a bare COPY'}`,
      );
      const ours = join(folder, 'ours.csv');
      const limit = join(folder, 'limit.csv');
      const figures = await alternate(tools, 'rows/s', {
        ours: () => rowsPerSecond(() => byCommand(url, ours)),
        limit: () => rowsPerSecond(() => (hasPsql ? byPsql(url, query, limit) : byCopy(connection, query))),
      });
      if (hasPsql) await assertSameRows(ours, limit);
      return figures;
    } finally {
      await connection.close();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
};
export default bench;

/** Fills the journals of one campaign, as the sequencer would have; answers its id. */
async function seedSources({ db }: Connection): Promise<number> {
  await db.execute(sql`
    insert into isps (slug, name, technologies)
    select 'isp-' || n, 'ISP ' || n, '{cable}' from generate_series(1, ${ISPS}::int) n`);
  const [row] = await db.execute<{ id: number }>(
    sql`insert into campaigns (slug, state, goal) values ('bench', 'open', 1000) returning id`,
  );
  const id = row?.id ?? 0;
  await db.execute(sql`
    insert into count_journal (campaign_id, day, isp_id, state, signed, withdrawn, invalidated)
    select ${id}::int, date '2026-01-01' + d, i.id, chr(65 + s / 26) || chr(65 + s % 26), 1 + (d * i.id * s) % 90, (d + s) % 3, d % 2
    from generate_series(0, ${DAYS - 1}::int) d, isps i, generate_series(0, ${STATES - 1}::int) s`);
  await db.execute(sql`vacuum analyze count_journal`);
  await db.execute(sql`analyze isps`);
  return id;
}

async function rowsPerSecond(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (ISPS * STATES * DAYS) / ((performance.now() - startedAt) / 1000);
}

async function byCommand(url: string, file: string): Promise<void> {
  const args = ['--import', 'tsx', 'app/commands/export.ts', 'counts', '--campaign', 'bench', '--out', file];
  if ((await run(process.execPath, args, url)) !== 0) throw new Error('the export failed');
}

async function byPsql(url: string, query: string, file: string): Promise<void> {
  const script = `\\copy (${query}) to '${file}' with (format csv, header)`;
  if ((await run('psql', ['--no-psqlrc', '--quiet', '--command', script, url], url)) !== 0)
    throw new Error('psql failed');
}

async function byCopy(connection: Connection, query: string): Promise<void> {
  const rows = await connection.sql.unsafe(`copy (${query}) to stdout with (format csv, header)`).readable();
  for await (const _ of rows);
}

function run(command: string, args: string[], url: string): Promise<number> {
  return new Promise((done) => {
    const child = spawn(command, args, {
      stdio: 'ignore',
      env: childVariables({ DATABASE_URL: url, APP_ENV: 'test' }) as NodeJS.ProcessEnv,
    });
    child.once('error', () => done(127)).once('exit', (code) => done(code ?? 1));
  });
}

/** Both files hold the same lines, ours with the line ends of RFC 4180. */
async function assertSameRows(ours: string, limit: string): Promise<void> {
  const rows = ISPS * STATES * DAYS + 1;
  if ((await stat(ours)).size !== (await stat(limit)).size + rows) throw new Error('the two exports differ in size');
  const theirs = createInterface({ input: createReadStream(limit) })[Symbol.asyncIterator]();
  for await (const line of createInterface({ input: createReadStream(ours) })) {
    const other = await theirs.next();
    if (line !== other.value) throw new Error(`the two exports differ: "${line}" and "${other.value}"`);
  }
}
