import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { askExport } from '#app/domain/export/ask.server.ts';
import { findExport } from '#app/domain/export/list.server.ts';
import { exportRequest } from '#app/domain/export/query.ts';
import { childVariables } from '#app/env.server.ts';
import { type Connection, connect } from '#db/client.ts';
import { spawnGuarded } from '#db/guarded-process.ts';
import { alternate, type Bench } from './alternate.ts';
import { withBenchSite } from './site.ts';

const ROWS = 1_000_000;
/** Pages asked for a second, each rendered anew. */
const PAGES_PER_SECOND = 15;
/** What a page counts that the site turned away because it had too much to do, in milliseconds. */
const TURNED_AWAY_MS = 60_000;
/** How long is measured without an export, and at least with one, in milliseconds. */
const LOOK_MS = 15_000;
const FORMATS = ['csv', 'parquet', 'xlsx'] as const;

/** What the runner says of this benchmark. */
export const description =
  'a page rendered anew while a worker exports a million signatures (CSV, Parquet, XLSX by round), in 1/p99, against the same without; the aim is half';

/** How many rounds are run unless told otherwise: each format once. */
export const rounds = 3;

/** Ours and the limit are 1,000 over the p99 in milliseconds of pages that miss the cache, asked for at a steady pace whatever the answers take. */
const bench: Bench = (tools) =>
  withBenchSite({}, async ({ port, databaseUrl }) => {
    const connection = connect(databaseUrl, { max: 2 });
    const folder = await mkdtemp(join(tmpdir(), 'untolled-bench-exports-'));
    const variables = childVariables({
      NODE_ENV: 'production',
      APP_ENV: 'development',
      DATABASE_URL: databaseUrl,
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
    });
    const worker = spawnGuarded({
      command: process.execPath,
      args: ['--import', 'tsx', 'app/commands/worker.ts'],
      stopSignal: 'TERM',
      cwd: process.cwd(),
      variables,
    });
    try {
      const organizationId = await seedSignatures(connection);
      tools.say(`${ROWS.toLocaleString('en-US')} signatures are there; ${PAGES_PER_SECOND} pages a second`);
      await p99(port, () => Promise.resolve(false), LOOK_MS / 3);
      let round = 0;
      return await alternate(tools, '1/p99 in s', {
        limit: async () => 1000 / (await p99(port, async () => false, LOOK_MS)),
        ours: async () => {
          const format = FORMATS[round % FORMATS.length] ?? 'csv';
          round += 1;
          const export_ = await ask(connection, organizationId, format);
          const startedAt = performance.now();
          const figure = await p99(port, export_.isRunning, LOOK_MS);
          tools.say(`${format}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s, p99 ${figure.toFixed(0)} ms`);
          return 1000 / figure;
        },
      });
    } finally {
      await worker.stop(20_000);
      await connection.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
export default bench;

/** Signatures that an organizer took out: they are exported like others, and no sequencer counts them meanwhile. */
async function seedSignatures({ db }: Connection): Promise<number> {
  const [organization] = await db.execute<{ id: number }>(
    sql`insert into organizations (slug, name) values ('bench', 'Bench') returning id`,
  );
  const id = organization?.id ?? 0;
  await db.execute(sql`update campaigns set organization_id = ${id}`);
  await db.execute(sql`
    insert into signatures (campaign_id, canonical_address, address, name, zip, state, locale, status, invalidated_at, invalidation_reason, confirmed_at, confirmed_by, source)
    select (select min(id) from campaigns), 'p' || n || '@inbox.example', 'p' || n || '@inbox.example', 'Ana María Person ' || n, '94103', 'CA', 'en', 'invalidated', now(),
      'other', now(), 'button', 'mailing' from generate_series(1, ${ROWS}) n`);
  await db.execute(sql`vacuum analyze signatures`);
  return id;
}

async function ask({ db }: Connection, organizationId: number, format: string) {
  const asked = exportRequest.parse({
    query: { kind: 'signatures', statuses: ['invalidated'] },
    format,
    purpose: 'A benchmark of exports',
  });
  const answer = await askExport({ organizationId, actor: 'command', locale: 'en', request: asked }, { db });
  if (!answer.ok) throw new Error(answer.reason);
  return {
    isRunning: async () => {
      const run = await findExport({ organizationId, publicId: answer.publicId }, { db });
      if (run?.state === 'failed') throw new Error(`the export failed: ${run.failure}`);
      return run?.state !== 'done';
    },
  };
}

/** The p99, in milliseconds, of pages asked for at a steady pace for `atLeastMs` and while `goesOn`. A page's time begins when it was due. */
async function p99(port: number, goesOn: () => Promise<boolean>, atLeastMs: number): Promise<number> {
  const times: number[] = [];
  const startedAt = performance.now();
  const underway: Promise<void>[] = [];
  let isOn = true;
  for (let asked = 0; isOn || performance.now() - startedAt < atLeastMs; asked += 1) {
    const due = startedAt + (asked * 1000) / PAGES_PER_SECOND;
    const waitMs = due - performance.now();
    if (waitMs > 0) await new Promise((go) => setTimeout(go, waitMs));
    underway.push(
      page(port, asked).then((isThere) => void times.push(isThere ? performance.now() - due : TURNED_AWAY_MS)),
    );
    if (asked % PAGES_PER_SECOND === 0) isOn = await goesOn();
  }
  await Promise.all(underway);
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.99)] ?? 0;
}

/** A page that no cache has, because what is not known of a query skips it; false when the site turned it away. */
function page(port: number, number: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { port, host: '127.0.0.1', path: `/campaigns/put-it-in-writing?bench=${number}`, agent: false },
      (answer) => {
        answer
          .resume()
          .on('end', () => resolve(answer.statusCode === 200))
          .on('error', reject);
      },
    );
    asked.on('error', reject).end();
  });
}
