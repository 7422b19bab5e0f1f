import postgres from 'postgres';
import { alternate, type Bench } from './alternate.ts';
import { openCrowd } from './sign-client.ts';
import { benchSecret, withBenchSite } from './site.ts';

const CLIENTS = 32;
const PEOPLE = 512;
const ROUND_MS = 3000;
/** More than any machine signs in a round. */
const FORMS = 120_000;
const SLUG = 'put-it-in-writing';

/** What the runner says of this benchmark. */
export const description =
  'signatures over HTTP to a durable pending row and job, per s, against single-row inserts on the same server';

/**
 * Ours is the site as an operator runs it, with a crowd of 512 people who each post a browser's form of their own, wait for the answer and post the next;
 * the limit is 32 connections that each insert one row with a unique key, wait and insert the next (as pgbench does). One
 * PostgreSQL serves both, with fsync on. Every signature counted is read back from the tables at the end, with its job.
 */
const bench: Bench = (tools) =>
  withBenchSite({}, async ({ port, databaseUrl }) => {
    const sql = postgres(databaseUrl, { max: CLIENTS, onnotice: () => {} });
    const crowd = openCrowd();
    try {
      await proveWritingThrough(sql);
      await sql`create table bench_rows (id bigint generated always as identity primary key, campaign_id int not null,
        address text not null, name text not null, unique (campaign_id, address))`;
      const target = { port, path: `/campaigns/${SLUG}`, secret: benchSecret };
      let signed = 0;
      const ours = async (forMs: number) => {
        const report = await crowd.send({ target, people: PEOPLE, forMs, forms: FORMS });
        if (report.putOff > 0) throw new Error(`${report.putOff} people were put off`);
        signed += report.signed;
        return (report.signed * 1000) / report.elapsedMs;
      };
      const limit = (forMs: number) => insertsPerSecond(sql, forMs);
      // The engine has compiled what is hot only after some tens of thousands of forms.
      await ours(5000);
      await limit(500);
      const figures = await alternate(tools, 'signatures/s', {
        ours: () => ours(ROUND_MS),
        limit: () => limit(ROUND_MS),
      });
      await proveStored(sql, signed);
      return figures;
    } finally {
      crowd.stop();
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

/** Throws unless a commit is on the disk before it is answered. */
export async function proveWritingThrough(sql: postgres.Sql): Promise<void> {
  const [durable] =
    await sql`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`;
  if (durable?.fsync !== 'on' || durable?.commit !== 'on') throw new Error('the server does not write through');
}

/** Throws unless the tables hold at least as many forms as were answered, each whole and with its job. */
export async function proveStored(sql: postgres.Sql, answered: number): Promise<void> {
  const [found] = await sql<{ rows: number }[]>`
    select count(distinct c.canonical_address)::int as rows from signature_challenges c
      join pgboss.job j on j.name = 'mail.confirmation' and (j.data->>'challengeId')::bigint = c.id
      join isps i on i.id = c.isp_stated_id and i.slug = 'comcast'
    where c.proof = 'valid' and c.open_ms is not null and c.network_key is not null and c.state = 'CA'`;
  if (!found || found.rows < answered)
    throw new Error(`${answered} were answered, ${found?.rows ?? 0} are in the tables`);
}
