import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Tools, tools } from '#app/db.server.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { findExport } from './list.server.ts';
import type { ExportedFile } from './manifest.ts';
import { folderOf } from './place.server.ts';
import { type ExportQuery, isPersonal } from './query.ts';

/** A file that may be fetched: what it is, and its bytes from `from` up to but not including `to`. Own choice. */
export interface OpenedFile {
  ok: true;
  file: ExportedFile;
  query: ExportQuery;
  read(from: number, to: number): Readable;
}

/** Why a file cannot be fetched: no such export or file, it is not done or has expired, or it lies on another machine. Own choice. */
export type FileRefusal = { ok: false; reason: 'unknown' | 'not_done' | 'elsewhere' };

/**
 * Opens a file of an export that is done. Only what the manifest names, and only of the organization's exports, whatever the name says. The caller has seen to the permission. Own choice.
 */
export async function openExportFile(
  { organizationId, publicId, name, base }: { organizationId: number; publicId: string; name: string; base: string },
  given: Partial<Tools> = {},
): Promise<OpenedFile | FileRefusal> {
  const run = await findExport({ organizationId, publicId }, given);
  if (!run) return { ok: false, reason: 'unknown' };
  if (run.state !== 'done') return { ok: false, reason: 'not_done' };
  const file = run.files.find((one) => one.name === name);
  if (!file) return { ok: false, reason: 'unknown' };
  const path = join(folderOf(base, publicId, run.attempts), file.name);
  const found = await stat(path).catch(() => null);
  if (found?.size !== file.bytes) return { ok: false, reason: 'elsewhere' };
  const read = (from: number, to: number) => createReadStream(path, { start: from, end: Math.max(from, to - 1) });
  return { ok: true, file, query: run.query, read };
}

/** Writes down that a file was fetched, from its first byte on; a part that goes on with one is no new download. Own choice. */
export async function noteDownload(
  {
    organizationId,
    actor,
    publicId,
    name,
    query,
  }: { organizationId: number; actor: string; publicId: string; name: string; query: ExportQuery },
  given: Partial<Tools> = {},
): Promise<void> {
  const { db, now } = tools(given);
  await recordDeed(db, {
    organizationId,
    actor,
    action: isPersonal(query) ? 'read.export' : 'export.download',
    subject: `export:${publicId}`,
    facts: { file: name },
    at: now(),
  });
}
