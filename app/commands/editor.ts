import { connect } from '#db/client.ts';
import { withDatabase } from './database.ts';
import { NOUNS } from './editor/deeds.ts';
import { readEditorLine } from './editor/editor-line.ts';
import { CommandFault, runCommand } from './fault.ts';

const CALLED_WRONGLY = 2;

// A reader that has enough (`| head`) ends no deed in the middle.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

await runCommand(async () => {
  const asked = readEditorLine(process.argv.slice(2), NOUNS);
  if (asked.kind === 'fault') {
    process.stderr.write(`${asked.fault}\n\n${asked.usage}\n`);
    return CALLED_WRONGLY;
  }
  if (asked.kind === 'help') {
    process.stdout.write(`${asked.text}\n`);
    return 0;
  }
  const { deed, words, options } = asked;
  await withDatabase(async (url) => {
    const { db, close } = connect(url, { max: 1, applicationName: 'untolled-editor' });
    try {
      await deed.run({ words, options, given: { db }, say: (line) => process.stdout.write(`${line}\n`) });
    } catch (error) {
      throw explain(error);
    } finally {
      await close();
    }
  });
  return 0;
});

/** A database without our tables is an operator's slip, not a broken program. */
function explain(error: unknown): unknown {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const isUnlaid = cause instanceof Error && 'code' in cause && cause.code === '42P01';
  return isUnlaid
    ? new CommandFault('The database has no tables yet: run `npm start` or `npm run migrate` first.', { cause: error })
    : error;
}
