import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { EMPTY_ROOT, growTree, leafHash, type TileReader } from '#app/domain/ledger/merkle.server.ts';
import type { Db } from '#db/client.ts';

/** A private key of the tests. */
export function ledgerKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

/** A tree in memory: its tiles and the roots of all its sizes. */
export interface MemoryTree {
  read: TileReader;
  roots: Buffer[];
  tiles: Map<string, Buffer>;
}

/** Grows a tree leaf by leaf, or by `step` leaves at once. */
export function growMemoryTree(leaves: readonly string[], step = 1): MemoryTree {
  const tiles = new Map<string, Buffer>();
  const roots: Buffer[] = [EMPTY_ROOT];
  let edge: Buffer[] = [];
  for (let size = 0; size < leaves.length; size += step) {
    const added = leaves.slice(size, size + step).map(leafHash);
    const grown = growTree(size, edge, Buffer.concat(added));
    edge = grown.edge;
    for (const { level, number, hashes } of grown.tiles) tiles.set(`${level}/${number}`, hashes);
    roots[grown.size] = grown.root;
  }
  const read: TileReader = async (wanted) =>
    wanted.map(({ level, number, width }) => {
      const hashes = tiles.get(`${level}/${number}`);
      if (!hashes || hashes.length < width * 32) throw new Error(`no tile ${level}/${number} of ${width}`);
      return hashes;
    });
  return { read, roots, tiles };
}

/** What is wrong with the stored ledgers, in words: checkpoints that differ from the leaves, notes that differ from their rows. */
export async function faultsOf(db: Db): Promise<string[]> {
  const faults: string[] = [];
  const ledgers = await db.execute<{ campaign_id: number; origin: string; tree_size: string }>(
    sql`select campaign_id, origin, tree_size from ledgers`,
  );
  for (const { campaign_id, origin, tree_size } of ledgers) {
    const entries = await db.execute<{ entry: string }>(
      sql`select entry from count_entries where campaign_id = ${campaign_id} order by sequence`,
    );
    if (entries.length !== Number(tree_size)) faults.push(`${entries.length} leaves, ${tree_size} hashed`);
    const tree = growMemoryTree(entries.map(({ entry }) => entry));
    const checkpoints = await db.execute<{ size: string; root: Buffer; note: string | null }>(
      sql`select size, root, note from ledger_checkpoints where campaign_id = ${campaign_id} order by size`,
    );
    for (const { size, root, note } of checkpoints) {
      if (!tree.roots[Number(size)]?.equals(root))
        faults.push(`campaign ${campaign_id}: the root of ${size} is another`);
      if (note && !note.startsWith(`${origin}\n${size}\n${root.toString('base64')}\n\n`))
        faults.push(`campaign ${campaign_id}: the note of ${size} says something else`);
    }
    const stored = await db.execute<{ level: number; number: string; hashes: Buffer }>(
      sql`select level, number, hashes from ledger_tiles where campaign_id = ${campaign_id}`,
    );
    if (stored.length !== tree.tiles.size) faults.push(`${stored.length} tiles for ${tree.tiles.size}`);
    for (const { level, number, hashes } of stored)
      if (!tree.tiles.get(`${level}/${number}`)?.equals(hashes)) faults.push(`tile ${level}/${number} differs`);
  }
  return faults;
}
