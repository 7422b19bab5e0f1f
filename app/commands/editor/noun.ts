import type { ParseArgsOptionDescriptor } from 'node:util';
import type { Tools } from '#app/db.server.ts';

/** What a deed is given: the words after its name, its options by name, the tools of verbs, and a way to print a line. */
export interface Call {
  words: readonly string[];
  options: Readonly<Record<string, string | boolean | undefined>>;
  given: Partial<Tools>;
  say(line: string): void;
}

/**
 * One deed of an editor on one noun. `takes` names its words in order, e.g. `['SLUG', 'STATE']`, all of them required. Options in `required`
 * must hold a text that is not blank; words in `more` may follow those it takes, any number of them. `run` throws `CommandFault` for a "no", in the editor's own words.
 */
export interface Deed {
  name: string;
  about: string;
  takes: readonly string[];
  more?: string;
  options: Readonly<Record<string, ParseArgsOptionDescriptor & { value?: string; about: string }>>;
  required: readonly string[];
  run(call: Call): Promise<void>;
}

/** What editors work on, with everything they may do to it. `note` stands under the deeds in its help; `program`: how its deeds are called when it has a command of its own. */
export interface Noun {
  name: string;
  about: string;
  note?: string;
  program?: string;
  deeds: readonly Deed[];
}

/** The text of a required option or of a word; the dispatcher has seen that it is there. */
export function textOf(value: string | boolean | undefined): string {
  if (typeof value !== 'string') throw new Error('The dispatcher let a deed run without what it requires');
  return value.trim();
}
