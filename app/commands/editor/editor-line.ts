import { parseArgs } from 'node:util';
import type { Deed, Noun } from './noun.ts';

/** What a command line asks for; `fault` is one sentence, `usage` how it should have been called. */
export type EditorAsked =
  | { kind: 'help'; text: string }
  | { kind: 'fault'; fault: string; usage: string }
  | { kind: 'deed'; noun: string; deed: Deed; words: string[]; options: Record<string, string | boolean | undefined> };

const PROGRAM = 'npm run editor --';

/** Reads a command line, without the program's name. Never throws. */
export function readEditorLine(args: readonly string[], nouns: readonly Noun[]): EditorAsked {
  const wantsHelp = args.includes('--help') || args.includes('-h');
  const [nounName, deedName, ...rest] = args;
  if (nounName === undefined || nounName.startsWith('-'))
    return wantsHelp ? { kind: 'help', text: helpOf(nouns) } : fault('Say what to work on.', helpOf(nouns));
  const noun = nouns.find(({ name }) => name === nounName);
  if (!noun)
    return fault(`Editors do not work on "${nounName}", but on ${list(nouns.map(({ name }) => name))}.`, helpOf(nouns));
  return readNounLine(
    [deedName, ...rest].filter((word) => word !== undefined),
    noun,
  );
}

/** Reads the words of a command that works on one noun alone, without the program's name. Never throws. */
export function readNounLine(args: readonly string[], noun: Noun): EditorAsked {
  const wantsHelp = args.includes('--help') || args.includes('-h');
  const [deedName, ...rest] = args;
  if (deedName === undefined || deedName.startsWith('-'))
    return wantsHelp ? { kind: 'help', text: nounHelp(noun) } : fault(`Say what to do.`, nounHelp(noun));
  const deed = noun.deeds.find(({ name }) => name === deedName);
  if (!deed)
    return fault(
      `"${deedName}" cannot be done to ${noun.name}, only ${list(noun.deeds.map(({ name }) => name))}.`,
      nounHelp(noun),
    );
  if (wantsHelp) return { kind: 'help', text: deedHelp(noun, deed) };
  return readDeed(noun, deed, rest);
}

function readDeed(noun: Noun, deed: Deed, args: string[]): EditorAsked {
  const usage = deedHelp(noun, deed);
  const parse = () => parseArgs({ args, options: { ...deed.options }, allowPositionals: true, strict: true });
  let read: ReturnType<typeof parse>;
  try {
    read = parse();
  } catch (error) {
    const sentence = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    return fault(`${sentence.replace(/\.$/, '')}.`, usage);
  }
  const words = read.positionals;
  const missing = deed.takes[words.length];
  if (missing !== undefined) return fault(`${missing} is missing.`, usage);
  const surplus = words[deed.takes.length];
  if (surplus !== undefined && deed.more === undefined)
    return fault(`"${surplus}" is one word too many. A text of several words stands in quotation marks.`, usage);
  const options: Record<string, string | boolean | undefined> = {};
  for (const [name, value] of Object.entries(read.values)) if (!Array.isArray(value)) options[name] = value;
  const unsaid = deed.required.find((name) => typeof options[name] !== 'string' || options[name].trim() === '');
  if (unsaid !== undefined) return fault(`--${unsaid} is missing: ${deed.options[unsaid]?.about}.`, usage);
  return { kind: 'deed', noun: noun.name, deed, words, options };
}

function fault(sentence: string, usage: string): EditorAsked {
  return { kind: 'fault', fault: sentence, usage };
}

function helpOf(nouns: readonly Noun[]): string {
  const lines = nouns.flatMap((noun) => [
    `  ${noun.name}: ${noun.about}`,
    ...noun.deeds.map((deed) => `    ${callOf(noun, deed)}`),
  ]);
  return `Usage: ${PROGRAM} NOUN DEED ...\n\n${lines.join('\n')}\n\nHelp:  ${PROGRAM} NOUN --help\n       ${PROGRAM} NOUN DEED --help`;
}

function nounHelp(noun: Noun): string {
  const deeds = noun.deeds.map((deed) => `  ${programOf(noun)} ${callOf(noun, deed)}\n      ${deed.about}`);
  return `${noun.name}: ${noun.about}\n\n${deeds.join('\n')}${noun.note ? `\n\n${noun.note}` : ''}`;
}

function deedHelp(noun: Noun, deed: Deed): string {
  const names = Object.entries(deed.options);
  const width = Math.max(...names.map(([name, { value }]) => shown(name, value).length), 0);
  const options = names.map(([name, { value, about }]) => `  ${shown(name, value).padEnd(width)}  ${about}`);
  return [
    `Usage: ${programOf(noun)} ${callOf(noun, deed)}`,
    deed.about,
    ...(options.length > 0 ? [options.join('\n')] : []),
    ...(noun.note ? [noun.note] : []),
  ].join('\n\n');
}

function callOf(noun: Noun, deed: Deed): string {
  const options = Object.entries(deed.options).map(([name, { value }]) =>
    deed.required.includes(name) ? shown(name, value) : `[${shown(name, value)}]`,
  );
  const more = deed.more === undefined ? [] : [`[${deed.more} ...]`];
  return [...(noun.program ? [] : [noun.name]), deed.name, ...deed.takes, ...more, ...options].join(' ');
}

function programOf(noun: Noun): string {
  return noun.program ?? PROGRAM;
}

function shown(name: string, value: string | undefined): string {
  return value ? `--${name} ${value}` : `--${name}`;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
