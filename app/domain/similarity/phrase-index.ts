import { LONG_LETTER } from './print.ts';

/** Of each phrase so many of the newest texts are looked at: enough to meet a form of any size, and no text costs more than its own phrases. Own choice. */
const MAX_PER_PHRASE = 96;

/** Texts by the phrases in them, in memory. */
export interface PhraseIndex {
  /** Enters text number `text`, which is one more than the last and of so many words, with its phrases. */
  add(text: number, phrases: Uint32Array, words: number): void;
  /**
   * The entered texts that share a phrase with one of so many words, those that share most first, of equal ones the shorter, then the first entered; of
   * two long letters at least two phrases must be shared. At most `out.length`, written to `out`. Answers how many. `except` is passed over.
   */
  candidates(phrases: Uint32Array, words: number, out: Int32Array, except?: number): number;
}

/** An empty index. Memory: 12 bytes for each phrase of each text, 16 for each phrase of its own. Own choice: open addressing and chains in typed arrays. */
export function createPhraseIndex(): PhraseIndex {
  let slots = 1 << 16;
  let phraseOf = new Uint32Array(slots);
  let headOf = new Int32Array(slots).fill(-1);
  let used = 0;
  let next = new Int32Array(1 << 16);
  let textOf = new Int32Array(1 << 16);
  let entries = 0;
  let votes = new Uint16Array(1 << 12);
  let met = new Int32Array(1 << 12);
  let wordsOf = new Int32Array(1 << 12);

  function slotOf(phrase: number): number {
    let slot = Math.imul(phrase, 0x9e3779b1) & (slots - 1);
    while (headOf[slot] !== -1 && phraseOf[slot] !== phrase) slot = (slot + 1) & (slots - 1);
    return slot;
  }

  function grow(): void {
    const [phrases, heads] = [phraseOf, headOf];
    slots *= 2;
    phraseOf = new Uint32Array(slots);
    headOf = new Int32Array(slots).fill(-1);
    for (let at = 0; at < heads.length; at += 1) {
      if (heads[at] === -1) continue;
      const slot = slotOf(phrases[at] as number);
      phraseOf[slot] = phrases[at] as number;
      headOf[slot] = heads[at] as number;
    }
  }

  return {
    add(text, phrases, words) {
      for (let at = 0; at < phrases.length; at += 1) {
        if (2 * used >= slots) grow();
        if (entries >= next.length) {
          next = longer(next);
          textOf = longer(textOf);
        }
        const slot = slotOf(phrases[at] as number);
        if (headOf[slot] === -1) used += 1;
        phraseOf[slot] = phrases[at] as number;
        next[entries] = headOf[slot] as number;
        textOf[entries] = text;
        headOf[slot] = entries;
        entries += 1;
      }
      if (text >= votes.length) {
        const wider = new Uint16Array(Math.max(2 * votes.length, text + 1));
        wider.set(votes);
        votes = wider;
        met = new Int32Array(wider.length);
        wordsOf = longer(wordsOf, wider.length);
      }
      wordsOf[text] = words;
    },
    candidates(phrases, words, out, except = -1) {
      let count = 0;
      for (let at = 0; at < phrases.length; at += 1) {
        let entry = headOf[slotOf(phrases[at] as number)] as number;
        for (let looked = 0; entry >= 0 && looked < MAX_PER_PHRASE; looked += 1, entry = next[entry] as number) {
          const text = textOf[entry] as number;
          if (text === except) continue;
          if (votes[text] === 0) met[count++] = text;
          votes[text] = (votes[text] as number) + 1;
        }
      }
      const kept = mostVoted(count, words, out);
      for (let at = 0; at < count; at += 1) votes[met[at] as number] = 0;
      return kept;
    },
  };

  function mostVoted(count: number, words: number, out: Int32Array): number {
    let kept = 0;
    for (let at = 0; at < count; at += 1) {
      const text = met[at] as number;
      if (words >= LONG_LETTER && votes[text] === 1 && (wordsOf[text] as number) >= LONG_LETTER) continue;
      if (kept === out.length && !isBefore(text, out[kept - 1] as number)) continue;
      let place = kept < out.length ? kept++ : kept - 1;
      for (; place > 0 && isBefore(text, out[place - 1] as number); place -= 1) out[place] = out[place - 1] as number;
      out[place] = text;
    }
    return kept;
  }

  function isBefore(one: number, other: number): boolean {
    const more = (votes[one] as number) - (votes[other] as number);
    if (more !== 0) return more > 0;
    const fewer = (wordsOf[other] as number) - (wordsOf[one] as number);
    return fewer > 0 || (fewer === 0 && one < other);
  }
}

function longer(list: Int32Array<ArrayBuffer>, length = 2 * list.length): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(length);
  wider.set(list);
  return wider;
}
