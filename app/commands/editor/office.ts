import {
  listUnreadLaws,
  listUnreadOffices,
  readingOf,
  verifyLaws,
  verifyOffice,
} from '#app/domain/regulator/check.server.ts';
import { CommandFault } from '../fault.ts';
import { type Call, type Deed, type Noun, textOf } from './noun.ts';

const source = {
  type: 'string',
  value: '"TEXT"',
  about: 'the page or paper on which you read it; it is public',
} as const;
const by = { type: 'string', value: 'NAME', about: 'your name' } as const;

const list: Deed = {
  name: 'list',
  about: 'Lists the offices and the laws of states that are known only from memory, and so neither shown nor used.',
  takes: [],
  options: {},
  required: [],
  async run({ given, say }) {
    const [offices, laws] = [await listUnreadOffices(given), await listUnreadLaws(given)];
    if (offices.length + laws.length === 0) say('Nothing is known only from memory.');
    for (const { key, name } of offices) say(`office  ${key}  ${name}`);
    for (const { key, name } of laws) say(`law     ${key}  ${name}`);
  },
};

const verify: Deed = {
  name: 'verify',
  about:
    'Says that you have read the name of an office on its own page. From then on it is shown, and its contacts can be verified.',
  takes: ['SLUG'],
  options: {
    name: { type: 'string', value: '"TEXT"', about: 'the name as the page writes it, where it differs' },
    source,
    by,
  },
  required: ['source', 'by'],
  async run(call) {
    const slug = textOf(call.words[0]);
    const name = call.options.name === undefined ? null : textOf(call.options.name);
    if (!(await verifyOffice({ slug, name, ...readingBy(call) }, call.given)))
      throw new CommandFault(`No office is called ${slug}. \`office list\` shows those to be read.`);
    call.say(`${slug} is read. Its contacts: contact list --owner ${slug}`);
  },
};

const verifyLaw: Deed = {
  name: 'verify-law',
  about:
    'Says that you have read a state’s laws on net neutrality, and that they are as held. From then on letters’ addressees are explained by them.',
  takes: ['STATE'],
  options: { source, by },
  required: ['source', 'by'],
  async run(call) {
    const state = textOf(call.words[0]).toUpperCase();
    const names = await verifyLaws({ state, ...readingBy(call) }, call.given);
    if (names.length === 0)
      throw new CommandFault(`No law of ${state} waits to be read. \`office list\` shows those that do.`);
    call.say(`Read: ${names.join('; ')}.`);
  },
};

/** Offices and the laws of states, as far as they are known only from memory. */
export const OFFICE: Noun = {
  name: 'office',
  about: 'names of public offices and laws of states, and who read them',
  note: 'What nobody has read in a source is neither shown nor used. A seed never overwrites what was read.',
  deeds: [list, verify, verifyLaw],
};

function readingBy({ options }: Call): { by: string; source: string } {
  const read = readingOf.safeParse({ by: options.by, source: options.source });
  if (read.success) return read.data;
  throw new CommandFault(
    `--${String(read.error.issues[0]?.path[0])} cannot be used: it is too long or holds a line break.`,
  );
}
