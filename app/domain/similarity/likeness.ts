import { isFunctionWord } from './function-words.ts';
import { MAX_WORDS, mixed } from './word-scan.ts';

/** Words between two pairs of the same chain, at most, on either side. Own choice. */
const MAX_GAP = 30;

/** By how many words the two sides of a gap may differ: synonyms of other lengths. Own choice. */
const MAX_DRIFT = 9;

/** A gap on one side alone (a paragraph put in or left out) is bridged where the other side leaves out at most so many words. */
const MAX_SEAM = 6;

/** What a gap takes from a chain's score, in words: per word of gap, per word of drift, for a seam. Own choice. */
const GAP_COST = 0.05;
const DRIFT_COST = 0.1;
const SEAM_COST = 3;

/** How many earlier pairs a pair is tried against, and how many chains are looked at. */
const LOOK_BACK = 32;
const MAX_CHAINS = 6;

/** One stretch of at most so many words that two letters share may be a quotation: a law, a fact, a sentence answered. Own choice. */
const QUOTE_WORDS = 60;

/** So many words of a chain must be the same beside its two longest unbroken stretches, each up to a quotation's length. Own choice. */
const MIN_BESIDE_QUOTES = 10;

/** A chain covers at least so many words. Own choice. */
const MIN_CHAIN_WORDS = 40;

/** Chains that are more than a quotation must cover this share of the shorter letter. Own choice. */
const MIN_COVER = 0.5;

/** Of the words that a chain covers, this share must be the same. Own choice. */
const MIN_DENSITY = 0.2;

/** Or this share of the longer letter's words stands in chains, or of the shorter's when it has so many words at least. Own choice. */
const NEAR_SAME = 0.8;
const MIN_CONTAINED_WORDS = 40;

/** Chains that cover this share of the longer letter too make the two the same form; less makes the longer one hold the shorter. Own choice. */
const MIN_COVER_OF_LONGER = 0.55;

/**
 * How alike two letters are. `isAlike`: they have more than quotations in common; `isSameForm`: throughout, so that neither holds a second text of some
 * length; `common`: words of the one that stand in chains; `cover`: share of the shorter under chains that are more than quotations, 0 to 1.
 */
export interface Likeness {
  isAlike: boolean;
  isSameForm: boolean;
  common: number;
  cover: number;
}

/** So few pairs say nothing in letters of more than a few words: chance, or a turn of phrase. */
const MIN_PAIRS = 5;
const UNLIKE: Likeness = { isAlike: false, isSameForm: false, common: 0, cover: 0 };

const SLOTS = 8_192;
const heads = new Int32Array(SLOTS).fill(-1);
const next = new Int32Array(MAX_WORDS);
const MAX_PAIRS = 12_000;
const inOne = new Int32Array(MAX_PAIRS);
const inOther = new Int32Array(MAX_PAIRS);
const score = new Float64Array(MAX_PAIRS);
const before = new Int32Array(MAX_PAIRS);
const isTaken = new Uint8Array(MAX_PAIRS);
const isHeldOne = new Uint8Array(MAX_WORDS);
const isHeldOther = new Uint8Array(MAX_WORDS);
let loaded: Uint32Array = new Uint32Array(0);
let keys: Int32Array = new Int32Array(0);

/** The pairs of neighbouring words of a letter, as one number each; 0 where both are function words, which nothing is told by. */
export function pairsOf(words: Uint32Array): Int32Array {
  const pairs = new Int32Array(Math.max(0, words.length - 1));
  let isPlain = words.length > 0 && isFunctionWord(words[0] as number);
  for (let at = 0; at < pairs.length; at += 1) {
    const isNextPlain = isFunctionWord(words[at + 1] as number);
    if (!isPlain || !isNextPlain) {
      const hash = Math.imul(words[at] as number, 0x9e3779b1) + (words[at + 1] as number);
      pairs[at] = mixed(hash | 0) | 1;
    }
    isPlain = isNextPlain;
  }
  return pairs;
}

