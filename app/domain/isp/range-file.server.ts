import { createHash } from 'node:crypto';
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { rangeFiles } from '#db/schema/isp.ts';

/** Compiled ranges to be kept: the bytes, the name and edition of what was compiled, what the checks found, and who brought it. */
export interface NewRangeFile {
  source: string;
  file: Uint8Array;
  report: Record<string, unknown>;
  createdBy: string;
}

/** A kept file of ranges, without its bytes. */
export interface RangeFileEntry {
  id: number;
  source: string;
  bytes: number;
  sha256: string;
  createdBy: string;
  createdAt: Date;
  retiredAt: Date | null;
}

/** The files that `listRangeFiles` gives at most. */
const LISTED = 20;

/** Keeps compiled ranges whole, in one statement: from then on every process reads them. Answers the id. */
export async function addRangeFile(
  { source, file, report, createdBy }: NewRangeFile,
  given: Partial<Tools> = {},
): Promise<number> {
  const { db } = tools(given);
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const sha256 = createHash('sha256').update(bytes).digest();
  const rows = await db
    .insert(rangeFiles)
    .values({ source, sha256, file: bytes, report, createdBy })
    .returning({ id: rangeFiles.id });
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('The ranges were not kept');
  return id;
}

/** The id of the newest file that is not retired, or null: then the ranges of the build count. */
export async function findCurrentRangeFileId(given: Partial<Tools> = {}): Promise<number | null> {
  const { db } = tools(given);
  const rows = await db
    .select({ id: rangeFiles.id })
    .from(rangeFiles)
    .where(isNull(rangeFiles.retiredAt))
    .orderBy(desc(rangeFiles.id))
    .limit(1);
  return rows[0]?.id ?? null;
}

/** The bytes of a file; throws when there is none or its digest is not that of its bytes. */
export async function getRangeFile(id: number, given: Partial<Tools> = {}): Promise<Buffer> {
  const { db } = tools(given);
  const row = (
    await db.select({ file: rangeFiles.file, sha256: rangeFiles.sha256 }).from(rangeFiles).where(eq(rangeFiles.id, id))
  )[0];
  if (!row) throw new Error(`There is no file of ranges ${id}`);
  const digest = createHash('sha256').update(row.file).digest();
  if (!digest.equals(row.sha256)) throw new Error(`The file of ranges ${id} is not what was stored`);
  return row.file;
}

/** The newest 20 files, newest first, without their bytes. */
export async function listRangeFiles(given: Partial<Tools> = {}): Promise<RangeFileEntry[]> {
  const { db } = tools(given);
  const { id, source, sha256, file, createdBy, createdAt, retiredAt } = rangeFiles;
  const rows = await db
    .select({
      id,
      source,
      sha256,
      bytes: sql<number>`octet_length(${file})`.mapWith(Number),
      createdBy,
      createdAt,
      retiredAt,
    })
    .from(rangeFiles)
    .orderBy(desc(id))
    .limit(LISTED);
  return rows.map((row) => ({ ...row, sha256: row.sha256.toString('hex') }));
}

/** Takes a file out of use: the newest one left counts from then on. False when there is no such file in use. */
export async function retireRangeFile(id: number, given: Partial<Tools> = {}): Promise<boolean> {
  const { db, now } = tools(given);
  const rows = await db
    .update(rangeFiles)
    .set({ retiredAt: now() })
    .where(and(eq(rangeFiles.id, id), isNull(rangeFiles.retiredAt)))
    .returning({ id: rangeFiles.id });
  return rows.length > 0;
}
