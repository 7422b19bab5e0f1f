import { sql } from 'drizzle-orm';
import { env } from '#app/env.server.ts';
import type { Db } from '#db/client.ts';
import { logOriginOf } from './ledger.ts';
import { EMPTY_ROOT, growTree } from './merkle.server.ts';
import { HASH_BYTES, TILE_WIDTH } from './tile.ts';

/** Most leaves that one transaction hashes for one campaign; a ledger that is further behind catches up in chunks. Own choice. */
export const HASHING_CHUNK = 32_768;

/** What growing is done with: the transaction that holds the sequencer's lock, its instant, and for tests the chunk and the site's origin. Own choice. */
export interface GrowTools {
  db: Db;
  at: Date;
  chunk?: number;
  origin?: string;
}

/** What growing came to: whether leaves are left for the next time, and campaigns whose stored leaves or tiles have a gap, by id. Own choice. */
export interface Growth {
  isBehind: boolean;
  brokenLedgers: number[];
}

/**
 * Hashes the leaves that are not in their campaign's tree yet, in order, writes the tiles of the right edge, and for each tree that grew a checkpoint row with
 * its size and root. Makes the ledgers of campaigns that have none, with their origin, which stays. Only within the sequencer's lock. A ledger whose stored leaves
 * or tiles do not fit together stays as it is, and holds up no other. Source: C2SP tlog-tiles; decision 0021.
 */
export async function growLedgers({ db, at, chunk = HASHING_CHUNK, origin }: GrowTools): Promise<Growth> {
  await openLedgers(db, at, origin);
  const behind = await db.execute<{ campaign_id: number; tree_size: string; size: string }>(sql`
    select l.campaign_id, l.tree_size, c.size from ledgers l join campaign_counts c on c.campaign_id = l.campaign_id
    where c.size > l.tree_size order by l.campaign_id`);
  const growth: Growth = { isBehind: false, brokenLedgers: [] };
  for (const { campaign_id, tree_size, size } of behind) {
    const grownTo = await growLedger(db, campaign_id, Number(tree_size), chunk, at);
    if (grownTo === null) growth.brokenLedgers.push(campaign_id);
    else growth.isBehind ||= grownTo < Number(size);
  }
  return growth;
}

async function openLedgers(db: Db, at: Date, origin: string | undefined): Promise<void> {
  const missing = await db.execute<{ id: number; slug: string }>(sql`
    select c.id, c.slug from campaigns c where c.state <> 'draft' and not exists (select from ledgers l where l.campaign_id = c.id)`);
  for (const { id, slug } of missing) {
    const logOrigin = logOriginOf(origin ?? env().origin, slug);
    // A slug may have been another campaign's before; its origin stays that one's.
    await db.execute(sql`
      insert into ledgers (campaign_id, origin, created_at)
      select ${id}, case when exists (select from ledgers where origin = ${logOrigin}) then ${`${logOrigin}-${id}`} else ${logOrigin} end,
        ${at.toISOString()}::timestamptz`);
    await writeCheckpointRow(db, id, 0, EMPTY_ROOT, at);
  }
}

function writeCheckpointRow(db: Db, campaignId: number, size: number, root: Buffer, at: Date) {
  return db.execute(sql`
    insert into ledger_checkpoints (campaign_id, size, root, made_at)
    values (${campaignId}, ${size}, ${root}, ${at.toISOString()}::timestamptz)`);
}

async function readEdge(db: Db, campaignId: number, size: number): Promise<Buffer[] | null> {
  const edge: Buffer[] = [];
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH)) {
    const width = hashes % TILE_WIDTH;
    const [row] =
      width === 0
        ? []
        : await db.execute<{ hashes: Buffer }>(sql`
            select hashes from ledger_tiles
            where campaign_id = ${campaignId} and level = ${level} and number = ${Math.floor(hashes / TILE_WIDTH)}`);
    if ((row?.hashes.length ?? 0) !== width * HASH_BYTES) return null;
    edge.push(row?.hashes ?? Buffer.alloc(0));
  }
  return edge;
}

async function growLedger(db: Db, campaignId: number, size: number, chunk: number, at: Date): Promise<number | null> {
  const [next] = await db.execute<{ count: number; last: string | null; hashes: Buffer | null; is_ahead: boolean }>(sql`
    select count(*)::int as count, max(sequence) as last,
      exists (select from ledger_checkpoints where campaign_id = ${campaignId} and size > ${size}) as is_ahead,
      string_agg(sha256('\\x00'::bytea || convert_to(entry, 'UTF8')), ''::bytea order by sequence) as hashes
    from (select sequence, entry from count_entries where campaign_id = ${campaignId} and sequence >= ${size}
      order by sequence limit ${chunk}) e`);
  const added = next?.count ?? 0;
  const edge = await readEdge(db, campaignId, size);
  // A checkpoint beyond the tree says that this tree was longer once.
  if (!next?.hashes || next.is_ahead || Number(next.last) !== size + added - 1 || !edge) return null;
  const grown = growTree(size, edge, next.hashes);
  const tiles = grown.tiles.map(({ level, number, hashes }) => ({ level, number, hashes: hashes.toString('base64') }));
  await db.execute(sql`
    insert into ledger_tiles (campaign_id, level, number, hashes)
    select ${campaignId}, t.level, t.number, decode(t.hashes, 'base64')
    from jsonb_to_recordset(${JSON.stringify(tiles)}::jsonb) as t(level smallint, number bigint, hashes text)
    on conflict on constraint ledger_tiles_pkey do update set hashes = excluded.hashes`);
  const moved = await db.execute(sql`
    update ledgers set tree_size = ${grown.size} where campaign_id = ${campaignId} and tree_size = ${size} returning 1`);
  if (moved.length !== 1) throw new Error(`campaign ${campaignId}: the tree grew from another place`);
  await writeCheckpointRow(db, campaignId, grown.size, grown.root, at);
  return grown.size;
}
