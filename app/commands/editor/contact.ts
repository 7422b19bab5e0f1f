import type { z } from 'zod';
import { type ContactChecked, changeContactState, listContactChecks } from '#app/domain/contact/check.server.ts';
import {
  CONTACT_STATES,
  CONTACT_TRANSITIONS,
  type ContactCheck,
  contactCheck,
  contactEntry,
  LETTER_CONTACT_CHANNELS,
} from '#app/domain/contact/contact.ts';
import {
  type AddRefusal,
  addContact,
  findHeldContact,
  type HeldContact,
  listHeldContacts,
} from '#app/domain/contact/entry.server.ts';
import { CommandFault } from '../fault.ts';
import { type Call, type Deed, type Noun, textOf } from './noun.ts';

const by = { type: 'string', value: 'NAME', about: 'your name; it stands beside the address on public pages' } as const;
const note = { type: 'string', value: '"TEXT"', about: 'a remark for other organizers' } as const;

const list: Deed = {
  name: 'list',
  about: 'Lists the contacts that letters can go to, also those that are known only from memory and never shown.',
  takes: [],
  options: {
    owner: { type: 'string', value: 'SLUG', about: 'of one ISP or office, e.g. comcast, ag-ca, fcc' },
    state: { type: 'string', value: 'STATE', about: `only those that are ${CONTACT_STATES.join(', ')}` },
  },
  required: [],
  async run({ options, given, say }) {
    const state = CONTACT_STATES.find((name) => name === options.state);
    if (options.state !== undefined && !state)
      throw new CommandFault(`"${options.state}" is no state. There are: ${CONTACT_STATES.join(', ')}.`);
    const owner = options.owner === undefined ? undefined : textOf(options.owner);
    const held = await listHeldContacts({ owner, state }, given);
    if (held.length === 0) say('No contact is like that.');
    for (const contact of held) say(lineOf(contact));
  },
};

const show: Deed = {
  name: 'show',
  about: 'Shows everything that is held of a contact, and who checked it when.',
  takes: ['ID'],
  options: {},
  required: [],
  async run({ words, given, say }) {
    const contact = await getContact(words[0], given);
    const { owner, ownerName, isOwnerPublished, channel, label, value, state, confidence, source, readOn } = contact;
    const facts: [string, string | null][] = [
      ['owner', `${owner}, ${ownerName}${isOwnerPublished ? '' : ' (a name known only from memory)'}`],
      ['serves', contact.addresseeKinds?.join(', ') ?? 'every addressee of its owner'],
      ['channel', channel],
      ['label', label],
      ['value', value],
      ['state', state],
      ['confidence', confidence],
      ['source', source],
      ['read on', readOn],
      ['valid', validity(contact)],
      ['demonstration', contact.isDemonstration ? 'yes: it reaches nobody' : null],
      ['note', contact.note],
    ];
    for (const [name, fact] of facts) if (fact !== null) say(`${`${name}:`.padEnd(15)}${fact}`);
    const checks = await listContactChecks(contact.id, given);
    say(checks.length === 0 ? 'Nobody has checked it.' : 'Checks:');
    for (const one of checks)
      say(
        `  ${one.at.toISOString()}  ${one.state}  ${one.by}${one.source ? `  ${one.source}` : ''}${one.note ? `  (${one.note})` : ''}`,
      );
  },
};

const add: Deed = {
  name: 'add',
  about: 'Adds a contact. It is not written to before it is verified.',
  takes: ['OWNER', 'CHANNEL', 'VALUE'],
  options: {
    label: { type: 'string', value: '"TEXT"', about: 'what it is, e.g. "Customer relations"' },
    source: { type: 'string', value: '"TEXT"', about: 'the page on which you read it; it is public' },
    for: {
      type: 'string',
      value: 'KINDS',
      about: 'which addressees it serves, parted by commas; otherwise all of its owner',
    },
    from: { type: 'string', value: 'YYYY-MM-DD', about: 'the first day on which it holds' },
    until: { type: 'string', value: 'YYYY-MM-DD', about: 'the last day on which it holds' },
    note,
    by,
  },
  required: ['label', 'source', 'by'],
  async run({ words, options, given, say }) {
    const entry = contactEntry.safeParse({
      channel: words[1],
      value: words[2],
      label: options.label,
      source: options.source,
      by: options.by,
      note: options.note,
      validFrom: options.from,
      validUntil: options.until,
    });
    if (!entry.success) throw new CommandFault(faultIn(entry.error));
    const kinds = options.for === undefined ? null : textOf(options.for).split(/\s*,\s*/);
    const owner = textOf(words[0]);
    const added = await addContact({ owner, kinds, entry: entry.data }, given);
    if (!added.ok) throw new CommandFault(whyNotAdded(owner, entry.data.channel, entry.data.value, added));
    say(`Contact ${added.contactId} is added, unverified. Check it, then: contact verify ${added.contactId} ...`);
  },
};

