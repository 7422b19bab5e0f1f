import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { exportFilingSet } from '#app/domain/filing/files.server.ts';
import { FILING_KINDS, type Filer, type FilingKind, filerSchema } from '#app/domain/filing/filing.ts';
import { makeFilingSet } from '#app/domain/filing/make.server.ts';
import { findFilingSet, listFilingSets } from '#app/domain/filing/read.server.ts';
import { cancelFilingSet, noteFiled } from '#app/domain/filing/settle.server.ts';
import { PAPERS, type Paper } from '#app/domain/paper/paper.ts';
import { FEW_LETTERS } from '#app/domain/similarity/similarity.ts';
import { type Connection, connect } from '#db/client.ts';
import { withDatabase } from './database.ts';
import { CommandFault, runCommand } from './fault.ts';
import { FILING_USAGE, type FilingCall, readFilingOptions, readHandedIn, readInstant } from './filing-options.ts';

type Call = Extract<FilingCall, { kind: 'call' }>;
type Given = Call['given'];

const DEEDS: Record<string, (call: Call, connection: Connection) => Promise<void>> = {
  list: async ({ subject }, { db }) => {
    const sets = await listFilingSets(subject ?? null, { db });
    if (subject && sets.length === 0) return say(`There are no filing sets of a campaign "${subject}".`);
    if (sets.length === 0) return say('There are no filing sets yet.');
    for (const set of sets) {
      const what = `${set.publicId.slice(0, 8)}  ${set.campaign}  ${set.docket}  ${set.kind}  ${counted(set.members, 'member')}`;
      const state = set.cancelledAt ? 'cancelled' : set.filedAt ? `filed, ${set.confirmation}` : 'not handed in';
      say(`${what}  up to ${set.cutoffAt.toISOString()}  ${state}`);
    }
  },
  make: async ({ subject, given }, { db }) => {
    const kind = FILING_KINDS.find((one) => one === given.kind);
    if (!kind) throw new CommandFault(`Say --kind ${FILING_KINDS.join(', --kind ')}.`);
    const until = given.until === undefined ? new Date() : instantOf(given.until, '--until');
    const made = await makeFilingSet(
      {
        campaign: needed(subject, 'the campaign'),
        kind,
        until,
        by: needed(given.by, '--by'),
        filer: filerOf(kind, given),
      },
      { db },
    );
    if (!made.ok) throw new CommandFault(whyNot(made, subject ?? ''));
    say(
      `Set ${made.publicId.slice(0, 8)} holds ${counted(made.members, 'member')}${made.heldBack > 0 ? `; ${heldBackOf(made.heldBack)}` : ''}.`,
    );
    if (kind === 'petition') await warnOfTwins(made.publicId, subject ?? '', db);
    else if (made.compared < FEW_LETTERS)
      say(
        `Only ${counted(made.compared, 'letter')} could be compared. In so few, form letters of changed words are often taken for personal ones: read them before you hand them in (docs/similarity.md).`,
      );
    say(`Next: npm run filing -- export ${made.publicId.slice(0, 8)} --out FOLDER`);
  },
  export: async ({ subject, given }, { db }) => {
    const folder = resolve(needed(given.out, '--out'));
    const paper = PAPERS.find((one): one is Paper => one === (given.paper ?? 'letter'));
    if (!paper) throw new CommandFault(`--paper is one of ${PAPERS.join(', ')}.`);
    const publicId = await idOf(subject, db);
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) throw new CommandFault(`${folder} is not empty. Name a new folder.`);
    const result = await exportFilingSet({ publicId, paper }, (name, source) => keepWhole(folder, name, source), {
      db,
    });
    if (!result.ok) throw new CommandFault(SETTLE_FAULTS[result.reason]);
    for (const { name, rows, bytes, sha256 } of result.files)
      say(`${sha256}  ${name}  ${counted(rows, 'row')}, ${bytes} bytes`);
    if (result.changed > 0)
      say(
        `${counted(result.changed, 'member')} withdrew, were erased or filed alone since the set was made: left out.`,
      );
    if (!result.isSame)
      say(
        `The files differ from those of the first export${result.changed > 0 ? '' : ', which was made for another paper or by another version of this program'}: hand in these, and throw the earlier ones away.`,
      );
  },
  filed: async ({ subject, given }, { db }) => {
    const now = new Date();
    const at = instantOf(needed(given.on, '--on'), '--on', (text) => readHandedIn(text, now));
    if (at > now) throw new CommandFault('--on lies in the future.');
    const publicId = await idOf(subject, db);
    const confirmation = needed(given.confirmation, '--confirmation');
    const result = await noteFiled({ publicId, confirmation, at, by: needed(given.by, '--by') }, { db });
    if (!result.ok) throw new CommandFault(SETTLE_FAULTS[result.reason]);
    const { letters } = result;
    say(
      letters === 1
        ? 'Noted. 1 letter is filed, and its writer gets a receipt.'
        : letters > 0
          ? `Noted. ${letters} letters are filed, and their writers get a receipt.`
          : 'Noted.',
    );
    if (result.withdrawn > 0)
      say(
        `${counted(result.withdrawn, 'member')} withdrew after that: the docket has them. Ask it to take them off the record.`,
      );
  },
  cancel: async ({ subject }, { db }) => {
    const result = await cancelFilingSet(await idOf(subject, db), { db });
    if (!result.ok) throw new CommandFault(SETTLE_FAULTS[result.reason]);
    say(`Cancelled. ${counted(result.letters, 'letter')} can go into another set.`);
  },
};

