import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { letterBands, letterPrints } from '#db/schema/similarity.ts';
import { type ComparedPrint, comparePrints, PHRASE_BAND } from './candidates.server.ts';
import { countUnique, holdsMore } from './clusters.ts';
import { findComparedLetter } from './compared-letter.server.ts';
import { renameForms, settleClusters } from './forms.server.ts';
import { compareWith, likenessTo } from './likeness.ts';
import { type LetterPrint, PRINT_METHOD, phrasesOf, printOf } from './print.ts';
import { sketchBytes } from './sketch.ts';

/** With so many of its form a letter is compared to tell which of its words are its own, and they with it. */
const MAX_NEIGHBORS = 6;

/** What printing came to. `gone`: the letter is not sent, withdrawn or erased, and has no print; `kept`: it had one by this method. */
export interface PrintOutcome {
  outcome: 'printed' | 'kept' | 'gone';
  clusterId: number | null;
}

/**
 * Computes the print of one sent letter and puts the letter into its cluster: a cluster is named by the oldest letter of its form, and two forms that
 * the letter joins become one. The letters of a campaign are printed one after another (an advisory lock), so any order and any number of workers give the
 * same forms. Doing it again changes nothing.
 */
export async function printLetter(letterId: number, given: Partial<Tools> = {}): Promise<PrintOutcome> {
  const { db, now } = tools(given);
  return db.transaction((tx) => printInside(tx, letterId, now()));
}

async function printInside(tx: Db, letterId: number, at: Date): Promise<PrintOutcome> {
  const letter = await findComparedLetter(tx, letterId, true);
  if (!letter) return { outcome: 'gone', clusterId: null };
  await lockPrints(tx, letter.campaignId);
  const [held] = await tx.select().from(letterPrints).where(eq(letterPrints.letterId, letterId));
  if (!letter.isCounted) {
    if (held) await dropPrint(tx, letterId);
    return { outcome: 'gone', clusterId: null };
  }
  if (held?.method === PRINT_METHOD) return { outcome: 'kept', clusterId: held.clusterId };
  if (held) await dropPrint(tx, letterId);
  return { outcome: 'printed', clusterId: await enter(tx, letter.campaignId, letterId, printOf(letter), at) };
}