function deed(name: string, to: ContactCheck['to'], about: string, needsSource: boolean): Deed {
  const source = {
    type: 'string',
    value: '"TEXT"',
    about:
      to === 'bounced' ? 'what came back, e.g. the status code' : 'the page or paper on which you saw it; it is public',
  } as const;
  return {
    name,
    about,
    takes: ['ID'],
    options: { source, note, by },
    required: needsSource ? ['source', 'by'] : ['by'],
    run: (call) => change(call, to),
  };
}

async function change({ words, options, given, say }: Call, to: ContactCheck['to']): Promise<void> {
  const contact = await getContact(words[0], given);
  const check = contactCheck.safeParse({ to, by: options.by, source: options.source, note: options.note });
  if (!check.success) throw new CommandFault(faultIn(check.error));
  const done = await changeContactState({ contactId: contact.id, ...check.data }, given);
  if (!done.ok) throw new CommandFault(whyNot(contact, to, done));
  say(`${contact.value} of ${contact.owner} is ${to}.`);
}

/** Contacts of ISPs and offices. */
export const CONTACT: Noun = {
  name: 'contact',
  about: 'addresses that letters go to, and who checked them',
  note: 'The platform writes only to verified addresses. Letters that wait for one that is bounced or retired are not sent there.',
  deeds: [
    list,
    show,
    deed(
      'verify',
      'verified',
      'Says that you have seen the address on its owner’s own page or paper, which becomes its source.',
      true,
    ),
    add,
    deed('bounced', 'bounced', 'Says that what was sent there came back.', false),
    deed('retire', 'retired', 'Takes a contact out of use; it stays on record.', false),
    deed('reopen', 'unverified', 'Puts a bounced or retired contact back among those to be checked.', false),
  ],
};

function lineOf({ id, owner, channel, state, confidence, value, isDemonstration, ...contact }: HeldContact): string {
  const marks = [
    confidence === 'memory' ? 'from memory' : '',
    contact.isOwnerPublished ? '' : 'owner from memory',
    isDemonstration ? 'demonstration' : '',
    validity(contact) ?? '',
  ].filter(Boolean);
  return `${id}  ${owner}  ${channel}  ${state}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}  ${value}`;
}

function validity({ validFrom, validUntil }: Pick<HeldContact, 'validFrom' | 'validUntil'>): string | null {
  if (!validFrom && !validUntil) return null;
  return [validFrom ? `from ${validFrom}` : '', validUntil ? `until ${validUntil}` : ''].filter(Boolean).join(' ');
}

async function getContact(word: string | undefined, given: Call['given']): Promise<HeldContact> {
  const id = /^[1-9]\d{0,14}$/.test(word ?? '') ? Number(word) : null;
  const contact = id === null ? null : await findHeldContact(id, given);
  if (!contact) throw new CommandFault(`There is no contact "${word}". \`contact list\` shows their numbers.`);
  return contact;
}

function whyNot(contact: HeldContact, to: ContactCheck['to'], no: Extract<ContactChecked, { ok: false }>): string {
  if (no.reason === 'not_allowed')
    return `${contact.value} is ${no.state}; it can become ${to} only from ${CONTACT_TRANSITIONS[to].join(', ')}.`;
  if (no.reason === 'unknown_contact') return `There is no contact ${contact.id} any more.`;
  if (no.reason === 'verified_since') return `${contact.value} was checked anew in the meantime.`;
  return `The name of ${contact.owner} is known only from memory: check the office first, with \`office verify ${contact.owner}\`.`;
}

function whyNotAdded(owner: string, channel: string, value: string, no: AddRefusal): string {
  if (no.reason === 'owner_unknown') return `No ISP and no office is called ${owner}.`;
  if (no.reason === 'exists')
    return `${owner} has that contact: it is number ${no.contactId}. It can be verified or reopened.`;
  if (no.reason === 'demonstration') return `${value} is at a reserved name, which is the demonstration’s.`;
  if (no.reason === 'kinds')
    return no.allowed.length === 0 ? `No letter goes to ${owner}.` : `${owner} can be: ${no.allowed.join(', ')}.`;
  const shapes: Record<string, string> = {
    email: 'an e-mail address',
    postal: 'one postal address on one line that ends in a state and a ZIP, e.g. 1 Main Street, Albany, NY 12207',
  };
  return `"${value}" is not ${shapes[channel] ?? 'an https address'}.`;
}

function faultIn(error: z.ZodError): string {
  const issue = error.issues[0];
  const field = String(issue?.path[0] ?? 'the entry');
  if (field === 'channel') return `The channel is one of: ${LETTER_CONTACT_CHANNELS.join(', ')}.`;
  const names: Record<string, string> = { validFrom: '--from', validUntil: '--until', value: 'the value' };
  return `${names[field] ?? `--${field}`} cannot be used: ${issue?.message ?? 'it is not as it should be'}.`;
}
