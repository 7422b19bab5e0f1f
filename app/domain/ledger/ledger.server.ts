import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import type { SignedCheckpoint } from './ledger.ts';
import { type HashTile, readConsistency, readInclusion, type TileReader } from './merkle.server.ts';
import { HASH_BYTES, TILE_WIDTH, type TileName, writeBundle } from './tile.ts';

type CheckpointRow = {
  campaign_id: number;
  origin: string;
  size: string;
  root: string;
  made_at: string;
  note: string;
  lines: string | null;
};

const checkpointColumns = sql`
  l.campaign_id, l.origin, k.size, encode(k.root, 'base64') as root, k.made_at, k.note,
  (select string_agg(o.line, '' order by o.received_at, o.witness) from ledger_cosignatures o
    where o.campaign_id = k.campaign_id and o.size = k.size) as lines`;

const toCheckpoint = (row: CheckpointRow): SignedCheckpoint => ({
  campaignId: row.campaign_id,
  origin: row.origin,
  size: Number(row.size),
  root: row.root,
  madeAt: new Date(row.made_at),
  note: row.note + (row.lines ?? ''),
});

/**
 * The newest signed checkpoint of a campaign's log, with the lines of witnesses for it; null for a campaign that is not there, a draft, and one
 * without a signed checkpoint yet. Source: C2SP tlog-tiles, "Checkpoints".
 */
export async function readCheckpoint(slug: string, given: Partial<Tools> = {}): Promise<SignedCheckpoint | null> {
  const { db } = tools(given);
  const [row] = await db.execute<CheckpointRow>(sql`
    select ${checkpointColumns}
    from campaigns c join ledgers l on l.campaign_id = c.id, lateral (
      select * from ledger_checkpoints k where k.campaign_id = l.campaign_id and k.note is not null order by k.size desc limit 1) k
    where c.slug = ${slug} and c.state <> 'draft'`);
  return row ? toCheckpoint(row) : null;
}

/** A reader of a log's stored tiles, all in one question. Throws where a tile is missing or holds fewer hashes than asked for. Own choice. */
export function tilesOf(db: Db, campaignId: number): TileReader {
  return async (wanted) => {
    if (wanted.length === 0) return [];
    const places = sql.join(
      wanted.map(({ level, number }) => sql`(${level}::smallint, ${number}::bigint)`),
      sql`, `,
    );
    const rows = await db.execute<{ level: number; number: string; hashes: Buffer }>(sql`
      select level, number, hashes from ledger_tiles where campaign_id = ${campaignId} and (level, number) in (${places})`);
    const byName = new Map(rows.map(({ level, number, hashes }) => [`${level}/${number}`, hashes]));
    return wanted.map(({ level, number, width }) => {
      const hashes = byName.get(`${level}/${number}`);
      if (!hashes || hashes.length < width * HASH_BYTES)
        throw new Error(`campaign ${campaignId}: tile ${level}/${number} with ${width} hashes is not stored`);
      return hashes;
    });
  };
}

/** The hashes that prove leaf `sequence` in the log's tree of `size` leaves, lowest first. Throws a RangeError when that tree has no such leaf. Source: RFC 6962, section 2.1.1. */
export function readInclusionProof(
  campaignId: number,
  sequence: number,
  size: number,
  given: Partial<Tools> = {},
): Promise<Buffer[]> {
  return readInclusion(sequence, size, tilesOf(tools(given).db, campaignId));
}

/** The hashes that prove the log's tree of `to` leaves to continue that of `from` leaves. Throws a RangeError when `from` is larger. Source: RFC 6962, section 2.1.2. */
export function readConsistencyProof(
  campaignId: number,
  from: number,
  to: number,
  given: Partial<Tools> = {},
): Promise<Buffer[]> {
  return readConsistency(from, to, tilesOf(tools(given).db, campaignId));
}

/** The bytes of a tile at the width asked for, or null when fewer hashes are stored; what is signed is for the caller to hold to. Source: C2SP tlog-tiles, "Merkle Tree". */
export async function readTile(campaignId: number, tile: HashTile, given: Partial<Tools> = {}): Promise<Buffer | null> {
  const { db } = tools(given);
  const [row] = await db.execute<{ hashes: Buffer }>(sql`
    select substring(hashes for ${tile.width * HASH_BYTES}) as hashes from ledger_tiles
    where campaign_id = ${campaignId} and level = ${tile.level} and number = ${tile.number}
      and length(hashes) >= ${tile.width * HASH_BYTES}`);
  return row?.hashes ?? null;
}

/** The bundle of entries at the width asked for, or null when the ledger has fewer; what is signed is for the caller to hold to. Source: C2SP tlog-tiles, "Log entries". */
export async function readEntries(
  campaignId: number,
  { number, width }: Pick<TileName, 'number' | 'width'>,
  given: Partial<Tools> = {},
): Promise<Uint8Array | null> {
  const { db } = tools(given);
  const from = number * TILE_WIDTH;
  const rows = await db.execute<{ entry: string }>(sql`
    select entry from count_entries where campaign_id = ${campaignId} and sequence >= ${from} and sequence < ${from + width}
    order by sequence`);
  return rows.length === width ? writeBundle(rows.map(({ entry }) => entry)) : null;
}
