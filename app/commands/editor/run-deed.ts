import { connect } from '#db/client.ts';
import { withDatabase } from '../database.ts';
import { CommandFault, runCommand } from '../fault.ts';
import type { EditorAsked } from './editor-line.ts';

const CALLED_WRONGLY = 2;

/** Does what a command line asks for and ends the process: 0 done, 1 refused, 2 called wrongly. `applicationName` is what the database calls it. */
export async function runDeed(asked: EditorAsked, applicationName: string): Promise<never> {
  // A reader that has enough (`| head`) ends no deed in the middle.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return runCommand(async () => {
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
      const { db, close } = connect(url, { max: 1, applicationName });
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
}

/** A database without our tables is an operator's slip, not a broken program. */
function explain(error: unknown): unknown {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const isUnlaid = cause instanceof Error && 'code' in cause && cause.code === '42P01';
  return isUnlaid
    ? new CommandFault('The database has no tables yet: run `npm start` or `npm run migrate` first.', { cause: error })
    : error;
}
