import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { CountDifference } from '../count/count.ts';
import { tilesOf } from './ledger.server.ts';
import { growTree, readRoot } from './merkle.server.ts';
import { TILE_WIDTH } from './tile.ts';

/** Leaves that are hashed at once: as many as a tile of level 1 stands for. */
const CHUNK = TILE_WIDTH * TILE_WIDTH;

/** The newest checkpoints of a campaign that are recomputed from the tiles. */
const CHECKPOINTS = 200;

const isSame = (one: Uint8Array | undefined, other: Uint8Array | undefined) =>
  Number(one !== undefined && other !== undefined && Buffer.compare(one, other) === 0);

/**
 * Hashes all leaves of a campaign's ledger anew and names the stored tiles that differ, or are missing, and of the newest 200 checkpoints those whose root is not that of the
 * tiles or whose note says something else; changes nothing. At most `most` differences; `expected` and `found` are sizes, or 1 and 0 for what should agree. Source: RFC 6962.
 */
export async function auditTree(db: Db, campaignId: number, most: number): Promise<CountDifference[]> {
  const differences: CountDifference[] = [];
  const differ = (where: string, expected: number, found: number) => {
    if (expected !== found && differences.length < most)
      differences.push({ between: 'entries and tree', where, expected, found });
  };
  const [ledger] = await db.execute<{ origin: string; tree_size: string; leaves: string; tiles: string }>(sql`
    select origin, tree_size, (select coalesce(max(sequence) + 1, 0) from count_entries where campaign_id = ${campaignId}) as leaves,
      (select count(*) from ledger_tiles where campaign_id = ${campaignId}) as tiles
    from ledgers where campaign_id = ${campaignId}`);
  if (!ledger) return differences;
  const treeSize = Number(ledger.tree_size);
  differ('leaves hashed', Number(ledger.leaves), treeSize);
  let edge: Buffer[] = [];
  const named = new Set<string>();
  const growing = new Map<string, ReturnType<typeof growTree>['tiles'][number]>();
  for (let size = 0; size < treeSize; size += CHUNK) {
    const [row] = await db.execute<{ hashes: Buffer | null }>(sql`
      select string_agg(sha256('\\x00'::bytea || convert_to(entry, 'UTF8')), ''::bytea order by sequence) as hashes from count_entries
      where campaign_id = ${campaignId} and sequence >= ${size} and sequence < ${Math.min(size + CHUNK, treeSize)}`);
    const grown = growTree(size, edge, row?.hashes ?? Buffer.alloc(0));
    if (grown.size !== Math.min(size + CHUNK, treeSize)) return differences;
    edge = grown.edge;
    // Only the last state of a tile that grows over several chunks can be compared; at the higher levels that may be long before the last leaf.
    for (const tile of grown.tiles) growing.set(`${tile.level}/${tile.number}`, tile);
    const isLast = grown.size === treeSize;
    const settled = [...growing.values()].filter(({ hashes }) => isLast || hashes.length === TILE_WIDTH * 32);
    const stored = await storedTiles(db, campaignId, settled);
    for (const { level, number, hashes } of settled) {
      growing.delete(`${level}/${number}`);
      named.add(`${level}/${number}`);
      differ(`tile ${level}/${number}`, 1, isSame(stored.get(`${level}/${number}`), hashes));
    }
  }
  differ('tiles', named.size, Number(ledger.tiles));
  if (differences.length === 0) await auditCheckpoints(db, campaignId, ledger.origin, differ);
  return differences;
}

type Place = { level: number; number: number };

async function storedTiles(db: Db, campaignId: number, places: readonly Place[]): Promise<Map<string, Buffer>> {
  const wanted = JSON.stringify(places.map(({ level, number }) => ({ level, number })));
  const rows = await db.execute<{ level: number; number: string; hashes: Buffer }>(sql`
    select t.level, t.number, t.hashes
    from jsonb_to_recordset(${wanted}::jsonb) as p(level smallint, number bigint)
      join ledger_tiles t on t.campaign_id = ${campaignId} and t.level = p.level and t.number = p.number`);
  return new Map(rows.map(({ level, number, hashes }) => [`${level}/${number}`, hashes]));
}

async function auditCheckpoints(
  db: Db,
  campaignId: number,
  origin: string,
  differ: (where: string, expected: number, found: number) => void,
): Promise<void> {
  const rows = await db.execute<{ size: string; root: Buffer; note: string | null }>(sql`
    select size, root, note from ledger_checkpoints where campaign_id = ${campaignId} order by size desc limit ${CHECKPOINTS}`);
  for (const { size, root, note } of rows) {
    differ(`checkpoint ${size}`, 1, isSame(await readRoot(Number(size), tilesOf(db, campaignId)), root));
    const said = `${origin}\n${size}\n${root.toString('base64')}\n\n`;
    if (note !== null) differ(`note ${size}`, 1, Number(note.startsWith(said)));
  }
}

/**
 * The breakdowns as the leaves, the shares and the tallies say them, as one query of the differences: what was published less what was taken back must be the shares that
 * are shown or leaving, and the tally. Every signature that counts has a share that is not leaving in each breakdown. Source: docs/ledger.md, "Small cells".
 */
export const talliesAndShares = (campaignId: number) => sql`
  with leaves as (
    select case when split_part(entry, ' ', 5) = '-' then 'state' else 'isp' end as dimension,
      case when split_part(entry, ' ', 5) = '-' then split_part(entry, ' ', 6) else split_part(entry, ' ', 5) end as value,
      sum(case kind when 'tally' then 1 else -1 end * split_part(entry, ' ', 9)::bigint) as published
    from count_entries where campaign_id = ${campaignId} and kind in ('tally', 'untally') group by 1, 2
  ), shares as (
    select dimension, value, count(*) as published from ledger_shares
    where campaign_id = ${campaignId} and status in ('shown', 'leaving') group by 1, 2
  ), tallies as (
    select dimension, value, shown as published from ledger_tallies where campaign_id = ${campaignId}
  ), counted as (
    select count(*) filter (where kind = 'sign') - count(*) filter (where kind in ('withdraw', 'invalidate')) as total
    from count_entries where campaign_id = ${campaignId}
  ), standing as (
    select d.dimension, (select count(*) from ledger_shares h where h.campaign_id = ${campaignId} and h.dimension = d.dimension and h.status <> 'leaving') as total
    from (values ('isp'), ('state')) as d(dimension)
  )
  select * from (
    select format('%s %s: %s', dimension, value, v.what) as place, coalesce(l.published, 0) as expected, v.found
    from leaves l full join shares s using (dimension, value) full join tallies t using (dimension, value),
      lateral (values ('shares', coalesce(s.published, 0)), ('tally', coalesce(t.published, 0))) as v(what, found)
    where v.found <> coalesce(l.published, 0)
    union all
    select format('%s: signatures that count', dimension), counted.total, standing.total from counted, standing where counted.total <> standing.total
  ) d order by place`;
