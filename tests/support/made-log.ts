import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { publicKeyBytes, signCheckpoint, writeVerifierKey } from '#app/domain/ledger/note.server.ts';
import { TILE_WIDTH, type TileName, tilePath, writeBundle } from '#app/domain/ledger/tile.ts';

/** The files of a log by path, with the verifier key of the log and the hashes of its leaves. */
export interface MadeLog {
  files: Map<string, Buffer>;
  vkey: string;
  size: number;
  root: Buffer;
}

/** The origin of made logs. */
export const madeOrigin = 'petition.example/log/no-tolls';

/** A key to sign made logs with. */
export const madeKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

const sha256 = (...parts: Uint8Array[]) =>
  parts.reduce((digest, part) => digest.update(part), createHash('sha256')).digest();

/** Root over subtrees of which all but the last are of one size. */
function rootOver(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return sha256();
  let row = [...hashes];
  while (row.length > 1) {
    const above: Buffer[] = [];
    for (let at = 0; at < row.length; at += 2) {
      const [left, right] = row.slice(at, at + 2);
      if (left) above.push(right ? sha256(Buffer.of(1), left, right) : left);
    }
    row = above;
  }
  return row[0] ?? sha256();
}

function slices<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / TILE_WIDTH) }, (_, at) =>
    items.slice(at * TILE_WIDTH, (at + 1) * TILE_WIDTH),
  );
}

/** Makes every file of a log of these leaves, checkpoint signed; `more`: further files, such as counts.json. */
export function makeLog(leaves: readonly string[], key: KeyObject, more: Record<string, string> = {}): MadeLog {
  const files = new Map(Object.entries(more).map(([path, text]) => [path, Buffer.from(text)]));
  const put = (level: TileName['level'], number: number, width: number, bytes: Uint8Array) =>
    files.set(tilePath({ level, number, width }), Buffer.from(bytes));
  for (const [number, entries] of slices(leaves).entries())
    put('entries', number, entries.length, writeBundle(entries));
  let rest: Buffer | null = null;
  let row: Buffer[] = leaves.map((leaf) => sha256(Buffer.of(0), Buffer.from(leaf)));
  for (let level = 0; row.length > 0; level += 1) {
    const tiles = slices(row);
    for (const [number, hashes] of tiles.entries()) put(level, number, hashes.length, Buffer.concat(hashes));
    const full = tiles.filter((hashes) => hashes.length === TILE_WIDTH);
    const edge = tiles.find((hashes) => hashes.length < TILE_WIDTH) ?? [];
    if (edge.length > 0 || rest) rest = rootOver(rest ? [...edge, rest] : edge);
    row = full.map(rootOver);
  }
  const root = rest ?? sha256();
  const note = signCheckpoint({ origin: madeOrigin, size: leaves.length, root }, { name: madeOrigin, key });
  files.set('checkpoint', Buffer.from(note));
  return { files, root, size: leaves.length, vkey: writeVerifierKey(madeOrigin, 1, publicKeyBytes(key)) };
}

/** Writes the files of a log below a folder. */
export async function writeLog(folder: string, { files }: Pick<MadeLog, 'files'>): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}
