import { sql } from 'drizzle-orm';
import { runSequencer } from '#app/domain/count/count.server.ts';
import { type Connection, connect } from '#db/client.ts';
import { alternate, type Bench, type BenchFigures } from './alternate.ts';
import { answersPerSecond } from './page-client.ts';
import { rowsOfCampaign } from './scale-rows.ts';
import { type BenchSite, withBenchSite } from './site.ts';

const FEW = 1_000;
const MANY = 10_000_000;
const SLUG = 'put-it-in-writing';
const NEW = 2_000;

/** What the runner says of this benchmark. */
export const description =
  'rendering the campaign page and counting new signatures at 10 million signatures, against the same at 1,000 (the worse of the two)';

/** Each round renders for two seconds and counts 2,000 new signatures on either side. */
export const rounds = 3;

/**
 * Two sites with databases of their own, filled by SQL as the sequencer would have filled them: signatures, leaves, shares, journals, tiles. The page is asked for past the
 * cache, so that every answer is rendered; counting is one run of the sequencer over 2,000 newly confirmed signatures, ledger and tiles included. The query planner's
 * figures are those of `analyze`. Making the rows takes some minutes and about 12 GB of disk.
 */
const bench: Bench = (tools) =>
  withBenchSite({ unsafe: true }, (few) =>
    withBenchSite({ unsafe: true }, async (many) => {
      const [small, large] = [await fill(few, FEW, tools.say), await fill(many, MANY, tools.say)];
      try {
        const figures: BenchFigures[] = [];
        const page = (site: BenchSite) => () => answersPerSecond(site.port, `/campaigns/${SLUG}?scale=1`, 8, 2000);
        for (const site of [few, many]) await page(site)();
        figures.push(await alternate(tools, 'pages/s', { ours: page(many), limit: page(few) }));
        const count = (connection: Connection) => () => countedPerSecond(connection);
        for (const connection of [small, large]) await count(connection)();
        figures.push(await alternate(tools, 'counted/s', { ours: count(large), limit: count(small) }));
        for (const { value, limit, unit } of figures)
          tools.say(`${unit}: ${value.toFixed(0)} of ${limit.toFixed(0)}, ratio ${(value / limit).toFixed(3)}`);
        return figures.reduce((worst, one) => (one.value / one.limit < worst.value / worst.limit ? one : worst));
      } finally {
        await Promise.all([small.close(), large.close()]);
      }
    }),
  );

export default bench;

async function fill({ databaseUrl }: BenchSite, signatures: number, say: (text: string) => void): Promise<Connection> {
  const connection = connect(databaseUrl, { max: 4 });
  const startedAt = performance.now();
  await rowsOfCampaign(connection.db, SLUG, signatures);
  const [row] = await connection.db.execute<{ size: string }>(
    sql`select pg_size_pretty(pg_database_size(current_database())) as size`,
  );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  say(`${signatures.toLocaleString('en-US')} signatures in ${row?.size}, made in ${seconds} s`);
  return connection;
}

let made = 0;

async function countedPerSecond({ db }: Connection): Promise<number> {
  made += 1;
  await db.execute(sql`
    insert into signatures (campaign_id, canonical_address, address, name, zip, state, isp_stated_id, locale, status, person_id, confirmed_at, confirmed_by)
    select c.id, format('new%s.%s@mail.example', ${made}::int, n), '', 'Ada', '94103', 'CA', i.id, 'en', 'confirmed', (select max(id) from people), now(), 'button'
    from campaigns c, isps i, generate_series(1, ${NEW}::int) n where c.slug = ${SLUG} and i.slug = 'comcast'`);
  const startedAt = performance.now();
  const { counted } = await runSequencer({ db });
  if (counted !== NEW) throw new Error(`${counted} of ${NEW} were counted`);
  return (NEW * 1000) / (performance.now() - startedAt);
}
