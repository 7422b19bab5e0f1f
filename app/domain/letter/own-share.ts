import { commonFlags } from './common-words.ts';

/** Words of a text as compared: letters and digits, lower case, accents kept; a web address counts as one word. */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/https?:\/\/\S+|[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu) ?? []
  ).map((word) => word.replace(/['’.-]+$/, ''));
}

/** The person's own words in a letter. `share`: 0 to 1, of the words in `text`; 0 for an empty text. */
export interface OwnWords {
  own: number;
  total: number;
  share: number;
}

const MAX_COMPARED_WORDS = 2_500;

/**
 * How many words of `text` are not the template's: all words less the longest common subsequence of the two word lists, so that
 * moving a paragraph counts as the writer's work and retyping a word of the template does not. Shown as help, never a bar. At most the
 * first 2,500 words of each are compared, by `commonFlags`. Own choice.
 */
export function ownWords(text: string, template: string): OwnWords {
  const written = wordsOf(text).slice(0, MAX_COMPARED_WORDS);
  const given = wordsOf(template).slice(0, MAX_COMPARED_WORDS);
  if (written.length === 0) return { own: 0, total: 0, share: 0 };
  const own = commonOf(written, given).filter((flag) => flag === 0).length;
  return { own, total: written.length, share: own / written.length };
}

/** A sentence of the letter; `isOwn` when at least half of its words are the writer's. `number`: its place in the letter, from 0. */
export interface MarkedSentence {
  number: number;
  text: string;
  isOwn: boolean;
}

/**
 * A letter by paragraphs and sentences, in order, with the writer's own marked: those of which at least half of the words are not the template's, as
 * `ownWords` counts. The texts put together give the letter, less line ends. Shown as help. Own choice.
 */
export function markedParagraphs(text: string, template: string): MarkedSentence[][] {
  const written = wordsOf(text).slice(0, MAX_COMPARED_WORDS);
  const common = commonOf(written, wordsOf(template).slice(0, MAX_COMPARED_WORDS));
  let place = 0;
  let number = -1;
  return text
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) =>
      sentencesOf(paragraph.replace(/\n+$/, '')).map((sentence) => {
        const count = wordsOf(sentence).length;
        let own = 0;
        for (let index = place; index < place + count; index += 1) if (common[index] !== 1) own += 1;
        place += count;
        number += 1;
        return { number, text: sentence, isOwn: count > 0 && 2 * own >= count };
      }),
    );
}

/** The writer's own sentences, in order, each on one line. */
export function ownSentences(text: string, template: string): string[] {
  return markedParagraphs(text, template)
    .flat()
    .filter(({ isOwn }) => isOwn)
    .map((sentence) => sentence.text.replace(/\s+/g, ' ').trim());
}

/** A paragraph cut after each full stop, question or exclamation mark that a space follows, and at line ends; nothing is lost. */
function sentencesOf(paragraph: string): string[] {
  return (
    paragraph.match(/[^\n]*?(?:[.!?…]["'”’»)\]]*(?: \[\d+\])?(?=\s|$)\s*|\n|$)/gu)?.filter((part) => part !== '') ?? []
  );
}

/** Which words of `written` are common with `given`: 1, or 0 for the writer's own. */
function commonOf(written: readonly string[], given: readonly string[]): Uint8Array {
  const numbers = new Map<string, number>();
  const numbered = (words: readonly string[]) =>
    words.map((word) => {
      const number = numbers.get(word) ?? numbers.size;
      numbers.set(word, number);
      return number;
    });
  return commonFlags(numbered(written), numbered(given));
}
