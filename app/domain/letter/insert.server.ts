import { eq } from 'drizzle-orm';
import type { Tools } from '#app/db.server.ts';
import { env } from '#app/env.server.ts';
import type { Db } from '#db/client.ts';
import { letters } from '#db/schema/letter.ts';
import { listEvidence } from '../isp/evidence.server.ts';
import { type Evidence, isFitForLetter } from '../isp/evidence.ts';
import { findMeasurementResult, type MeasurementResult } from '../measurement/result.server.ts';
import { changeDraft, type EditResult, storeDraft } from './edit.server.ts';
import { answersParagraph, insertCited, insertParagraph } from './insertion.ts';
import { type LetterEvidence, type LetterOwner, maxBodyChars } from './letter.ts';
import { measurementSentence } from './measurement-sentence.ts';
import type { LetterRow } from './ways.server.ts';

/** What is put into a letter: the person's answers, a current fact about their ISP by its `ref`, or a test of theirs by its public id. */
export type Insertion =
  | { kind: 'answers'; answers: readonly string[] }
  | { kind: 'evidence'; ref: string }
  | { kind: 'measurement'; publicId: string };

/** Why nothing was put in; wording in `messages.letter.refusals`. */
export type InsertRefusal = 'nothing_to_insert' | 'evidence_gone' | 'measurement_unknown' | 'there_already' | 'no_room';

/** What putting something in came to; the letter is a draft again when it changed. */
export type InsertResult = EditResult | { ok: false; reason: InsertRefusal };

/** The tools of putting in; `origin` is the site's own, for the address of a test. */
export type InsertTools = Partial<Tools> & { origin?: string };

/**
 * Puts one paragraph into an unsent letter, after its first `after` paragraphs: the person's answers as they wrote them, or a fact or a test with its
 * source as a note. Nothing is put in twice, and nothing that is not there (any more) at all.
 */
export function insertIntoLetter(
  { after, what, ...owner }: LetterOwner & { after: number; what: Insertion },
  given: InsertTools = {},
): Promise<InsertResult> {
  return changeDraft(owner, given, async (tx, letter): Promise<InsertResult> => {
    if (what.kind === 'answers') {
      const paragraph = answersParagraph(what.answers);
      if (paragraph === '') return { ok: false, reason: 'nothing_to_insert' };
      return store(tx, letter, insertParagraph(letter.body, paragraph, after), letter.evidence);
    }
    const cited = what.kind === 'evidence' ? await factOf(letter, what.ref, given) : await testOf(letter, what, given);
    if ('reason' in cited) return { ok: false, reason: cited.reason };
    const body = insertCited(letter.body, { sentence: cited.text, sources: cited.sources, after });
    if (body === null) return { ok: false, reason: 'there_already' };
    return store(tx, letter, body, [...letter.evidence.filter(({ ref }) => ref !== cited.ref), cited]);
  });
}

async function store(tx: Db, letter: LetterRow, body: string, evidence: LetterEvidence[]): Promise<InsertResult> {
  if (body.length > maxBodyChars) return { ok: false, reason: 'no_room' };
  await tx.update(letters).set({ evidence }).where(eq(letters.id, letter.id));
  await storeDraft(tx, { ...letter, evidence }, { subject: letter.subject, body });
  return { ok: true };
}

/** Most addresses in one note, as in `draft.server.ts`. */
const MAX_SOURCES = 2;

/** The sentence of a fact, with what it does not say. */
const sentenceOf = ({ text, caveat }: Evidence) => (caveat ? `${text} ${caveat}` : text);

async function factOf(
  letter: LetterRow,
  ref: string,
  given: InsertTools,
): Promise<LetterEvidence | { reason: InsertRefusal }> {
  const facts = await listEvidence({ ispId: letter.senderIspId, locale: letter.locale }, given);
  const fact = facts.find((one) => one.ref === ref && isFitForLetter(one));
  if (!fact) return { reason: 'evidence_gone' };
  return { kind: fact.kind, ref, text: sentenceOf(fact), sources: fact.sources.slice(0, MAX_SOURCES) };
}

async function testOf(
  letter: LetterRow,
  { publicId }: { publicId: string },
  given: InsertTools,
): Promise<LetterEvidence | { reason: InsertRefusal }> {
  const test = await findMeasurementResult(publicId, given);
  const text = test && measurementSentence(test, letter.locale);
  if (!test || !text) return { reason: 'measurement_unknown' };
  const origin = given.origin ?? env().origin;
  return { kind: 'test', ref: `test:${test.publicId}`, text, sources: [`${origin}/measurements/${test.publicId}`] };
}

/** A fact or a test that one click puts into a letter. `key`: the fact's `ref` or the test's public id; `isThere`: the letter holds it already. */
export interface Offer {
  key: string;
  text: string;
  sources: readonly string[];
  isThere: boolean;
}

/** Most facts that are offered at once, the most useful first. Own choice. */
const MAX_OFFERS = 5;

/** The current facts about the sender's ISP that the letter may cite. At most five. */
export async function listFactOffers(
  letter: { body: string; senderIspId: number | null; locale: 'en' | 'es' },
  given: InsertTools = {},
): Promise<Offer[]> {
  const facts = await listEvidence({ ispId: letter.senderIspId, locale: letter.locale }, given);
  return facts
    .filter(isFitForLetter)
    .slice(0, MAX_OFFERS)
    .map((fact) => ({
      key: fact.ref,
      text: sentenceOf(fact),
      sources: fact.sources.slice(0, MAX_SOURCES),
      isThere: letter.body.includes(fact.text),
    }));
}

/** The tests of the given public ids that have a figure, as sentences; unknown ids leave nothing. */
export async function listTestOffers(
  letter: { body: string; locale: 'en' | 'es' },
  publicIds: readonly string[],
  given: InsertTools = {},
): Promise<Offer[]> {
  const tests = await Promise.all(publicIds.map((publicId) => findMeasurementResult(publicId, given)));
  return tests
    .filter((test): test is MeasurementResult => test !== null)
    .flatMap((test) => {
      const text = measurementSentence(test, letter.locale);
      if (!text) return [];
      const sources = [`${given.origin ?? env().origin}/measurements/${test.publicId}`];
      return [{ key: test.publicId, text, sources, isThere: letter.body.includes(text) }];
    });
}