/** One printing at a time in a campaign, until the transaction ends. */
async function lockPrints(tx: Db, campaignId: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('letter_prints'), ${campaignId})`);
}

/** Stores a print with its phrases and its form; answers its cluster. */
async function enter(tx: Db, campaignId: number, letterId: number, print: LetterPrint, at: Date): Promise<number> {
  const copies = await tx
    .select()
    .from(letterPrints)
    .where(and(eq(letterPrints.campaignId, campaignId), eq(letterPrints.textKey, print.textKey)))
    .orderBy(asc(letterPrints.letterId))
    .limit(1);
  const compared = copies.length > 0 ? [] : await comparePrints(tx, campaignId, print.words);
  const joined = [
    ...new Set([...copies, ...compared.filter(({ isSameForm }) => isSameForm)].map(({ formId }) => formId)),
  ];
  const formId = Math.min(letterId, ...joined);
  const copy = copies[0];
  const holds = copy ?? mostHeld(compared, print.words.length);
  const unique = copy ? new Uint8Array(print.words.length) : uniqueBeside(print, compared);
  await tx.insert(letterPrints).values({
    letterId,
    campaignId,
    method: PRINT_METHOD,
    words: print.words.length,
    ownWords: print.ownWords,
    uniqueWords: countUnique(unique, new Uint8Array(unique.length)),
    sketch: Buffer.from(sketchBytes({ ...print, unique })),
    textKey: print.textKey,
    personalShare: print.personalShare,
    formId,
    heldLetterId: holds?.heldLetterId ?? null,
    heldCover: holds?.heldCover ?? null,
    heldCommon: holds?.heldCommon ?? null,
    clusterId: formId,
    computedAt: at,
  });
  if (copy)
    await tx
      .update(letterPrints)
      .set({ uniqueWords: 0 })
      .where(
        and(
          eq(letterPrints.campaignId, campaignId),
          eq(letterPrints.textKey, print.textKey),
          ne(letterPrints.uniqueWords, 0),
        ),
      );
  else {
    await enterPhrases(tx, campaignId, letterId, print.words);
    await tellNeighbors(tx, print, compared);
  }
  await renameForms(tx, campaignId, joined, formId);
  const longer = compared.filter(
    (other) => other.isAlike && !other.isSameForm && isHolder(other, print.words.length, letterId),
  );
  for (const other of longer) await hold(tx, campaignId, other, letterId);
  return settleClusters(tx, campaignId, letterId, { forms: [formId], held: longer.map((other) => other.formId) });
}

async function enterPhrases(tx: Db, campaignId: number, letterId: number, words: Uint32Array): Promise<void> {
  const hashes = [...phrasesOf(words)];
  if (hashes.length === 0) return;
  await tx.execute(sql`
    insert into letter_bands (campaign_id, band, hash, letter_id)
    select ${campaignId}, ${PHRASE_BAND}, hash, ${letterId} from unnest(${sql.param(hashes)}::bigint[]) as entered (hash) on conflict do nothing`);
}

/** Which of two letters that are alike holds the other: the longer, of two as long the newer. */
function isHolder(other: ComparedPrint, words: number, letterId: number): boolean {
  return other.sketch.words.length > words || (other.sketch.words.length === words && other.letterId > letterId);
}

/** Of the shorter letters that it holds, the one it holds most wholly. */
function mostHeld(compared: readonly ComparedPrint[], words: number) {
  const [most] = compared
    .filter((other) => other.isAlike && !other.isSameForm && other.sketch.words.length <= words)
    .sort((a, b) => holdsMore(b, a) || a.letterId - b.letterId);
  return most ? { heldLetterId: most.letterId, heldCover: most.cover, heldCommon: most.common } : null;
}

/** Notes for every copy of a longer letter that it holds this one, where it holds no other more wholly. */
async function hold(tx: Db, campaignId: number, other: ComparedPrint, letterId: number): Promise<void> {
  const before = other.heldCover === null ? null : { cover: other.heldCover, common: other.heldCommon ?? 0 };
  const more = before ? holdsMore(other, before) : 1;
  if (more < 0 || (more === 0 && (other.heldLetterId ?? 0) <= letterId)) return;
  await tx
    .update(letterPrints)
    .set({ heldLetterId: letterId, heldCover: other.cover, heldCommon: other.common })
    .where(and(eq(letterPrints.campaignId, campaignId), eq(letterPrints.textKey, other.textKey)));
}

const neighborsOf = (compared: readonly ComparedPrint[]) =>
  compared.filter(({ isAlike }) => isAlike).slice(0, MAX_NEIGHBORS);

/** 1 for each own word that none of the nearest letters holds. */
function uniqueBeside({ words, own }: LetterPrint, compared: readonly ComparedPrint[]): Uint8Array {
  const shared = new Uint8Array(words.length);
  for (const { sketch } of neighborsOf(compared)) {
    compareWith(sketch.words);
    likenessTo(words, shared);
  }
  return own.map((isOwn, at) => (isOwn === 1 && shared[at] === 0 ? 1 : 0));
}

/** Takes from the nearest letters the unique words that this one holds too. */
async function tellNeighbors(tx: Db, { words }: LetterPrint, compared: readonly ComparedPrint[]): Promise<void> {
  compareWith(words);
  for (const { letterId, sketch } of neighborsOf(compared)) {
    const shared = new Uint8Array(sketch.words.length);
    likenessTo(sketch.words, shared);
    const unique = sketch.unique.map((isUnique, at) => (isUnique === 1 && shared[at] === 0 ? 1 : 0));
    if (unique.every((isUnique, at) => isUnique === sketch.unique[at])) continue;
    const uniqueWords = countUnique(unique, new Uint8Array(unique.length));
    await tx
      .update(letterPrints)
      .set({
        uniqueWords: sql`least(${letterPrints.uniqueWords}, ${uniqueWords})`,
        sketch: Buffer.from(sketchBytes({ ...sketch, unique })),
      })
      .where(eq(letterPrints.letterId, letterId));
  }
}

/**
 * Deletes what is known of a letter, its words among it; for a letter that is withdrawn or erased. Doing it twice is success. The names of
 * clusters stay until a rebuild; a copy of the same text goes on standing in the index.
 */
export async function erasePrint(letterId: number, given: Partial<Tools> = {}): Promise<void> {
  const { db } = tools(given);
  await db.transaction(async (tx) => {
    const [held] = await tx
      .select({ campaignId: letterPrints.campaignId })
      .from(letterPrints)
      .where(eq(letterPrints.letterId, letterId));
    if (!held) return;
    await lockPrints(tx, held.campaignId);
    await dropPrint(tx, letterId);
  });
}

async function dropPrint(tx: Db, letterId: number): Promise<void> {
  const [gone] = await tx.delete(letterPrints).where(eq(letterPrints.letterId, letterId)).returning();
  const [copy] = gone
    ? await tx
        .select({ letterId: letterPrints.letterId })
        .from(letterPrints)
        .where(and(eq(letterPrints.campaignId, gone.campaignId), eq(letterPrints.textKey, gone.textKey)))
        .orderBy(asc(letterPrints.letterId))
        .limit(1)
    : [];
  const entries = eq(letterBands.letterId, letterId);
  if (copy) {
    await tx.update(letterBands).set({ letterId: copy.letterId }).where(entries);
    await tx
      .update(letterPrints)
      .set({ heldLetterId: copy.letterId })
      .where(inArray(letterPrints.heldLetterId, [letterId]));
  } else {
    await tx.delete(letterBands).where(entries);
    await tx
      .update(letterPrints)
      .set({ heldLetterId: null, heldCover: null, heldCommon: null })
      .where(eq(letterPrints.heldLetterId, letterId));
  }
}
