import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { importSpeedIndex } from '#app/domain/speed-index/import.server.ts';
import type { ImportConflict, ImportOutcome, ImportRemark } from '#app/domain/speed-index/import.ts';
import { connect } from '#db/client.ts';
import { withDatabase } from './database.ts';
import { CommandFault, runCommand } from './fault.ts';
import { readSpeedIndexOptions, SPEED_INDEX_HELP, SPEED_INDEX_USAGE } from './speed-index-options.ts';

const CALLED_WRONGLY = 2;

await runCommand(async () => {
  const asked = readSpeedIndexOptions(process.argv.slice(2));
  if (asked.kind === 'fault') {
    process.stderr.write(`${asked.fault}\n\n${SPEED_INDEX_USAGE}\n`);
    return CALLED_WRONGLY;
  }
  if (asked.kind === 'help') {
    process.stdout.write(`${SPEED_INDEX_HELP}\n`);
    return 0;
  }
  const { file, isDryRun, replaceReason } = asked;
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const reason = { ENOENT: 'it does not exist', EISDIR: 'it is a folder', EACCES: 'permission denied' }[
      cause.code ?? ''
    ];
    throw new CommandFault(`${file} cannot be read: ${reason ?? cause.message}.`, { cause });
  });
  const outcome = await withDatabase(async (url) => {
    const { db, close } = connect(url, { max: 1, applicationName: 'untolled-speed-index' });
    try {
      const input = { fileName: basename(file), bytes, importedBy: 'command', isDryRun, replaceReason };
      return await importSpeedIndex(input, { db });
    } catch (error) {
      throw explain(error);
    } finally {
      await close();
    }
  });
  return tell(file, outcome);
});

function tell(file: string, outcome: ImportOutcome): number {
  if (outcome.ok && outcome.kind === 'already_imported') {
    console.log(`${file} was imported already, on ${outcome.importedAt.toISOString()} (import ${outcome.importId}).`);
    return 0;
  }
  for (const warning of outcome.warnings) console.error(`  doubtful: ${remark(file, warning)}`);
  if (outcome.ok) {
    const { added, unchanged, replaced } = outcome;
    const done = outcome.isDryRun ? 'Nothing was written. It would be: ' : `Import ${outcome.importId}: `;
    console.log(`${done}${added} added, ${replaced} replaced, ${unchanged} held already and left.`);
    return 0;
  }
  if (outcome.reason === 'faulty') {
    for (const fault of outcome.faults) console.error(`  ${remark(file, fault)}`);
    console.error(`${file} was refused with ${countOf(outcome.faults, 'fault')}; nothing was written.`);
    return 1;
  }
  for (const conflict of outcome.conflicts) console.error(`  ${contradiction(file, conflict)}`);
  console.error(
    `${file} contradicts what is held in ${countOf(outcome.conflicts, 'row')}; nothing was written. ` +
      'Correct the file, or say that it is meant with --replace --reason TEXT.',
  );
  return 1;
}

function remark(file: string, { line, column, message, remedy }: ImportRemark): string {
  return `${file}:${line}${column ? ` ${column}:` : ''} ${message}. To do: ${remedy || 'correct the row'}.`;
}

function contradiction(file: string, { line, month, list, indexName, held, given }: ImportConflict): string {
  const words = ({ mbps, rank }: ImportConflict['held']) => `${mbps ?? 'no'} Mbps, rank ${rank ?? 'none'}`;
  return `${file}:${line} ${indexName}, ${month}, ${list}: held ${words(held)}; the file says ${words(given)}.`;
}

function countOf(items: readonly unknown[], noun: string): string {
  return `${items.length} ${noun}${items.length === 1 ? '' : 's'}`;
}

/** A database without our tables is an operator's slip, not a broken program. */
function explain(error: unknown): unknown {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const isUnlaid = cause instanceof Error && 'code' in cause && cause.code === '42P01';
  return isUnlaid
    ? new CommandFault('The database has no tables yet: run `npm start` or `npm run migrate` first.', { cause: error })
    : error;
}
