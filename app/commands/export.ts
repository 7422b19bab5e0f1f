import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CountStream } from '#app/domain/export/export.server.ts';
import { exportCounts } from '#app/domain/export/export.server.ts';
import { type Connection, connect } from '#db/client.ts';
import { withDatabase } from './database.ts';
import { EXPORT_HELP, EXPORT_USAGE } from './export-help.ts';
import { readExportOptions } from './export-options.ts';
import { CommandFault, runCommand } from './fault.ts';

const CALLED_WRONGLY = 2;

await runCommand(async () => {
  const asked = readExportOptions(process.argv.slice(2));
  if (asked.kind === 'fault') {
    process.stderr.write(`${asked.fault}\n\n${EXPORT_USAGE}\n`);
    return CALLED_WRONGLY;
  }
  if (asked.kind === 'help') {
    process.stdout.write(`${EXPORT_HELP}\n`);
    return 0;
  }
  if (asked.kind === 'folder') {
    const { writeToFolder } = await import('./export-folder.ts');
    return await writeToFolder(asked);
  }
  const { query, out } = asked;
  if (out !== null) await assertWritable(out);
  await withDatabase(async (url) => {
    const connection = connect(url, { max: 3, applicationName: 'untolled-export' });
    try {
      await writeCounts(connection, query, out);
    } finally {
      await connection.sql.end({ timeout: 0 });
    }
  });
  return 0;
});

async function writeCounts({ db, sql }: Connection, query: CountStream, out: string | null): Promise<void> {
  const made = await exportCounts(query, { db, sql, actor: 'command' }).catch(explain);
  if (!made.ok) {
    const known = made.slugs.length > 0 ? `There are: ${made.slugs.join(', ')}.` : 'There are no campaigns yet.';
    throw new CommandFault(`There is no campaign "${query.campaign}". ${known}`);
  }
  if (out === null) return await toStandardOutput(made.bytes as Readable);
  await toFile(made.bytes as Readable, resolve(out));
  console.error(`Wrote ${made.rows().toLocaleString('en-US')} rows to ${out}`);
}

/** A reader that has enough (`| head`) ends the export, and that is no fault. */
async function toStandardOutput(bytes: Readable): Promise<void> {
  try {
    await pipeline(bytes, process.stdout, { end: false });
  } catch (error) {
    if (codeOf(error) !== 'EPIPE') throw error;
  }
}

/** The file appears whole or not at all: rows go to a neighbour that takes its name at the end. */
async function toFile(bytes: Readable, file: string): Promise<void> {
  const neighbour = join(dirname(file), `.${basename(file)}.${process.pid}.partial`);
  const give = () => void rm(neighbour, { force: true }).finally(() => process.exit(130));
  process.once('SIGINT', give).once('SIGTERM', give);
  try {
    await pipeline(bytes, createWriteStream(neighbour, { mode: 0o600, flush: true }));
    await rename(neighbour, file);
  } catch (error) {
    await rm(neighbour, { force: true });
    throw fileFault(file, error);
  }
}

/** Told before the database is asked. The folder is tried by writing, because rights alone do not tell (read-only mounts). */
async function assertWritable(out: string): Promise<void> {
  const file = resolve(out);
  if (
    await stat(file).then(
      (found) => found.isDirectory(),
      () => false,
    )
  )
    throw new CommandFault(`${out} is a folder: name a file in it.`);
  const trial = join(dirname(file), `.${basename(file)}.${process.pid}.partial`);
  try {
    await (await open(trial, 'w', 0o600)).close();
    await rm(trial, { force: true });
  } catch (error) {
    throw fileFault(file, error);
  }
}

function fileFault(file: string, error: unknown): unknown {
  const reasons: Record<string, string> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'it is on a read-only file system',
    ENOENT: 'its folder does not exist',
    ENOTDIR: 'a part of the path is a file, not a folder',
    ENOSPC: 'the disk is full',
    ENAMETOOLONG: 'the name is too long',
    EISDIR: 'it is a folder',
  };
  const reason = reasons[codeOf(error)];
  return reason ? new CommandFault(`${file} cannot be written: ${reason}.`, { cause: error }) : error;
}

/** A database without our tables is an operator's slip, not a broken program. */
function explain(error: unknown): never {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (codeOf(error) === '42P01' || codeOf(cause) === '42P01')
    throw new CommandFault('The database has no campaigns yet: run `npm start` or `npm run migrate` first.', {
      cause: error,
    });
  throw error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
