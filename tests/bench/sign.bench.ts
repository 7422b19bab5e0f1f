import postgres from 'postgres';
import { alternate, type Bench } from './alternate.ts';
import { signaturesPerSecond } from './sign-client.ts';
import { withBenchSite } from './site.ts';

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
const bench: Bench = (tools) =>
  withBenchSite({ poolSize: CLIENTS }, async ({ port, databaseUrl }) => {
    const sql = postgres(databaseUrl, { max: CLIENTS, onnotice: () => {} });
    try {
      const [durable] =
        await sql`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`;
      if (durable?.fsync !== 'on' || durable?.commit !== 'on') throw new Error('the server does not write through');
      await sql`create table bench_rows (id bigint generated always as identity primary key, campaign_id int not null,
        address text not null, name text not null, unique (campaign_id, address))`;
      const signed = { total: 0 };
      const ours = (forMs: number) => signaturesPerSecond(port, `/campaigns/${SLUG}`, CLIENTS, forMs, signed);
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
      await sql.end();
    }
  });

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
