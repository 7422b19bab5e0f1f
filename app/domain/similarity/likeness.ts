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

const SLOTS = 8_192;
const heads = new Int32Array(SLOTS).fill(-1);
const next = new Int32Array(MAX_WORDS);
const keys = new Int32Array(MAX_WORDS);
const MAX_PAIRS = 12_000;
const inOne = new Int32Array(MAX_PAIRS);
const inOther = new Int32Array(MAX_PAIRS);
const score = new Float64Array(MAX_PAIRS);
const before = new Int32Array(MAX_PAIRS);
const isTaken = new Uint8Array(MAX_PAIRS);
const isHeldOne = new Uint8Array(MAX_WORDS);
const isHeldOther = new Uint8Array(MAX_WORDS);
let loaded: Uint32Array = new Uint32Array(0);

/** Sets one letter's words as that which `likenessTo` compares with: reads them once for any number of others. */
export function compareWith(words: Uint32Array): void {
  for (let at = 0; at + 1 < loaded.length; at += 1) heads[(keys[at] as number) & (SLOTS - 1)] = -1;
  loaded = words;
  for (let at = words.length - 2; at >= 0; at -= 1) {
    const key = pairKey(words, at);
    const slot = key & (SLOTS - 1);
    keys[at] = key;
    next[at] = heads[slot] as number;
    heads[slot] = at;
  }
}

/**
 * How alike `words` are to the letter that `compareWith` was given. Pairs of neighbouring words that both letters hold are joined to chains that run
 * through both in the same order and about the same pace, so that words put in, left out or replaced do not break a chain and chance pairs do not
 * make one. Alike are letters of which chains that are more than a quotation cover half of the shorter, or that are nearly the same throughout.
 * `shared`, when given, gets 1 at each of `words` that stands in a chain. Symmetric but for ties. Own choice; joining pairs as in minimap2 (Li, 2018).
 */
export function likenessTo(words: Uint32Array, shared?: Uint8Array): Likeness {
  const pairs = findPairs(words);
  scoreChains(pairs);
  let common = 0;
  let covered = 0;
  isTaken.fill(0, 0, pairs);
  isHeldOne.fill(0, 0, loaded.length);
  isHeldOther.fill(0, 0, words.length);
  for (let chain = 0; chain < MAX_CHAINS; chain += 1) {
    const end = bestEnd(pairs);
    if (end < 0) break;
    const found = walk(end, words);
    common += found.same;
    covered += found.covered;
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

function pairKey(words: Uint32Array, at: number): number {
  return mixed((Math.imul(words[at] as number, 0x9e3779b1) + (words[at + 1] as number)) | 0) | 0;
}

function findPairs(words: Uint32Array): number {
  let pairs = 0;
  let isPlain = words.length > 0 && isFunctionWord(words[0] as number);
  for (let other = 0; other + 1 < words.length; other += 1) {
    const isNextPlain = isFunctionWord(words[other + 1] as number);
    const isSkipped = isPlain && isNextPlain;
    isPlain = isNextPlain;
    if (isSkipped) continue;
    const key = pairKey(words, other);
    for (let one = heads[key & (SLOTS - 1)] as number; one >= 0; one = next[one] as number) {
      if (keys[one] !== key || pairs >= MAX_PAIRS) continue;
      inOne[pairs] = one;
      inOther[pairs] = other;
      pairs += 1;
    }
  }
  return pairs;
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

interface Chain {
  /** Words that are the same, of those that no better chain holds. */
  same: number;
  /** Words under the parts of the chain that are more than quotations. */
  covered: number;
}

/** Follows a chain from its end to its start, or to where a better chain took it, and takes it. A seam ends one part and starts another. */
function walk(end: number, words: Uint32Array): Chain {
  const chain: Chain = { same: 0, covered: 0 };
  let part = { same: 0, covered: 2, first: 0, second: 0 };
  let run = 0;
  const endRun = () => {
    if (run > part.first) [part.first, part.second] = [run, part.first];
    else if (run > part.second) part.second = run;
    run = 0;
  };
  const endPart = () => {
    endRun();
    chain.same += part.same;
    const beside = part.same - Math.min(part.first, QUOTE_WORDS) - Math.min(part.second, QUOTE_WORDS);
    const isForm =
      part.covered >= MIN_CHAIN_WORDS && part.same >= MIN_DENSITY * part.covered && beside >= MIN_BESIDE_QUOTES;
    if (isForm) chain.covered += part.covered;
    part = { same: 0, covered: 2, first: 0, second: 0 };
  };
  /** Takes the word at two places unless a chain holds either. */
  const hold = (one: number, other: number) => {
    if (loaded[one] !== words[other]) return endRun();
    if (isHeldOne[one] === 1 || isHeldOther[other] === 1) return;
    isHeldOne[one] = 1;
    isHeldOther[other] = 1;
    part.same += 1;
    run += 1;
  };
  for (let pair = end; ; ) {
    isTaken[pair] = 1;
    const one = inOne[pair] as number;
    const other = inOther[pair] as number;
    hold(one + 1, other + 1);
    hold(one, other);
    const earlier = before[pair] as number;
    if (earlier < 0 || isTaken[earlier] === 1) break;
    const ones = one - (inOne[earlier] as number);
    const others = other - (inOther[earlier] as number);
    const small = ones < others ? ones : others;
    const drift = Math.abs(ones - others);
    if (drift > MAX_DRIFT || small + drift > MAX_GAP) endPart();
    else {
      part.covered += small;
      // Words between two pairs that were no pairs of their own: "of the", "it is".
      if (drift === 0) for (let back = 1; back <= small - 2; back += 1) hold(one - back, other - back);
      else endRun();
    }
    pair = earlier;
  }
  endPart();
  return chain;
}