/** Sets one letter's words as that which `likenessTo` compares with: reads them once for any number of others. `pairs`: its `pairsOf`, when at hand. */
export function compareWith(words: Uint32Array, pairs = pairsOf(words)): void {
  for (let at = 0; at < keys.length; at += 1) heads[((keys[at] as number) >>> 1) & (SLOTS - 1)] = -1;
  loaded = words;
  keys = pairs;
  for (let at = pairs.length - 1; at >= 0; at -= 1) {
    if (pairs[at] === 0) continue;
    const slot = ((pairs[at] as number) >>> 1) & (SLOTS - 1);
    next[at] = heads[slot] as number;
    heads[slot] = at;
  }
}

/**
 * How alike `words` are to the letter that `compareWith` was given. Pairs of neighbouring words that both letters hold are joined to chains that run
 * through both in the same order and about the same pace, so that words put in, left out or replaced do not break a chain and chance pairs do not
 * make one. Alike are letters of which chains that are more than a quotation cover half of the shorter, or that are nearly the same throughout.
 * `shared`, when given, gets 1 at each of `words` that stands in a chain; `wordPairs`: their `pairsOf`, when at hand. Symmetric but for ties. Own choice; joining pairs as in minimap2 (Li, 2018).
 */
export function likenessTo(words: Uint32Array, shared?: Uint8Array, wordPairs = pairsOf(words)): Likeness {
  const pairs = findPairs(wordPairs);
  if (pairs < MIN_PAIRS && Math.max(loaded.length, words.length) >= 4 * MIN_PAIRS) return UNLIKE;
  scoreChains(pairs);
  let common = 0;
  let covered = 0;
  isTaken.fill(0, 0, pairs);
  isHeldOne.fill(0, 0, loaded.length);
  isHeldOther.fill(0, 0, words.length);
  for (let chain = 0; chain < MAX_CHAINS; chain += 1) {
    const end = bestEnd(pairs);
    if (end < 0) break;
    walk(end, words);
    common += chainSame;
    covered += chainCovered;
  }
  if (shared) for (let at = 0; at < words.length; at += 1) if (isHeldOther[at] === 1) shared[at] = 1;
  const shorter = Math.min(loaded.length, words.length);
  const longer = Math.max(loaded.length, words.length);
  const cover = shorter > 0 ? Math.min(1, covered / shorter) : 0;
  const isSame = common >= NEAR_SAME * longer && longer > 0;
  const isContained = shorter >= MIN_CONTAINED_WORDS && common >= NEAR_SAME * shorter;
  const isAlike = cover >= MIN_COVER || isSame || isContained;
  const isSameForm = isAlike && Math.max(covered, common) >= MIN_COVER_OF_LONGER * longer;
  return { isAlike, isSameForm, common, cover };
}

function findPairs(pairs: Int32Array): number {
  let count = 0;
  for (let other = 0; other < pairs.length; other += 1) {
    const key = pairs[other] as number;
    if (key === 0) continue;
    for (let one = heads[(key >>> 1) & (SLOTS - 1)] as number; one >= 0; one = next[one] as number) {
      if (keys[one] !== key || count >= MAX_PAIRS) continue;
      inOne[count] = one;
      inOther[count] = other;
      count += 1;
    }
  }
  return count;
}

/** What going on from one pair to a later one adds to a chain, in words, or minus infinity when it may not. */
function gain(ones: number, others: number): number {
  if (ones <= 0 || others <= 0) return Number.NEGATIVE_INFINITY;
  const small = ones < others ? ones : others;
  const drift = ones < others ? others - ones : ones - others;
  const added = small < 2 ? small : 2;
  if (drift <= MAX_DRIFT && small + drift <= MAX_GAP) return added - GAP_COST * (small - 1) - DRIFT_COST * drift;
  return small <= MAX_SEAM ? added - SEAM_COST : Number.NEGATIVE_INFINITY;
}

