import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';

/** Names of the folders of exports: that of a finished attempt, and of one that is being written. */
const FOLDER = /^(\.partial-)?([0-9a-f-]{36})\.(\d{1,5})$/;

/** The folder in which an attempt's files lie when it is finished, beneath that of all exports. Own choice. */
export function folderOf(base: string, publicId: string, attempt: number): string {
  return join(base, `${publicId}.${attempt}`);
}

/** Flushes the names in a folder to the disk, so that they outlast a loss of power. Source: fsync(2). */
async function flushNames(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

/** An attempt's folder that is being filled. `appear` gives it its name, once and whole; `drop` takes it away, under either name. Own choice. */
export interface PartialFolder {
  path: string;
  appear(): Promise<string>;
  drop(): Promise<void>;
}

/** Makes the empty folder of an attempt, under a name that nobody looks for; 0700, as the files of people need. Throws what the disk refuses. Own choice. */
export async function openPartial(base: string, publicId: string, attempt: number): Promise<PartialFolder> {
  await mkdir(base, { recursive: true, mode: 0o700 });
  const path = join(base, `.partial-${publicId}.${attempt}`);
  const finished = folderOf(base, publicId, attempt);
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { mode: 0o700 });
  return {
    path,
    async appear() {
      await flushNames(path);
      await rm(finished, { recursive: true, force: true });
      await rename(path, finished);
      await flushNames(base);
      return finished;
    },
    async drop() {
      await rm(path, { recursive: true, force: true });
      await rm(finished, { recursive: true, force: true });
    },
  };
}

/**
 * Deletes folders that belong to no export that runs or can be fetched: what killed workers left, and what expired. Looks at this machine's disk alone. Answers how many went.
 * Own choice.
 */
export async function sweepFolders(base: string, given: Partial<Tools> = {}): Promise<number> {
  const { db } = tools(given);
  const names = await readdir(base).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found = names.flatMap((name) => {
    const [, , id, attempt] = FOLDER.exec(name) ?? [];
    return id && attempt ? [{ name, id, attempt: Number(attempt) }] : [];
  });
  if (found.length === 0) return 0;
  const kept = await db.execute<{ name: string }>(sql`
    select w.name from jsonb_to_recordset(${JSON.stringify(found)}::text::jsonb) as w(name text, id uuid, attempt int)
      join export_runs r on r.public_id = w.id and r.attempts = w.attempt and r.state in ('running', 'done')`);
  const stay = new Set(kept.map(({ name }) => name));
  const gone = found.filter(({ name }) => !stay.has(name));
  for (const { name } of gone) await rm(join(base, name), { recursive: true, force: true });
  return gone.length;
}
