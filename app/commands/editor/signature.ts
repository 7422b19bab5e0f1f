import {
  EDITORIAL_STATES,
  type EditorialState,
  type SignedReason,
  signedReason,
} from '#app/domain/incident/editorial.ts';
import { CommandFault } from '../fault.ts';
import { type Call, textOf } from './noun.ts';

/** The options of a deed that stands in a public history: why, and who. */
export const signature = {
  reason: { type: 'string', value: '"TEXT"', about: 'why, in a sentence; it is public' },
  by: { type: 'string', value: 'NAME', about: 'the editor; the name is public' },
} as const;

/** Reason and name as an entry's history takes them. Throws `CommandFault` with what is wrong. */
export function signedBy({ options }: Call): SignedReason {
  const read = signedReason.safeParse({ reason: textOf(options.reason), by: textOf(options.by) });
  if (read.success) return read.data;
  throw new CommandFault(`${sentence(read.error.issues[0]?.message ?? 'the reason or the name cannot be used')}.`);
}

/** The editorial state of a word of the command line. Throws `CommandFault` on any other. */
export function stateOf(text: string): EditorialState {
  const found = EDITORIAL_STATES.find((name) => name === text.replaceAll('-', '_'));
  if (found) return found;
  throw new CommandFault(`"${text}" is no state. There are: ${EDITORIAL_STATES.join(', ')}.`);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
