import { compareWith, type Likeness, likenessTo, pairsOf } from './likeness.ts';
import { createPhraseIndex } from './phrase-index.ts';
import { type LetterPrint, phrasesOf } from './print.ts';
import type { ClusteredLetter } from './similarity.ts';

/** With so many of the texts that share most phrases a text is compared. Own choice. */
export const MAX_COMPARED = 48;

/** And with so many of one form, once it was found not to be of it. Own choice. */
export const MAX_TRIES_PER_FORM = 8;

/** With so many of its cluster a text is compared to tell which of its words are its own. Own choice. */
const MAX_NEIGHBORS = 6;

/**
 * Puts letters together that are of one form. Two letters are of the same form when `likenessTo` finds them the same throughout, and a form is all letters
 * that such pairs join. A letter that holds a whole form and much besides joins that form (of several, the one it holds most wholly) and joins nothing
 * else to it, so that a letter pasted together of two forms does not make them one. The order of the letters decides nothing but which comes first
 * in a cluster, as long as no phrase stands in more than 96 different texts. Time and memory: by the number of letters, whatever their clusters' sizes.
 */
export function clusterPrints(prints: readonly LetterPrint[]): ClusteredLetter[] {
  const textByKey = new Map<number, number>();
  const textOf = new Int32Array(prints.length);
  const texts: LetterPrint[] = [];
  const first: number[] = [];
  const copies: number[] = [];
  for (const [place, print] of prints.entries()) {
    let text = textByKey.get(print.textKey);
    if (text === undefined) {
      text = texts.length;
      textByKey.set(print.textKey, text);
      texts.push(print);
      first.push(place);
      copies.push(0);
    }
    textOf[place] = text;
    copies[text] = (copies[text] ?? 0) + 1;
  }
  const { clusterOf, uniqueOf } = clusterTexts(texts, copies);
  return prints.map(({ words, ownWords, personalShare, textKey }, place) => {
    const text = textOf[place] as number;
    return {
      words: words.length,
      ownWords,
      personalShare,
      uniqueWords: uniqueOf[text] ?? 0,
      cluster: first[clusterOf[text] as number] as number,
      textKey,
    };
  });
}

function clusterTexts(texts: readonly LetterPrint[], copies: readonly number[]) {
  const forms = createForms(texts.length);
  const index = createPhraseIndex();
  const found = new Int32Array(MAX_COMPARED);
  const phrases = texts.map(({ words }) => phrasesOf(words));
  const pairs = texts.map(({ words }) => pairsOf(words));
  const tries = new Map<number, number>();
  for (const [text, { words }] of texts.entries()) {
    const count = index.candidates(phrases[text] as Uint32Array, words.length, found);
    if (count > 0) compareWith(words, pairs[text]);
    tries.clear();
    for (let at = 0; at < count; at += 1) {
      const other = found[at] as number;
      const form = forms.formOf(other);
      if (form === forms.formOf(text)) continue;
      const tried = tries.get(form) ?? 0;
      if (tried >= MAX_TRIES_PER_FORM) continue;
      tries.set(form, tried + 1);
      const otherWords = (texts[other] as LetterPrint).words;
      const likeness = likenessTo(otherWords, undefined, pairs[other]);
      if (likeness.isSameForm) forms.join(text, other);
      else if (likeness.isAlike) {
        const isLonger = words.length > otherWords.length || (words.length === otherWords.length && text > other);
        forms.hold(isLonger ? text : other, isLonger ? other : text, likeness);
      }
    }
    index.add(text, phrases[text] as Uint32Array, words.length);
  }
  const clusterOf = forms.clusters();
  const sizes = new Int32Array(texts.length);
  for (const cluster of clusterOf) sizes[cluster] = (sizes[cluster] as number) + 1;
  const uniqueOf = texts.map((print, text) => {
    if ((copies[text] ?? 0) > 1) return 0;
    if (print.ownWords === 0 || sizes[clusterOf[text] as number] === 1) return print.ownWords;
    const shared = new Uint8Array(print.words.length);
    const count = index.candidates(phrases[text] as Uint32Array, print.words.length, found, text);
    let compared = 0;
    for (let at = 0; at < count && compared < MAX_NEIGHBORS; at += 1) {
      const other = found[at] as number;
      if (clusterOf[other] !== clusterOf[text]) continue;
      compareWith((texts[other] as LetterPrint).words, pairs[other]);
      likenessTo(print.words, shared, pairs[text]);
      compared += 1;
    }
    return countUnique(print.own, shared);
  });
  return { clusterOf, uniqueOf };
}

/** Words of one's own that stand in no chain with another letter. */
export function countUnique(own: Uint8Array, shared: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < own.length; at += 1) if (own[at] === 1 && shared[at] === 0) count += 1;
  return count;
}

/** Whether a text holds one more wholly than another: by cover, then by words in common, then the earlier. */
export function holdsMore(one: Pick<Likeness, 'cover' | 'common'>, other: Pick<Likeness, 'cover' | 'common'>): number {
  return one.cover - other.cover || one.common - other.common;
}

interface Held {
  text: number;
  cover: number;
  common: number;
}

/** Forms as sets that are joined, named by their first text; and what a text that is of no form with others holds. Source: Tarjan, 1975. */
function createForms(count: number) {
  const parent = Int32Array.from({ length: count }, (_, text) => text);
  const size = new Int32Array(count).fill(1);
  const held = new Map<number, Held>();
  function formOf(text: number): number {
    let form = text;
    while (parent[form] !== form) form = parent[form] as number;
    for (let at = text; parent[at] !== form; ) {
      const up = parent[at] as number;
      parent[at] = form;
      at = up;
    }
    return form;
  }
  function clusterOf(text: number): number {
    const form = formOf(text);
    const holds = size[form] === 1 ? held.get(text) : undefined;
    return holds ? clusterOf(holds.text) : form;
  }
  return {
    formOf,
    join(one: number, other: number) {
      const [low, high] = [formOf(one), formOf(other)].sort((a, b) => a - b) as [number, number];
      if (low === high) return;
      parent[high] = low;
      size[low] = (size[low] as number) + (size[high] as number);
    },
    hold(text: number, other: number, { cover, common }: Likeness) {
      const before = held.get(text);
      const more = before ? holdsMore({ cover, common }, before) : 1;
      if (more > 0 || (more === 0 && before && other < before.text)) held.set(text, { text: other, cover, common });
    },
    /** The first text of each text's cluster. */
    clusters: () => Int32Array.from({ length: count }, (_, text) => clusterOf(text)),
  };
}