function scoreChains(pairs: number): void {
  for (let pair = 0; pair < pairs; pair += 1) {
    let best = 2;
    let from = -1;
    const one = inOne[pair] as number;
    const other = inOther[pair] as number;
    const least = pair > LOOK_BACK ? pair - LOOK_BACK : 0;
    for (let earlier = pair - 1; earlier >= least; earlier -= 1) {
      const ones = one - (inOne[earlier] as number);
      const others = other - (inOther[earlier] as number);
      const reached = (score[earlier] as number) + gain(ones, others);
      if (reached > best) {
        best = reached;
        from = earlier;
      }
      if (ones === 1 && others === 1) break;
    }
    score[pair] = best;
    before[pair] = from;
  }
}

/** The pair that ends the best chain not yet taken; -1 when none is worth more than a chance pair or two. */
function bestEnd(pairs: number): number {
  let best = -1;
  let most = 4;
  for (let pair = 0; pair < pairs; pair += 1)
    if (isTaken[pair] === 0 && (score[pair] as number) > most) {
      most = score[pair] as number;
      best = pair;
    }
  return best;
}

/** The chain that `walk` follows: words that are the same, of those that no better chain holds; words under parts that are more than quotations. */
let chainSame = 0;
let chainCovered = 0;
/** Of its present part: words that are the same, words covered, its two longest unbroken stretches, the present one. */
let partSame = 0;
let partCovered = 0;
let longestRun = 0;
let secondRun = 0;
let run = 0;

/** Follows a chain from its end to its start, or to where a better chain took it, and takes it. A seam ends one part and starts another. */
function walk(end: number, words: Uint32Array): void {
  chainSame = 0;
  chainCovered = 0;
  startPart();
  for (let pair = end; ; ) {
    isTaken[pair] = 1;
    const one = inOne[pair] as number;
    const other = inOther[pair] as number;
    hold(one + 1, other + 1, words);
    hold(one, other, words);
    const earlier = before[pair] as number;
    if (earlier < 0 || isTaken[earlier] === 1) break;
    const ones = one - (inOne[earlier] as number);
    const others = other - (inOther[earlier] as number);
    const small = ones < others ? ones : others;
    const drift = ones < others ? others - ones : ones - others;
    if (drift > MAX_DRIFT || small + drift > MAX_GAP) endPart();
    else {
      partCovered += small;
      // Words between two pairs that were no pairs of their own: "of the", "it is".
      if (drift === 0) for (let back = 1; back <= small - 2; back += 1) hold(one - back, other - back, words);
      else endRun();
    }
    pair = earlier;
  }
  endPart();
}

/** Takes the word at two places unless a chain holds either. */
function hold(one: number, other: number, words: Uint32Array): void {
  if (loaded[one] !== words[other]) {
    endRun();
    return;
  }
  if (isHeldOne[one] === 1 || isHeldOther[other] === 1) return;
  isHeldOne[one] = 1;
  isHeldOther[other] = 1;
  partSame += 1;
  run += 1;
}

function startPart(): void {
  partSame = 0;
  partCovered = 2;
  longestRun = 0;
  secondRun = 0;
  run = 0;
}

function endRun(): void {
  if (run > longestRun) {
    secondRun = longestRun;
    longestRun = run;
  } else if (run > secondRun) secondRun = run;
  run = 0;
}

function endPart(): void {
  endRun();
  chainSame += partSame;
  const beside = partSame - Math.min(longestRun, QUOTE_WORDS) - Math.min(secondRun, QUOTE_WORDS);
  if (partCovered >= MIN_CHAIN_WORDS && partSame >= MIN_DENSITY * partCovered && beside >= MIN_BESIDE_QUOTES)
    chainCovered += partCovered;
  startPart();
}
