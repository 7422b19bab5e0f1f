import { createHash, type KeyObject } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Sql } from 'postgres';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { exportFilingSet } from '../filing/files.server.ts';
import { findFilingSet } from '../filing/read.server.ts';
import { readCheckpoint } from '../ledger/ledger.server.ts';
import { exportLedger } from '../ledger/ledger-export.server.ts';
import { listVerifierKeys } from '../ledger/ledger-key.server.ts';
import { publicKeyBytes, signNote, writeVerifierKey } from '../ledger/note.server.ts';
import { zipped } from './archive.server.ts';
import { columnsOf, tallyOf } from './columns.ts';
import { copyOut, copyStatement, jsonRows } from './copy.server.ts';
import { encoded, newPassed, type Passed } from './encode.server.ts';
import { type ExportFailure, type ExportFormat, FORMAT_ENDINGS } from './export.ts';
import {
  type ExportedFile,
  exportKeyName,
  MANIFEST_FILE,
  MANIFEST_FORMAT,
  MANIFEST_NOTE_FILE,
  type Manifest,
  type ManifestCheckpoint,
  manifestNoteText,
} from './manifest.ts';
import type { ExportQuery } from './query.ts';
import { type ExportedCampaign, findCampaigns, rowsQuery } from './rows.server.ts';
import { inSnapshot, readCheckpoints, readRules } from './snapshot.server.ts';
import { CellTooLong } from './xlsx.server.ts';

/** An export to be written. `organizationId` null: all campaigns of the installation. Own choice. */
export interface ExportToWrite {
  publicId: string;
  organizationId: number | null;
  organization: string | null;
  requestedBy: string;
  purpose: string | null;
  query: ExportQuery;
  format: ExportFormat | null;
}

/**
 * What writing needs: a pool for the rows, the key and origin that it is signed with, and how it goes on. `share`: the part of the time that it may work, 0 to 1, the rest is left
 * to others. `signal` gives it up. Own choice.
 */
export interface WriteTools extends Tools {
  sql: Sql;
  key: KeyObject;
  origin: string;
  share?: number;
  signal?: AbortSignal;
  onRows?(rows: number): void;
}

/** What was written, the manifest last; or why nothing that can be used was. Own choice. */
export type Written =
  | { ok: true; rows: number; files: ExportedFile[]; manifestSha256: string }
  | {
      ok: false;
      reason: Extract<ExportFailure, 'cell_too_long' | 'filing_cancelled' | 'ledger_unknown' | 'campaign_unknown'>;
    };

type Keep = (name: string, bytes: AsyncIterable<Uint8Array> | Readable, rows: () => number | null) => Promise<void>;
type Parts = { files: ExportedFile[]; keep: Keep };

/** Keeps files in a folder: each is on the disk, and not only on its way there, before it counts as kept. */
function partsIn(folder: string, signal: AbortSignal | undefined): Parts {
  const files: ExportedFile[] = [];
  const keep: Keep = async (name, source, rows) => {
    const hash = createHash('sha256');
    let bytes = 0;
    const counted = new Transform({
      transform(piece: Buffer, _, take) {
        hash.update(piece);
        bytes += piece.length;
        take(null, piece);
      },
    });
    const from = source instanceof Readable ? source : Readable.from(source, { objectMode: false });
    await pipeline(from, counted, createWriteStream(join(folder, name), { mode: 0o600, flush: true }), { signal });
    files.push({ name, bytes, sha256: hash.digest('hex'), rows: rows() });
  };
  return { files, keep };
}

/** Lets others have their part of the time after each batch. */
async function* paced<T>(batches: AsyncIterable<T>, share: number, onBatch: () => void): AsyncGenerator<T> {
  for await (const batch of batches) {
    const beganAt = performance.now();
    yield batch;
    onBatch();
    const restMs = (performance.now() - beganAt) * (1 / share - 1);
    if (restMs >= 1) await new Promise((go) => setTimeout(go, Math.min(restMs, 1_000)));
  }
}

interface Writing {
  tx: Db;
  snapshot: string;
  stem: string;
  campaigns: readonly ExportedCampaign[];
  what: ExportToWrite;
  parts: Parts;
  given: WriteTools;
}

async function writeRows({ snapshot, stem, campaigns, what, parts, given }: Writing): Promise<Passed> {
  const { query, format } = what;
  const statement = rowsQuery(query, campaigns);
  if (statement === null || format === null) throw new Error(`an export of ${query.kind} has no rows in a format`);
  const passed = newPassed(tallyOf(query));
  const { rows, end } = await copyOut(given.sql, copyStatement(statement, 'ndjson'), snapshot);
  try {
    const batches = paced(jsonRows(rows), given.share ?? 1, () => given.onRows?.(passed.rows));
    const bytes = encoded(format, columnsOf(query), batches, passed);
    await parts.keep(`${stem}.${FORMAT_ENDINGS[format]}`, bytes, () => passed.rows);
  } finally {
    await end().catch(() => {});
  }
  return passed;
}

async function writeFiling(
  { tx, what, parts }: Writing,
  query: ExportQuery & { kind: 'filing' },
): Promise<Passed | null> {
  const own = query.paper;
  const result = await exportFilingSet(
    { publicId: query.set, paper: own },
    (name, source) => parts.keep(name === MANIFEST_FILE ? 'filing-manifest.json' : name, source, () => null),
    { db: tx },
  );
  if (!result.ok) return null;
  for (const file of parts.files) file.rows = result.files.find(({ name }) => name === file.name)?.rows ?? null;
  return { ...newPassed(tallyOf(what.query)), rows: result.set.members - result.changed };
}

