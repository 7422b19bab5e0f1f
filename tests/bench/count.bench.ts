import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { auditCounts, runSequencer } from '#app/domain/count/count.server.ts';
import { SEQUENCER_BATCH } from '#app/domain/count/count.ts';
import { signCheckpoints } from '#app/domain/ledger/ledger-key.server.ts';
import { connect, type Db } from '#db/client.ts';
import { startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { alternate, type Bench } from './alternate.ts';

const LEAVES_A_ROUND = 50_000;

/** What the runner says of this benchmark. */
export const description =
  'confirmed signatures to leaves, journals, totals, tiles and signed checkpoints, per s, against inserting the same leaves alone';

/**
 * Ours is the sequencer as the worker runs it, with the signing of checkpoints, over confirmed signatures that SQL made, spread over 40 ISPs, 50 states and 3 days.
 * The limit inserts the same leaves by one plain statement a batch, of the same size, into a table with the same key. One PostgreSQL with fsync on
 * serves both. At the end the audit compares leaves, tiles, journals and totals.
 */
const bench: Bench = async (tools) => {
  const folder = await mkdtemp(join(tmpdir(), 'untolled-bench-'));
  const database = await startEmbedded({ dataDir: join(folder, 'postgres'), initialise: true });
  try {
    await database.createDatabase('bench');
    const url = database.url('bench');
    await migrate(url);
    const { db, close } = connect(url, { max: 4 });
    try {
      const campaignId = await prepare(db);
      const { privateKey: key } = generateKeyPairSync('ed25519');
      const ours = async () => {
        await confirm(db, campaignId);
        return await rate(async () => {
          for (let hasMore = true; hasMore; ) {
            ({ hasMore } = await runSequencer({ db }));
            await signCheckpoints({ key }, { db });
          }
        });
      };
      await ours();
      const figures = await alternate(tools, 'leaves/s', { ours, limit: () => insertLeaves(db) });
      const audit = await auditCounts(campaignId, { db });
      if (!audit.isSound) throw new Error(`the audit found ${JSON.stringify(audit.differences[0])}`);
      return figures;
    } finally {
      await close();
    }
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

export default bench;

async function rate(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (LEAVES_A_ROUND * 1000) / (performance.now() - startedAt);
}

async function prepare(db: Db): Promise<number> {
  await db.execute(sql`
    insert into isps (slug, name, technologies) select 'isp-' || n, 'ISP ' || n, '{cable}' from generate_series(1, 40) n`);
  await db.execute(sql`
    create table bench_entries (campaign_id int not null, sequence bigint not null, kind text not null, signature_id bigint, entry text not null,
      day date not null, isp_id int, state text, primary key (campaign_id, sequence))`);
  const [campaign] = await db.execute<{ id: number }>(
    sql`insert into campaigns (slug, state, goal) values ('bench', 'open', 1000000) returning id`,
  );
  return campaign?.id ?? 0;
}

let made = 0;

async function confirm(db: Db, campaignId: number): Promise<void> {
  const first = made + 1;
  made += LEAVES_A_ROUND;
  await db.execute(sql`
    with person as (
      insert into people (canonical_address, address, name, locale)
      select 'p' || n || '@inbox.example', 'p' || n || '@inbox.example', 'Ada Lovelace', 'en' from generate_series(${first}::int, ${made}::int) n
      returning id, canonical_address
    ), isp as (select array_agg(id) as ids from isps)
    insert into signatures (campaign_id, canonical_address, address, name, zip, state, isp_stated_id, locale, status, person_id, confirmed_at, confirmed_by)
    select ${campaignId}, canonical_address, canonical_address, 'Ada Lovelace', '94103', chr(65 + (p.id % 10)::int) || chr(65 + (p.id % 5)::int),
      isp.ids[1 + p.id % 40], 'en', 'confirmed', p.id, timestamptz '2026-11-20T12:00:00Z' + p.id % 3 * interval '1 day' + p.id * interval '1 millisecond', 'button'
    from person p, isp`);
  await db.execute(sql`checkpoint`);
}

async function insertLeaves(db: Db): Promise<number> {
  await db.execute(sql`truncate bench_entries`);
  await db.execute(sql`checkpoint`);
  return await rate(async () => {
    for (let from = 0; from < LEAVES_A_ROUND; from += SEQUENCER_BATCH)
      await db.execute(sql`
        insert into bench_entries select campaign_id, sequence, kind, signature_id, entry, day, isp_id, state from count_entries
        where sequence >= ${from} and sequence < ${from + SEQUENCER_BATCH}`);
  });
}