const SETTLE_FAULTS = {
  unknown: 'There is no such set.',
  cancelled: 'This set was cancelled, and its letters may be in another. See: npm run filing -- list',
  filed: 'This set has been handed in already; nothing was changed.',
  never_exported: 'This set was never exported, so nothing of it can have been handed in. Export it first.',
} as const;

function whyNot(made: Exclude<Awaited<ReturnType<typeof makeFilingSet>>, { ok: true }>, campaign: string): string {
  if (made.reason === 'not_compared')
    return `${counted(made.letters, 'letter')} not yet compared with the others. The worker does it within minutes; then try again. See also: npm run similarity -- rebuild`;
  if (made.reason === 'empty')
    return `Nothing waits for a set of this kind up to that time${made.heldBack > 0 ? ` but letters that cannot go: ${heldBackOf(made.heldBack)}` : ''}.`;
  if (made.reason === 'campaign_unknown') return `There is no campaign "${campaign}".`;
  return WHY_NOT[made.reason];
}

const WHY_NOT = {
  no_docket: 'This campaign names no docket, so there is nothing to hand in to.',
  filer_missing: 'A petition and form letters need --filer and its address.',
  filer_unasked: 'Personal letters are handed in for their writers alone: leave out --filer and its address.',
  until_future: '--until lies in the future: a set holds what is there.',
} as const;

function heldBackOf(letters: number): string {
  return `${counted(letters, 'letter')} held back, because a spreadsheet would take a cell for a formula`;
}

/** Says which petitions of the campaign are open too: their signers are the same people. */
async function warnOfTwins(publicId: string, campaign: string, db: Connection['db']): Promise<void> {
  const sets = await listFilingSets(campaign, { db });
  for (const set of sets)
    if (set.kind === 'petition' && set.publicId !== publicId && !set.filedAt && !set.cancelledAt)
      say(`Set ${set.publicId.slice(0, 8)} holds the same signers and is open too: hand in one, and cancel the other.`);
}

function filerOf(kind: FilingKind, { filer: name, email, line1, line2, city, state, zip }: Given): Filer | null {
  const isNone = [name, email, line1, line2, city, state, zip].every((part) => part === undefined);
  if (kind === 'personal' && isNone) return null;
  if (kind === 'personal') throw new CommandFault(WHY_NOT.filer_unasked);
  const read = filerSchema.safeParse({ name, email, line1, line2, city, state, zip });
  if (read.success) return read.data;
  const missing = (['filer', 'email', 'line1', 'city', 'state', 'zip'] as const).filter(
    (option) => ({ filer: name, email, line1, city, state, zip })[option] === undefined,
  );
  if (missing.length > 0)
    throw new CommandFault(
      `Say who hands it in: --${missing.join(', --')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
    );
  throw new CommandFault(`${read.error.issues.map(({ message }) => message).join('; ')}.`);
}

/** The file appears whole or not at all. */
async function keepWhole(folder: string, name: string, source: NodeJS.ReadableStream): Promise<void> {
  const partial = join(folder, `.${name}.partial`);
  await pipeline(source, createWriteStream(partial));
  await rename(partial, join(folder, name));
}

async function idOf(subject: string | undefined, db: Connection['db']): Promise<string> {
  const text = needed(subject, 'the set');
  const set = await findFilingSet(text, { db });
  if (!set)
    throw new CommandFault(`There is no set "${text}", or more than one begins so. See: npm run filing -- list`);
  return set.publicId;
}

function needed(text: string | undefined, what: string): string {
  if (text === undefined || text.trim() === '') throw new CommandFault(`Say ${what}. See: npm run filing -- --help`);
  return text.trim();
}

function instantOf(text: string, option: string, read: (text: string) => Date | null = readInstant): Date {
  const at = read(text);
  if (!at) throw new CommandFault(`${option} is a time like 2026-11-22 or 2026-11-22T18:00:00Z, not "${text}".`);
  return at;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

await runCommand(async () => {
  const asked = readFilingOptions(process.argv.slice(2));
  if (asked.kind === 'fault') {
    process.stderr.write(`${asked.fault}\n\n${FILING_USAGE}\n`);
    return 2;
  }
  if (asked.kind === 'help') {
    process.stdout.write(`${FILING_USAGE}\n`);
    return 0;
  }
  await withDatabase(async (url) => {
    const connection = connect(url, { max: 2, applicationName: 'untolled-filing' });
    try {
      await DEEDS[asked.deed]?.(asked, connection);
    } finally {
      await connection.sql.end({ timeout: 5 });
    }
  });
  return 0;
});
