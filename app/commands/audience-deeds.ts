import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { eq } from 'drizzle-orm';
import {
  cancelImport,
  checkImport,
  type ImportDeed,
  type ImportRefusal,
  sampleImport,
  startImport,
  storeImport,
  undoImport,
} from '#app/domain/subscriber/import.server.ts';
import {
  guessColumns,
  IMPORT_FIELDS,
  type ImportField,
  type ImportFormat,
  importMapping,
  maxImportBytes,
} from '#app/domain/subscriber/import.ts';
import { findImport, listImportFaults, listImports } from '#app/domain/subscriber/import-list.server.ts';
import { runImport } from '#app/domain/subscriber/import-run.server.ts';
import { suppressByHand } from '#app/domain/subscriber/manual.server.ts';
import { liftSuppressions } from '#app/domain/subscriber/suppression.server.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import type { Db } from '#db/client.ts';
import { organizations } from '#db/schema/organizer.ts';
import { type Call, type Deed, type Noun, textOf } from './editor/noun.ts';
import { CommandFault } from './fault.ts';

const words = organizeMessagesIn('en').audience;
const ACTOR = 'command';

const organization = {
  type: 'string',
  value: 'SLUG',
  about: 'whose list it is; left out where there is only one',
} as const;

async function organizationOf({ options, given }: Pick<Call, 'options' | 'given'>): Promise<number> {
  const db = given.db as Db;
  const named = options.organization === undefined ? null : textOf(options.organization);
  const rows = await db
    .select({ id: organizations.id, slug: organizations.slug })
    .from(organizations)
    .where(named === null ? undefined : eq(organizations.slug, named))
    .limit(2);
  const [row, another] = rows;
  if (!row)
    throw new CommandFault(named === null ? 'There is no organization yet.' : `There is no organization "${named}".`);
  if (another) throw new CommandFault('There are several organizations: say whose list it is with --organization.');
  return row.id;
}

function refuse(reason: ImportRefusal): never {
  throw new CommandFault(words.lists.refusals[reason]);
}

/** The number of a column by its name, letter case aside, or by its place from 1. */
function columnOf(typed: string, { columns }: ImportFormat): number {
  const wanted = typed.trim().toLowerCase();
  const named = columns.findIndex((name) => name.toLowerCase() === wanted);
  if (named >= 0) return named;
  const place = /^\d{1,3}$/.test(wanted) ? Number(wanted) : 0;
  if (place >= 1 && place <= columns.length) return place - 1;
  throw new CommandFault(`The file has no column "${typed}", but ${columns.join(', ')}.`);
}

const optionOf: Record<ImportField, string> = {
  email: 'email',
  isp: 'isp',
  state: 'state',
  zip: 'zip',
  language: 'language-column',
  consent_when: 'when-column',
  consent_where: 'where-column',
  consent_wording: 'wording-column',
};

function mappingOf(options: Call['options'], format: ImportFormat, sample: string[][]) {
  const columns = guessColumns(format.columns, sample);
  for (const field of IMPORT_FIELDS) {
    const typed = options[optionOf[field]];
    if (typeof typed === 'string') columns[field] = columnOf(typed, format);
  }
  const text = (name: string) => (options[name] === undefined ? '' : textOf(options[name]));
  const read = importMapping.safeParse({
    columns,
    consentWhen: text('when'),
    consentWhere: text('where'),
    consentWording: text('wording'),
    language: text('language') || 'en',
  });
  if (read.success) return read.data;
  const faults: Record<string, string> = words.list.mappingFaults;
  throw new CommandFault(
    read.error.issues.map(({ message }) => faults[message] ?? words.list.mappingFaults.other).join('\n'),
  );
}

async function sayFigures(deed: ImportDeed, { given, say }: Pick<Call, 'given' | 'say'>): Promise<void> {
  const list = await findImport(deed, given);
  if (!list) return;
  say(`List ${list.id}, "${list.name}": ${words.lists.states[list.state]}.`);
  for (const [figure, count] of Object.entries(list.figures))
    say(`  ${String(count).padStart(8)}  ${words.list.figures[figure as keyof typeof words.list.figures]}`);
}

async function sayFaults(deed: ImportDeed, { given, say }: Pick<Call, 'given' | 'say'>): Promise<void> {
  for (const { line, column, reason, otherLine } of await listImportFaults(deed, given))
    say(
      `  line ${line}, ${words.list.field[column]}: ${otherLine === null ? words.list.faults[reason] : words.list.duplicateOf(otherLine)}`,
    );
}

async function work(deed: ImportDeed, { given }: Pick<Call, 'given'>): Promise<void> {
  const { state } = await runImport(deed.importId, given);
  const list = state === 'failed' ? await findImport(deed, given) : null;
  if (!list) return;
  const [kind, line = ''] = list.failure?.split(':') ?? [];
  throw new CommandFault(kind === 'broken' ? words.list.failures.broken(line) : words.list.failures.too_many_rows);
}

