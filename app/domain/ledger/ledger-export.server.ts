import type { Tools } from '#app/db.server.ts';
import { readPublicCounts } from './counts.server.ts';
import { readCheckpoint, readEntries, readTile } from './ledger.server.ts';
import { newCsvIndex, readCsvBytes, readCsvLength } from './ledger-csv.server.ts';
import { listVerifierKeys } from './ledger-key.server.ts';
import { listTiles, tilePath } from './tile.ts';

/** Where the files of an export go: one name beneath the log at a time, with its bytes. Own choice. */
export type KeepFile = (name: string, bytes: Uint8Array | AsyncIterable<Uint8Array>) => Promise<void>;

/** What was exported: the size of the checkpoint and how many files; or that there is no signed ledger of this campaign. Own choice. */
export type LedgerExport = { ok: true; size: number; files: number } | { ok: false; reason: 'ledger_unknown' };

/**
 * Hands on every file of a campaign's log as it is served, all of one signed checkpoint: tiles, entries, `counts.json`, `ledger.csv`, `keys` (a verifier key a line,
 * oldest first), and `checkpoint` last, so that a broken export has none. Source: docs/ledger.md, "Copies".
 */
export async function exportLedger(slug: string, keep: KeepFile, given: Partial<Tools> = {}): Promise<LedgerExport> {
  // First: counts may be of fewer leaves than the checkpoint, never of more.
  const counts = await readPublicCounts(slug, given);
  const checkpoint = await readCheckpoint(slug, given);
  if (!checkpoint) return { ok: false, reason: 'ledger_unknown' };
  const { campaignId, size, origin, note } = checkpoint;
  let files = 0;
  const put = async (name: string, bytes: Uint8Array | AsyncIterable<Uint8Array>) => {
    await keep(name, bytes);
    files += 1;
  };
  for (const tile of listTiles(size)) {
    const { level } = tile;
    const bytes = await (level === 'entries'
      ? readEntries(campaignId, tile, given)
      : readTile(campaignId, { ...tile, level }, given));
    if (!bytes) throw new Error(`campaign ${campaignId}: ${tilePath(tile)} is not stored`);
    await put(tilePath(tile), bytes);
  }
  const index = newCsvIndex();
  const to = await readCsvLength(campaignId, size, index, given);
  await put('ledger.csv', readCsvBytes({ campaignId, size, from: 0, to }, index, given));
  if (counts) await put('counts.json', Buffer.from(`${JSON.stringify(counts, null, 1)}\n`));
  await put('keys', Buffer.from((await listVerifierKeys(origin, given)).map((key) => `${key}\n`).join('')));
  await put('checkpoint', Buffer.from(note));
  return { ok: true, size, files };
}
