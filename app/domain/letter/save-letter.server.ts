import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { readLetterFile, twinFaults } from '#templates/catalogue.ts';
import { faultsBrought } from '#templates/lint.ts';
import { TemplateError } from '#templates/template.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { type CampaignRow, findOwnRow } from '../campaign/held.server.ts';
import { lockTemplates } from './load-templates.server.ts';
import { listUncovered, type OwnLetterName, rowsOf, standingOf } from './own-letter.server.ts';
import type { InLocales, LetterFileFault, Uncovered } from './own-letter.ts';
import { addTemplate, readStoredTemplates, restoreTemplate, retireTemplate } from './template.server.ts';
import { storedKnowledge } from './template-knowledge.server.ts';

const LOCALES = ['en', 'es'] as const;

// Controls but line ends, unpaired surrogates, and the marks that reorder or hide text: no letter could be sent with them.
const unsendable = /(?!\n)\p{Cc}|[\p{Cs}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/u;

/** Where a letter's editor began: the version of each language (0: none), and whether it was offered. */
export type LetterBase = InLocales<number> & { isCurrent: boolean };

/** What somebody else made of a letter meanwhile. `base`: with which saving again goes on top of it; `begun`, `theirs`: the languages that both changed. */
export interface LetterConflict {
  base: LetterBase;
  begun: Partial<InLocales<string>>;
  theirs: Partial<InLocales<string>>;
  by: string | null;
  byName: string | null;
  at: Date | null;
  isRetired: boolean;
}

/** What saving a letter came to. `isUnchanged`: there was nothing to save; `isJoined`: somebody else changed the other language meanwhile, which stands too. */
export type LetterSaved =
  | { ok: true; isUnchanged: boolean; isJoined: boolean }
  | { ok: false; reason: 'campaign_unknown' | 'letter_unknown' | 'name_taken' | 'name_missing' }
  | { ok: false; reason: 'faults'; faults: LetterFileFault[] }
  | { ok: false; reason: 'conflict'; conflict: LetterConflict };

/** The texts of a letter in both languages, as typed. */
export interface TypedLetter extends OwnLetterName {
  sources: InLocales<string>;
}

/**
 * Saves a letter in both languages as new versions that stand at once; the ones before are kept. A language that only somebody else changed since `base` keeps their text; one that
 * both changed, or a letter taken back meanwhile, refuses. Refuses every fault that `checkOwnLetter` finds. `isNew`: no letter may have its name yet.
 */
export async function saveOwnLetter(
  {
    actor,
    base,
    isNew = false,
    sources,
    letter,
    ...own
  }: TypedLetter & Changer & { base: LetterBase; isNew?: boolean },
  given: Partial<Tools> = {},
): Promise<LetterSaved> {
  const { db, now } = tools(given);
  return db.transaction(async (tx): Promise<LetterSaved> => {
    const row = await findOwnRow(tx, own, true);
    if (!row) return { ok: false, reason: 'campaign_unknown' };
    await lockTemplates(tx);
    if (letter === '') return { ok: false, reason: 'name_missing' };
    const rows = await rowsOf(tx, row.id, letter);
    if (isNew && rows.length > 0) return { ok: false, reason: 'name_taken' };
    if (!isNew && rows.length === 0) return { ok: false, reason: 'letter_unknown' };
    const met = meet(rows, sources, base);
    if (met.conflict) return { ok: false, reason: 'conflict', conflict: met.conflict };
    const faults = unsendableFaults({ ...own, letter, sources: met.sources });
    if (faults.length > 0) return { ok: false, reason: 'faults', faults: faults.map((one) => faultView(one, letter)) };
    const files = LOCALES.map((locale) => ({ name: `${letter}.${locale}.txt`, source: met.sources[locale] }));
    const added = await addTemplate({ campaign: own.slug, files, by: actor }, { db: tx, now });
    if (!added.ok && added.reason === 'faults')
      return { ok: false, reason: 'faults', faults: added.faults.map((one) => faultView(one, letter)) };
    if (!added.ok && added.reason !== 'same_text') throw new Error(`The letter was refused: ${added.reason}`);
    if (!added.ok) return { ok: true, isUnchanged: true, isJoined: met.isJoined };
    const facts = { versions: Object.fromEntries(added.versions.map(({ locale, version }) => [locale, version])) };
    await noteDeed(tx, { actor, own, letter, action: isNew ? 'template.add' : 'template.save', facts, at: now() });
    return { ok: true, isUnchanged: false, isJoined: met.isJoined };
  });
}

/** Who changes a letter, as in `audit_events`. */
interface Changer {
  actor: string;
}

type Rows = Awaited<ReturnType<typeof rowsOf>>;

/** What is typed, brought together with what stands, language by language. */
function meet(rows: Rows, typed: InLocales<string>, base: LetterBase) {
  const isCurrent = rows.some(({ retiredAt }) => retiredAt === null);
  const sources = { ...typed };
  const begun: Partial<InLocales<string>> = {};
  const theirs: Partial<InLocales<string>> = {};
  let isJoined = false;
  for (const locale of LOCALES) {
    const stands = standingOf(rows, locale);
    const from = rows.find((one) => one.locale === locale && one.version === base[locale]);
    if (!stands || stands.version === base[locale] || stands.source === typed[locale]) continue;
    if (from?.source === typed[locale]) {
      sources[locale] = stands.source;
      isJoined = true;
    } else if (from?.source !== stands.source) {
      begun[locale] = from?.source ?? '';
      theirs[locale] = stands.source;
    }
  }
  const isRetired = base.isCurrent && !isCurrent;
  const [newest] = rows.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  const conflict: LetterConflict | null =
    isRetired || Object.keys(theirs).length > 0
      ? {
          base: { en: standingOf(rows, 'en')?.version ?? 0, es: standingOf(rows, 'es')?.version ?? 0, isCurrent },
          begun,
          theirs,
          by: isRetired ? null : (newest?.createdBy ?? null),
          byName: isRetired ? null : (newest?.createdName ?? null),
          at: isRetired ? (newest?.retiredAt ?? null) : (newest?.createdAt ?? null),
          isRetired,
        }
      : null;
  return { sources, conflict, isJoined };
}

/** Every fault that a letter would have among the campaign's others, as saving it would find them; null when the organization has no such campaign. Stores nothing. */
export async function checkOwnLetter(
  { sources, letter, ...own }: TypedLetter,
  given: Partial<Tools> = {},
): Promise<LetterFileFault[] | null> {
  const { db, now } = tools(given);
  const row = await findOwnRow(db, own);
  if (!row) return null;
  const hidden = unsendableFaults({ ...own, letter, sources });
  const slug = letter === '' ? 'letter' : letter;
  const read = LOCALES.map((locale) => readLetterFile(sources[locale], `${own.slug}/${slug}.${locale}.txt`));
  const letters = read.flatMap((one) => one.letter ?? []);
  const unread = [...hidden, ...read.flatMap(({ faults }) => faults)];
  const first = unread.length > 0 ? unread : twinFaults(letters);
  const found =
    first.length > 0
      ? first
      : faultsBrought(
          letters,
          (await readStoredTemplates({ db, campaign: own.slug })).letters,
          await storedKnowledge({ db, now }),
        );
  return found.map((one) => faultView(one, slug));
}

function unsendableFaults({ slug, letter, sources }: TypedLetter): TemplateError[] {
  return LOCALES.flatMap((locale) =>
    sources[locale].split('\n').flatMap((line, index) => {
      if (!unsendable.test(line)) return [];
      const file = `${slug}/${letter}.${locale}.txt`;
      return [new TemplateError(file, index + 1, 'it holds a character that nobody sees', 'Type this line anew')];
    }),
  );
}

function faultView({ file, line, remedy, message }: TemplateError, slug: string): LetterFileFault {
  const [, letter = null, locale = null] = /([a-z0-9-]+)\.(en|es)\.txt/.exec(file) ?? [];
  const what = message.slice(`${file}:${line}: `.length, -`. ${remedy}`.length);
  const isOwn = letter === slug;
  return {
    locale: locale === 'en' || locale === 'es' ? locale : null,
    letter: isOwn ? null : letter,
    line: letter === null ? null : line,
    what,
    remedy,
  };
}

/** Why a letter is not taken back or given back. `lacks`: the campaign is open or about to be, and these addressees would have no letter. */
export type LetterRefusal =
  | { ok: false; reason: 'campaign_unknown' | 'nothing_current' | 'not_shipped' }
  | { ok: false; reason: 'needed'; lacks: Uncovered[] };

/** Takes a letter back in both languages: nobody is offered it any more. Letters begun with it stay. */
export function retireOwnLetter(
  { actor, letter, ...own }: OwnLetterName & Changer,
  given: Partial<Tools> = {},
): Promise<{ ok: true } | LetterRefusal> {
  const { now } = tools(given);
  return changeOffer({ ...own, letter, actor }, 'template.retire', given, (db) =>
    retireTemplate({ campaign: own.slug, slug: letter, by: actor }, { db, now }),
  );
}

/** Gives a letter back to the software: its newest shipped version stands again in each language, and later ones follow it. */
export function restoreOwnLetter(
  { actor, letter, ...own }: OwnLetterName & Changer,
  given: Partial<Tools> = {},
): Promise<{ ok: true } | LetterRefusal> {
  const { now } = tools(given);
  return changeOffer({ ...own, letter, actor }, 'template.restore', given, (db) =>
    restoreTemplate({ campaign: own.slug, slug: letter }, { db, now }),
  );
}

/** Thrown inside a transaction to undo it, and caught around it. */
class Lacking extends Error {
  readonly lacks: Uncovered[];
  constructor(lacks: Uncovered[]) {
    super('addressees would have no letter');
    this.lacks = lacks;
  }
}

async function changeOffer(
  { actor, letter, ...own }: OwnLetterName & Changer,
  action: 'template.retire' | 'template.restore',
  given: Partial<Tools>,
  change: (tx: Db) => ReturnType<typeof retireTemplate>,
): Promise<{ ok: true } | LetterRefusal> {
  const { db, now } = tools(given);
  try {
    return await db.transaction(async (tx): Promise<{ ok: true } | LetterRefusal> => {
      const row = await findOwnRow(tx, own, true);
      if (!row) return { ok: false, reason: 'campaign_unknown' };
      const before = await listUncovered(tx, row);
      const changed = await change(tx);
      if (!changed.ok)
        return { ok: false, reason: changed.reason === 'not_shipped' ? 'not_shipped' : 'nothing_current' };
      if (isRunning(row)) {
        const after = await listUncovered(tx, row);
        const isNew = (one: Uncovered) => !before.some((old) => old.kind === one.kind && old.locale === one.locale);
        if (after.some(isNew)) throw new Lacking(after.filter(isNew));
      }
      await noteDeed(tx, { actor, own, letter, action, facts: {}, at: now() });
      return { ok: true };
    });
  } catch (fault) {
    if (!(fault instanceof Lacking)) throw fault;
    return { ok: false, reason: 'needed', lacks: fault.lacks };
  }
}

const isRunning = ({ state }: CampaignRow) => state === 'open' || state === 'scheduled';

interface LetterDeed {
  actor: string;
  own: { organizationId: number; slug: string };
  letter: string;
  action: string;
  facts: Record<string, unknown>;
  at: Date;
}

function noteDeed(tx: Db, { actor, own, letter, action, facts, at }: LetterDeed): Promise<void> {
  const { organizationId, slug } = own;
  return recordDeed(tx, { organizationId, actor, action, subject: `letter:${slug}/${letter}`, facts, at });
}