const importing: Deed = {
  name: 'import',
  about:
    'Looks at every row of a CSV file and takes those in that carry proof of consent. Says by line which are left out.',
  takes: ['FILE'],
  options: {
    organization,
    name: { type: 'string', value: 'TEXT', about: 'name of the list; left out, that of the file' },
    'dry-run': { type: 'boolean', about: 'only look: nobody is taken in' },
    when: { type: 'string', value: 'DAY', about: 'when they agreed, for rows that do not say it, e.g. 2026-03-31' },
    where: { type: 'string', value: 'TEXT', about: 'where they agreed, for rows that do not say it' },
    wording: { type: 'string', value: 'TEXT', about: 'the wording they agreed to, for rows that do not say it' },
    language: { type: 'string', value: 'en|es', about: 'language of rows that say none; left out, en' },
    email: { type: 'string', value: 'COLUMN', about: 'column of the address, by name or place; left out, guessed' },
    isp: { type: 'string', value: 'COLUMN', about: 'column of the ISP' },
    state: { type: 'string', value: 'COLUMN', about: 'column of the state' },
    zip: { type: 'string', value: 'COLUMN', about: 'column of the ZIP code' },
    'language-column': { type: 'string', value: 'COLUMN', about: 'column of the language' },
    'when-column': { type: 'string', value: 'COLUMN', about: 'column of when they agreed' },
    'where-column': { type: 'string', value: 'COLUMN', about: 'column of where they agreed' },
    'wording-column': { type: 'string', value: 'COLUMN', about: 'column of the wording' },
  },
  required: [],
  async run(call) {
    const [file = ''] = call.words;
    const found = await stat(file).catch(() => null);
    if (!found?.isFile()) throw new CommandFault(`There is no file ${file}.`);
    if (found.size > maxImportBytes) refuse('too_large');
    const organizationId = await organizationOf(call);
    const name = call.options.name === undefined ? basename(file) : textOf(call.options.name);
    const kept = await storeImport(
      { organizationId, actor: ACTOR, name, fileName: basename(file), pieces: createReadStream(file) },
      call.given,
    );
    if (!kept.ok) refuse(kept.reason);
    const deed = { organizationId, importId: kept.importId, actor: ACTOR };
    try {
      const list = await findImport(deed, call.given);
      if (!list) refuse('unknown');
      const mapping = mappingOf(call.options, list.format, await sampleImport(deed, call.given));
      for (const [field, at] of Object.entries(mapping.columns))
        call.say(`${words.list.field[field as ImportField]}: column "${list.format.columns[at]}"`);
      const checked = await checkImport({ ...deed, mapping }, call.given);
      if (!checked.ok) refuse(checked.reason);
      await work(deed, call);
    } catch (fault) {
      await cancelImport(deed, call.given);
      throw fault;
    }
    await sayFaults(deed, call);
    if (call.options['dry-run'] !== true) {
      const started = await startImport(deed, call.given);
      if (!started.ok) refuse(started.reason);
      await work(deed, call);
    }
    await sayFigures(deed, call);
    if (call.options['dry-run'] === true) await cancelImport(deed, call.given);
  },
};

const numberOf = (word = ''): number => {
  if (!/^[1-9]\d{0,8}$/.test(word)) throw new CommandFault(`"${word}" is no number of a list.`);
  return Number(word);
};

const listing: Deed = {
  name: 'list',
  about: 'Lists what was imported, the newest first.',
  takes: [],
  options: { organization },
  required: [],
  async run(call) {
    const lists = await listImports(await organizationOf(call), call.given);
    if (lists.length === 0) call.say('No list was imported yet.');
    for (const { id, name, state, figures } of lists)
      call.say(
        `${String(id).padStart(6)}  ${words.lists.states[state].padEnd(40)}${figures.added ?? 0} added  ${name}`,
      );
  },
};

const undoing: Deed = {
  name: 'undo',
  about: 'Takes an imported list back: those whom it added and nobody has written to.',
  takes: ['NUMBER'],
  options: { organization },
  required: [],
  async run(call) {
    const deed = { organizationId: await organizationOf(call), importId: numberOf(call.words[0]), actor: ACTOR };
    const done = await undoImport(deed, call.given);
    if (!done.ok) refuse(done.reason);
    await work(deed, call);
    await sayFigures(deed, call);
  },
};

const suppressing: Deed = {
  name: 'suppress',
  about: 'Notes that an organization never writes to an address; its owner can come back by the public page.',
  takes: ['ADDRESS'],
  options: { organization },
  required: [],
  async run(call) {
    const [address = ''] = call.words;
    const which = { organizationId: await organizationOf(call), actor: ACTOR, address };
    const done = await suppressByHand(which, call.given);
    if (!done.ok) throw new CommandFault(words.suppress.fault);
    call.say(words.suppress.done(done.memberships));
  },
};

const lifting: Deed = {
  name: 'lift',
  about:
    'Lets an address be written to again that complained, gave mail back or was erased; nobody becomes a member by it.',
  takes: ['ADDRESS'],
  options: {
    by: { type: 'string', value: 'NAME', about: 'who decides it' },
    because: { type: 'string', value: 'TEXT', about: 'why, as it is kept in the audit log' },
  },
  required: ['by', 'because'],
  async run({ words: [address = ''], options, given, say }) {
    const lifted = await liftSuppressions({ address, by: textOf(options.by), because: textOf(options.because) }, given);
    if (!lifted.ok) throw new CommandFault(words.suppress.fault);
    say(lifted.lifted.length === 0 ? 'Nothing stood against it.' : `Lifted: ${lifted.lifted.join(', ')}.`);
  },
};

/** What `npm run audience` can do. */
export const AUDIENCE: Noun = {
  name: 'audience',
  about: 'lists of members',
  note: 'Addresses are never printed: faults are named by the lines of the file.',
  program: 'npm run audience --',
  deeds: [importing, listing, undoing, suppressing, lifting],
};
