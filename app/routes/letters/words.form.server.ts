import { previewDraft } from '#app/domain/letter/edit.server.ts';
import { type Insertion, insertIntoLetter } from '#app/domain/letter/insert.server.ts';
import { maxAnswerChars, PROMPTS, type Prompt } from '#app/domain/letter/insertion.ts';
import { draftForm, type LetterOwner } from '#app/domain/letter/letter.ts';
import type { LengthFault } from '#app/domain/letter/limits.ts';
import { letterRefusal } from '#app/http/letter-refusals.ts';
import type { Locale } from '#app/http/locale.ts';

/** What the page of own words shows after a post: answers that are not in the letter yet stay as typed. `done`: something else was put in. */
export interface WordsAnswer {
  status: number;
  answers: Record<Prompt, string>;
  pasted: string;
  place: string;
  refusal: { text: string; at: 'answers' | 'pasted' | 'letter' } | null;
  lengthFaults: LengthFault[];
  isDone: boolean;
}

/** The public id in the address of a result page as pasted, or the text itself, which is then no id. */
function pastedId(text: string): string {
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(text.toLowerCase())?.[0] ?? text.slice(0, 100);
}

function insertionOf(intent: string, answers: Record<Prompt, string>, pasted: string): Insertion {
  const [what, key = ''] = intent.split(/:(.*)/s);
  if (what === 'evidence') return { kind: 'evidence', ref: key };
  if (what === 'test') return { kind: 'measurement', publicId: key };
  if (what === 'pasted') return { kind: 'measurement', publicId: pastedId(pasted) };
  return { kind: 'answers', answers: PROMPTS.map((prompt) => answers[prompt]) };
}

/**
 * Does what the pressed button says (`answers`, `evidence:REF`, `test:ID`, `pasted`, `preview`) and answers where to go (`to`), or the page to show again.
 * Answers that were typed when `preview` is pressed are put in first. Null: no such letter of this person.
 */
export async function wordsByForm(
  owner: LetterOwner,
  form: FormData,
  locale: Locale,
): Promise<WordsAnswer | { to: string } | null> {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const [intent, pasted, place] = [text('intent'), text('pasted'), text('place')];
  const answers = Object.fromEntries(
    PROMPTS.map((prompt) => [prompt, text(prompt).slice(0, maxAnswerChars)]),
  ) as Record<Prompt, string>;
  const hasAnswers = PROMPTS.some((prompt) => answers[prompt].trim() !== '');
  const after = /^\d{1,3}$/.test(place) ? Number(place) : -1;
  const base: WordsAnswer = { status: 200, answers, pasted, place, refusal: null, lengthFaults: [], isDone: false };
  const refuse = (reason: Parameters<typeof letterRefusal>[0], at: 'answers' | 'pasted' | 'letter'): WordsAnswer => {
    const { status, text: words } = letterRefusal(reason, locale);
    return { ...base, status, refusal: { text: words, at } };
  };
  const isPreview = intent === 'preview';
  if (!isPreview || hasAnswers) {
    const what = insertionOf(isPreview ? 'answers' : intent, answers, pasted);
    if (what.kind === 'answers' && !draftForm.safeParse({ subject: 'x', body: what.answers.join('\n') }).success)
      return { ...refuse('form_incomplete', 'answers'), status: 422 };
    const result = await insertIntoLetter({ ...owner, after, what });
    if (!result.ok && result.reason === 'unknown') return null;
    if (!result.ok)
      return refuse(result.reason, what.kind === 'answers' ? 'answers' : intent === 'pasted' ? 'pasted' : 'letter');
    if (!isPreview)
      return what.kind === 'answers' || !hasAnswers
        ? { to: `/letters/${owner.publicId}/words?done=1` }
        : { ...base, pasted: '', isDone: true };
  }
  const result = await previewDraft(owner);
  if (result.ok) return { to: `/letters/${owner.publicId}/preview` };
  if (result.reason === 'unknown') return null;
  const left = { ...refuse(result.reason, 'letter'), answers: emptyAnswers, pasted: '' };
  return result.reason === 'too_long' ? { ...left, lengthFaults: result.lengthFaults } : left;
}

const emptyAnswers = Object.fromEntries(PROMPTS.map((prompt) => [prompt, ''])) as Record<Prompt, string>;
