import { commonFlags } from '../letter/same-words.ts';
import { coreOf } from './core.ts';
import { isFunctionWord } from './function-words.ts';
import { folded, MAX_WORDS, mixed, scanInto, scanWords } from './word-scan.ts';

/** The method that prints are made by. It rises with every change that gives other figures; prints of another method are made again. */
export const PRINT_METHOD = 1;

/**
 * A letter as it is compared. `body`: its text; `template`: the draft as its template gave it, null when it came from none; `merged`: the values that
 * the template filled in or the sender's form holds (name, ISP, state, addressee, ZIP, evidence), in any order.
 */
export interface ComparedLetter {
  body: string;
  template: string | null;
  merged: readonly string[];
}

/**
 * What tells a letter from others. `words`: its words as numbers, in order, without salutation, sign-off, notes and merged values; `own`: 1 for a word
 * that is not the template's; `ownWords`: how many; `personalShare`: `ownWords` by all words, 0 to 1, 0 of an empty letter; `textKey`: the same for two
 * letters of the same words, a whole number below 2^53.
 */
export interface LetterPrint {
  words: Uint32Array;
  own: Uint8Array;
  ownWords: number;
  personalShare: number;
  textKey: number;
}

/** The words of a letter that count: those of its core, less merged values. Two texts that differ in neither give the same list. */
export function wordsOfCore(body: string, merged: readonly string[]): Uint32Array {
  const spans = coreOf(body);
  const text = folded(body);
  let count = 0;
  if (text.length === body.length) {
    for (let at = 0; at < spans.length; at += 2)
      count = scanInto(text, spans[at] as number, spans[at + 1] as number, buffer, count);
  } else {
    for (let at = 0; at < spans.length; at += 2) {
      const part = folded(body.slice(spans[at], spans[at + 1]));
      count = scanInto(part, 0, part.length, buffer, count);
    }
  }
  for (const value of merged) count = without(buffer, count, valueWords(value));
  return buffer.slice(0, count);
}

/**
 * The print of a letter: pure, the same letter gives the same print. The personal share is measured by `commonFlags`, as the page that the writer sees
 * measures it. Time: about as long as reading the text twice, and words by words of the template by 32 where the two differ.
 */
export function printOf({ body, template, merged }: ComparedLetter): LetterPrint {
  const words = wordsOfCore(body, merged);
  const own = template === null ? new Uint8Array(words.length) : commonFlags(words, wordsOfCore(template, merged));
  let ownWords = 0;
  for (let at = 0; at < own.length; at += 1) {
    own[at] = 1 - (own[at] as number);
    ownWords += own[at] as number;
  }
  return {
    words,
    own,
    ownWords,
    personalShare: words.length > 0 ? ownWords / words.length : 0,
    textKey: textKeyOf(words),
  };
}

/** One number below 2^53 for a list of words. */
function textKeyOf(words: Uint32Array): number {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let at = 0; at < words.length; at += 1) {
    high = Math.imul(high ^ (words[at] as number), 0x01000193);
    low = Math.imul((low << 5) ^ (low >>> 27) ^ (words[at] as number), 0x9e3779b1);
  }
  return (mixed(high) & 0x1fffff) * 0x100000000 + mixed(low ^ words.length);
}

/** How many words an index entry spans, and how many of them must be more than function words. Own choice, measured in docs/similarity.md. */
export const PHRASE_WORDS = 4;
const MIN_CONTENT = 2;

/**
 * Shorter letters enter one phrase in four, those of so many words one in eight; the eighth is among the fourth, so the two meet. Two long letters are
 * compared when they share two phrases, others when they share one. Own choice.
 */
export const LONG_LETTER = 120;

/**
 * The phrases by which a letter is found: hashes of four words running, at least two of them more than function words, of which those are taken whose
 * hash says so, in any letter alike. Each once, in order. Source: sampling by value, Manber (1994); as the windows of mySociety's WriteToThem.
 */
export function phrasesOf(words: Uint32Array): Uint32Array {
  const sample = words.length < LONG_LETTER ? 3 : 7;
  let count = 0;
  let content = 0;
  for (let at = 0; at < words.length; at += 1) {
    content += isFunctionWord(words[at] as number) ? 0 : 1;
    if (at >= PHRASE_WORDS) content -= isFunctionWord(words[at - PHRASE_WORDS] as number) ? 0 : 1;
    if (at < PHRASE_WORDS - 1 || content < MIN_CONTENT) continue;
    let hash = 0;
    for (let back = PHRASE_WORDS - 1; back >= 0; back -= 1)
      hash = (Math.imul(hash, 0x9e3779b1) + (words[at - back] as number)) | 0;
    hash = mixed(hash);
    if ((hash & sample) === 0) buffer[count++] = hash;
  }
  const sorted = buffer.slice(0, count).sort();
  let kept = 0;
  for (let at = 0; at < sorted.length; at += 1)
    if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[kept++] = sorted[at] as number;
  return sorted.slice(0, kept);
}

const buffer = new Uint32Array(MAX_WORDS);
const NO_WORDS = new Uint32Array(0);

/** Values come again in most letters of a campaign (an ISP, a state); names do not, so the memory is emptied now and then. */
const known = new Map<string, Uint32Array>();
const MAX_KNOWN = 5_000;

function valueWords(value: string): Uint32Array {
  if (value === '') return NO_WORDS;
  let words = known.get(value);
  if (!words) {
    if (known.size >= MAX_KNOWN) known.clear();
    words = scanWords(value);
    known.set(value, words);
  }
  return words;
}

/** Takes every run of `value` out of the first `count` words of `list`; answers how many are left. */
function without(list: Uint32Array, count: number, value: Uint32Array): number {
  const first = value[0];
  if (first === undefined) return count;
  let kept = 0;
  for (let at = 0; at < count; ) {
    if (list[at] === first && startsAt(list, at, count, value)) at += value.length;
    else list[kept++] = list[at++] as number;
  }
  return kept;
}

function startsAt(list: Uint32Array, at: number, count: number, value: Uint32Array): boolean {
  if (at + value.length > count) return false;
  for (let index = 1; index < value.length; index += 1) if (list[at + index] !== value[index]) return false;
  return true;
}
