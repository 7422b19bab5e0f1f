import { stringify } from 'yaml';
import { changeIncidentState, type StateChanged } from '#app/domain/incident/editorial.server.ts';
import { EDITORIAL_STATES, type EditorialState, SEED_EDITOR } from '#app/domain/incident/editorial.ts';
import { addIncident, type EntryTaken, editIncident } from '#app/domain/incident/entry.server.ts';
import { findHeldEntry, listHeldEntries } from '#app/domain/incident/held.server.ts';
import { CommandFault } from '../fault.ts';
import { readEntryFile } from './entry-file.ts';
import { type Deed, type Noun, textOf } from './noun.ts';
import { signature, signedBy, stateOf } from './signature.ts';

const list: Deed = {
  name: 'list',
  about: 'Lists the entries of the register, newest first: date, state, address, title.',
  takes: [],
  options: {
    state: { type: 'string', value: 'STATE', about: `only those in a state: ${EDITORIAL_STATES.join(', ')}` },
  },
  required: [],
  async run({ options, given, say }) {
    const state = options.state === undefined ? undefined : stateOf(textOf(options.state));
    const entries = await listHeldEntries({ state }, given);
    if (entries.length === 0) say(state ? `No entry is ${state}.` : 'The register is empty.');
    for (const { occurredOn, editorialState, slug, title } of entries)
      say(`${occurredOn}  ${editorialState.padEnd(17)}  ${slug}  ${title}`);
  },
};

const show: Deed = {
  name: 'show',
  about: 'Prints an entry as YAML, ready to be changed and handed to edit, and its history.',
  takes: ['SLUG'],
  options: {},
  required: [],
  async run({ words, given, say }) {
    const slug = textOf(words[0]);
    const held = await findHeldEntry(slug, given);
    if (!held) throw unknown(slug);
    say(`# state: ${held.state}`);
    for (const { from, to, reason, by, at } of held.history)
      say(
        `# ${at}  ${from === to ? `words changed (${to})` : `${from ?? '-'} -> ${to}`}  by ${by ?? SEED_EDITOR}: ${reason.replace(/\s+/g, ' ')}`,
      );
    say(stringify(held.fields, { lineWidth: 0 }).trimEnd());
  },
};

const state: Deed = {
  name: 'state',
  about: 'Moves an entry to another editorial state. Reason and name stand in its public history for ever.',
  takes: ['SLUG', 'STATE'],
  options: signature,
  required: ['reason', 'by'],
  async run(call) {
    const slug = textOf(call.words[0]);
    const to = stateOf(textOf(call.words[1]));
    const changed = await changeIncidentState({ slug, to, ...signedBy(call) }, call.given);
    if (!changed.ok) throw new CommandFault(whyNotMoved(slug, to, changed));
    call.say(`${slug}: ${changed.from} -> ${changed.to}. It stands at /incidents/${slug} and in its history.`);
  },
};

const add: Deed = {
  name: 'add',
  about: 'Takes a new entry from a YAML or JSON file, in state "new": not public until its state says so.',
  takes: ['FILE'],
  options: signature,
  required: ['reason', 'by'],
  async run(call) {
    const entry = await readEntryFile(textOf(call.words[0]));
    explain(entry.id, await addIncident(entry, signedBy(call), call.given));
    call.say(
      `${entry.id} is in the register, in state new. When it is checked: incident state ${entry.id} verified ...`,
    );
  },
};

const edit: Deed = {
  name: 'edit',
  about: 'Replaces the words of the entry that the id in the file names. Its state and address stay.',
  takes: ['FILE'],
  options: signature,
  required: ['reason', 'by'],
  async run(call) {
    const entry = await readEntryFile(textOf(call.words[0]));
    const taken = await editIncident(entry, signedBy(call), call.given);
    explain(entry.id, taken);
    call.say(`${entry.id} has its new words. From now on npm run seed leaves it alone.`);
  },
};

/** The incident register. */
export const INCIDENT: Noun = {
  name: 'incident',
  about: 'the register of what ISPs did',
  note: `States: ${EDITORIAL_STATES.join(', ')}. Public as claims: verified and disputed. docs/register.md says what each means.`,
  deeds: [list, show, state, add, edit],
};

function unknown(slug: string): CommandFault {
  return new CommandFault(`There is no entry "${slug}". See them with: npm run editor -- incident list`);
}

function whyNotMoved(slug: string, to: EditorialState, refused: Extract<StateChanged, { ok: false }>): string {
  if (refused.reason === 'unknown_entry') return unknown(slug).message;
  if (refused.reason === 'same_state') return `${slug} is ${to} already.`;
  if (refused.reason === 'changed_meanwhile')
    return `Another editor changed ${slug} at the same moment: it is ${refused.from} now. Look at it again with incident show.`;
  return `${slug} is ${refused.from} and cannot go to ${to}, only to ${refused.allowed.join(' or ')}.`;
}

function explain(slug: string, taken: EntryTaken): void {
  if (taken.ok) return;
  if (taken.reason === 'slug_taken')
    throw new CommandFault(`There is an entry "${slug}" already. Use edit to change its words, or another id.`);
  if (taken.reason === 'unknown_entry')
    throw new CommandFault(`There is no entry "${slug}". An address is never renamed; use add for a new entry.`);
  if (taken.reason === 'unchanged')
    throw new CommandFault(`The file says what ${slug} says already; nothing was written.`);
  throw new CommandFault(
    `No ISP of the catalogue is called ${taken.slugs.join(' or ')}. Use null for an ISP that has no page.`,
  );
}