async function writeLedger({ tx, stem, campaigns, parts }: Writing): Promise<Passed | null> {
  const slug = campaigns[0]?.slug ?? '';
  let size: number | null = null;
  const bytes = zipped(async (open) => {
    const result = await exportLedger(
      slug,
      async (name, source) => {
        const entry = open(name);
        if (source instanceof Uint8Array) await entry.write(source);
        else for await (const piece of source) await entry.write(piece);
        await entry.end();
      },
      { db: tx },
    );
    size = result.ok ? result.size : null;
  });
  await parts.keep(`${stem}.zip`, bytes, () => size);
  return size === null ? null : { ...newPassed({ by: null, of: [] }), rows: size };
}

async function checkpointsOf({ tx, campaigns, what, given }: Writing): Promise<ManifestCheckpoint[]> {
  if (what.query.kind !== 'ledger') return readCheckpoints(tx, campaigns, given.key);
  // A copy of a ledger is of its newest signed checkpoint, which is in it.
  const held = await readCheckpoint(what.query.campaign, { db: tx });
  if (!held) return [];
  const { origin, size, root, note } = held;
  const keys = await listVerifierKeys(origin, { db: tx });
  return [{ campaign: what.query.campaign, origin, size, root: root.replaceAll('\n', ''), note, keys, counts: null }];
}

async function findScope(tx: Db, { organizationId, query }: ExportToWrite): Promise<ExportedCampaign[]> {
  if (query.kind !== 'filing') return findCampaigns(tx, { organizationId, campaign: query.campaign });
  const set = await findFilingSet(query.set, { db: tx });
  return set ? findCampaigns(tx, { organizationId, campaign: set.campaign }) : [];
}

function stemOf({ query }: ExportToWrite, campaigns: readonly ExportedCampaign[], readAt: Date): string {
  const of = campaigns.length === 1 ? (campaigns[0]?.slug ?? '') : 'all';
  return `${query.kind}-${of}-${readAt.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
}

/**
 * Writes an export into a folder that is there and empty: its files, `manifest.json` and `manifest.note`, each with mode 0600 and flushed to the disk. Rows, rules and checkpoints
 * are of one snapshot. Memory holds a batch of rows. Refuses a campaign or filing set that is not there or not the organization's, and a cell that a workbook does not hold. Throws
 * `LedgerBehind`, `OtherKey`, what the disk and the database refuse, and on `signal`. What a refusal or a fault leaves in the folder is worth nothing. Source: docs/exports.md.
 */
export async function writeExport(
  what: ExportToWrite,
  folder: string,
  given: Partial<Tools> & Omit<WriteTools, keyof Tools>,
): Promise<Written> {
  const all = tools(given);
  try {
    return await inSnapshot(all.db, async (tx, snapshot, readAt) => {
      const campaigns = await findScope(tx, what);
      if (campaigns.length === 0 && (what.query.kind === 'filing' || what.query.campaign !== null))
        return { ok: false, reason: 'campaign_unknown' };
      const parts = partsIn(folder, given.signal);
      const stem = stemOf(what, campaigns, readAt);
      const writing: Writing = { tx, snapshot, stem, campaigns, what, parts, given: { ...given, ...all } };
      const checkpoints = await checkpointsOf(writing);
      const { query } = what;
      const passed =
        query.kind === 'filing'
          ? await writeFiling(writing, query)
          : query.kind === 'ledger'
            ? await writeLedger(writing)
            : await writeRows(writing);
      if (!passed) return { ok: false, reason: query.kind === 'filing' ? 'filing_cancelled' : 'ledger_unknown' };
      const signer = { name: exportKeyName(given.origin), key: given.key };
      const manifest: Manifest = {
        format: MANIFEST_FORMAT,
        site: given.origin,
        export: what.publicId,
        kind: query.kind,
        query,
        fileFormat: what.format,
        organization: what.organization,
        campaigns: campaigns.map(({ slug }) => slug),
        askedBy: what.requestedBy,
        purpose: what.purpose,
        readAt: readAt.toISOString(),
        columns: columnsOf(query).map(({ name, type }) => ({ name, type })),
        rules: await readRules(tx),
        rows: { total: passed.rows, byStatus: passed.byStatus, sums: passed.sums },
        files: [...parts.files],
        checkpoints,
        key: writeVerifierKey(signer.name, 1, publicKeyBytes(given.key)),
      };
      const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
      await parts.keep(MANIFEST_FILE, Readable.from([text]), () => null);
      const manifestSha256 = parts.files.at(-1)?.sha256 ?? '';
      const note = signNote(manifestNoteText({ sha256: manifestSha256, publicId: what.publicId }), signer);
      await parts.keep(MANIFEST_NOTE_FILE, Readable.from([Buffer.from(note)]), () => null);
      return { ok: true, rows: passed.rows, files: parts.files, manifestSha256 };
    });
  } catch (fault) {
    if (fault instanceof CellTooLong) return { ok: false, reason: 'cell_too_long' };
    throw fault;
  }
}
