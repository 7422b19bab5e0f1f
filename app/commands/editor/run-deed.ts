import { recordDeed } from '#app/domain/audit/audit.server.ts';
import { connect } from '#db/client.ts';
import { withDatabase } from '../database.ts';
import { CommandFault, runCommand } from '../fault.ts';
import type { EditorAsked } from './editor-line.ts';

const CALLED_WRONGLY = 2;

/** Deeds that only look. */
const READING = ['list', 'show'];

/**
 * Does what a command line asks for and ends the process: 0 done, 1 refused, 2 called wrongly. `applicationName` is what the database calls it. `isRecorded`: each deed that changes
 * something is written into the audit here, in one transaction with what it does; left out where the verbs do that themselves.
 */
export async function runDeed(
  asked: EditorAsked,
  applicationName: string,
  { isRecorded = false }: { isRecorded?: boolean } = {},
): Promise<never> {
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
    const { noun, deed, words, options } = asked;
    await withDatabase(async (url) => {
      const { db, close } = connect(url, { max: 1, applicationName });
      try {
        const call = { words, options, say: (line: string) => process.stdout.write(`${line}\n`) };
        if (!isRecorded || READING.includes(deed.name)) await deed.run({ ...call, given: { db } });
        else
          await db.transaction(async (tx) => {
            await deed.run({ ...call, given: { db: tx } });
            await recordDeed(tx, { ...deedOf(noun, asked), organizationId: null, at: new Date() });
          });
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

/** A command line as a deed of the audit: what it was done to, where that is a slug or a number, by whom and why. */
function deedOf(noun: string, { deed, words, options }: Extract<EditorAsked, { kind: 'deed' }>) {
  const [first = ''] = words;
  const by = typeof options.by === 'string' ? options.by.trim() : '';
  return {
    actor: by === '' ? 'command' : `command:${by}`,
    action: `${noun}.${deed.name}`,
    subject: /^[a-z0-9][a-z0-9-]{0,99}$/.test(first) ? `${noun}:${first}` : noun,
    facts: typeof options.reason === 'string' ? { reason: options.reason } : {},
  };
}
