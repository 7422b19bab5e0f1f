import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { FIGURES } from '#app/domain/dashboard/dashboard.ts';
import { readLive } from '#app/domain/dashboard/live.server.ts';
import { readBreakdown } from '#app/domain/dashboard/read.server.ts';
import { type Connection, connect, type Db } from '#db/client.ts';
import { startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { alternate, type Bench } from './alternate.ts';

const SIGNATURES = 10_000_000;
const DAYS = 365;
const ROUND_MS = 2_000;

/** What the runner says of this benchmark. */
export const description =
  "the data of an organizer's dashboard at 10 million signatures, per s, against plain SQL that reads the same rows of the journals";

/**
 * The journals of a campaign of 10 million signatures over a year, as the loop and the sequencer would have left them: every figure by hour and day, two days of minutes,
 * 60 ISPs and 56 states by day, 300 sources, 100 partners. The signatures themselves and their leaves are
 * not made: no statement of the page reads them. Ours is both reads of the page, the fast and the slow one; the limit asks for the same rows and sums by plain statements
 * side by side on the same connections and shapes nothing.
 */
const bench: Bench = async (tools) => {
  const folder = await mkdtemp(join(tmpdir(), 'untolled-bench-'));
  const database = await startEmbedded({ dataDir: join(folder, 'postgres'), initialise: true });
  try {
    await database.createDatabase('bench');
    const url = database.url('bench');
    await migrate(url);
    const connection = connect(url, { max: 4 });
    try {
      const { db } = connection;
      const campaignId = await makeJournals(db);
      const ours = () =>
        pagesPerSecond(async () => {
          const [live, slow] = await Promise.all([
            readLive({ campaignIds: [campaignId], seesAll: false }, { db }),
            readBreakdown({ campaignId, isExact: true }, { db }),
          ]);
          if (live.get(campaignId)?.total !== SIGNATURES || slow.isps.length < 60)
            throw new Error('the page shows something else');
        });
      const limit = () => pagesPerSecond(() => plainRows(connection, campaignId));
      await ours();
      await limit();
      const figures = await alternate(tools, 'pages/s', { ours, limit });
      tools.say(
        `one page's data take ${(1000 / figures.value).toFixed(1)} ms, the same rows plainly ${(1000 / figures.limit).toFixed(1)} ms`,
      );
      return figures;
    } finally {
      await connection.close();
    }
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

export default bench;

async function pagesPerSecond(page: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  let pages = 0;
  while (performance.now() - startedAt < ROUND_MS) {
    await page();
    pages += 1;
  }
  return (pages * 1000) / (performance.now() - startedAt);
}

async function makeJournals(db: Db): Promise<number> {
  await db.execute(
    sql`insert into isps (slug, name, technologies) select 'isp-' || n, 'ISP ' || n, '{cable}' from generate_series(1, 60) n`,
  );
  const [campaign] = await db.execute<{ id: number }>(
    sql`insert into campaigns (slug, state, goal) values ('bench', 'open', 10000000) returning id`,
  );
  const id = campaign?.id ?? 0;
  const figures = sql`unnest('{seen,started,signed,confirmed,undone,letters,own-permille,wrote,delivered,bounce-permanent}'::text[]) as f`;
  const hours = DAYS * 24;
  await db.execute(sql`
    insert into dashboard_spans (campaign_id, figure, span, starts_at, amount)
    select ${id}::int, f, 'hour', date_trunc('hour', now()) - n * interval '1 hour', ${Math.round(SIGNATURES / hours)}::int from generate_series(0, ${hours}::int - 1) n, ${figures}
    union all
    select ${id}::int, f, 'day', date_trunc('day', now(), 'UTC') - n * interval '1 day', ${Math.round(SIGNATURES / DAYS)}::int from generate_series(0, ${DAYS}::int - 1) n, ${figures}
    union all
    select ${id}::int, f, 'minute', date_trunc('minute', now()) - n * interval '1 minute', 19 from generate_series(0, 2879) n, ${figures}`);
  await db.execute(sql`
    insert into dashboard_cells (campaign_id, dimension, value, amount)
    select ${id}::int, 'isp', id::text, ${SIGNATURES}::bigint / 60 from isps
    union all select ${id}::int, 'state', 'S' || n, ${SIGNATURES}::bigint / 56 from generate_series(1, 56) n
    union all select ${id}::int, 'letter-state', 'S' || n, 20000 from generate_series(1, 56) n
    union all select ${id}::int, 'source', 'source ' || n, 30000 from generate_series(1, 300) n
    union all select ${id}::int, 'partner', n::text, 100000 from generate_series(1, 100) n
    union all select ${id}::int, 'delivery', c || ' ' || s, 90000 from unnest('{email,docket,web_form,paper}'::text[]) c, unnest('{queued,sent,filed,failed,bounced}'::text[]) s`);
  await db.execute(sql`
    insert into dashboard_spans (campaign_id, figure, span, starts_at, amount)
    select ${id}::int, g, 'day', date_trunc('day', now(), 'UTC') - n * interval '1 day', 450
    from generate_series(0, ${DAYS}::int - 1) n, (select 'isp ' || id as g from isps union all select 'state S' || s from generate_series(1, 56) s) groups`);
  await db.execute(sql`
    insert into campaign_counts (campaign_id, size, signed, updated_at) values (${id}::int, ${SIGNATURES}::bigint, ${SIGNATURES}::bigint, now())`);
  await db.execute(sql`vacuum analyze`);
  return id;
}

/** What the page needs, row by row, by statements as one would write them by hand. */
function plainRows({ sql: plain }: Connection, id: number): Promise<unknown> {
  const shown = ['confirmed', 'undone', 'signed', 'seen'];
  return Promise.all([
    plain`select starts_at, amount from dashboard_spans where campaign_id = ${id} and span = 'minute' and figure = 'confirmed' and starts_at > now() - interval '61 minutes'`,
    plain`select figure, starts_at, amount from dashboard_spans where campaign_id = ${id} and span = 'hour' and figure in ${plain(shown)} and starts_at > now() - interval '49 hours'`,
    plain`select figure, starts_at, amount from dashboard_spans where campaign_id = ${id} and span = 'day' and figure in ${plain(shown)} and starts_at > now() - interval '61 days'`,
    plain`select figure, min(starts_at), sum(amount) from dashboard_spans where campaign_id = ${id} and span = 'day' and figure in ${plain([...FIGURES])} group by figure`,
    plain`select dimension, value, amount from dashboard_cells where campaign_id = ${id}`,
    plain`select c.value, sum(s.amount) from dashboard_cells c join dashboard_spans s on s.campaign_id = c.campaign_id and s.span = 'day' and s.figure = c.dimension || ' ' || c.value
      and s.starts_at > now() - interval '7 days' where c.campaign_id = ${id} and c.dimension in ('isp', 'state') group by c.dimension, c.value`,
    plain`select * from campaign_counts where campaign_id = ${id}`,
    plain`select * from dashboard_readings where campaign_id in (0, ${id})`,
    plain`select id, slug, name from isps`,
    plain`select count(*) from alerts where settled_at is null and campaign_id = ${id}`,
  ]);
}
