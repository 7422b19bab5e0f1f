import { commonFlags } from './same-words.ts';

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
 * moving a paragraph counts as the writer's work and retyping a word of the template does not. Sentences of `cited`, which a button put in, and notes are
 * nobody's own. Shown as help, never a bar. At most the first 2,500 words of each are compared, by `commonFlags`. Own choice.
 */
export function ownWords(text: string, template: string, cited: readonly string[] = []): OwnWords {
  const total = Math.min(wordsOf(text).length, MAX_COMPARED_WORDS);
  if (total === 0) return { own: 0, total: 0, share: 0 };
  const own = countedParagraphs(text, template, cited)
    .flat()
    .reduce((sum, sentence) => sum + sentence.own, 0);
  return { own, total, share: own / total };
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
export function markedParagraphs(text: string, template: string, cited: readonly string[] = []): MarkedSentence[][] {
  let number = -1;
  return countedParagraphs(text, template, cited).map((paragraph) =>
    paragraph.map(({ text: sentence, own, words }) => {
      number += 1;
      return { number, text: sentence, isOwn: own > 0 && 2 * own >= words };
    }),
  );
}

type CountedSentence = { text: string; words: number; own: number };

/** A line of notes, and the mark of a note behind a sentence. */
const NOTE = /^\[\d+\] /;
const NOTE_MARK = / ?\[\d+\]$/;

function countedParagraphs(text: string, template: string, cited: readonly string[]): CountedSentence[][] {
  const written = wordsOf(text).slice(0, MAX_COMPARED_WORDS);
  const common = commonOf(written, wordsOf(template).slice(0, MAX_COMPARED_WORDS));
  const isCited = (sentence: string) => {
    const bare = sentence.trim().replace(NOTE_MARK, '');
    return NOTE.test(sentence) || (bare !== '' && cited.some((one) => one.includes(bare)));
  };
  let place = 0;
  return text
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) =>
      sentencesOf(paragraph.replace(/\n+$/, '')).map((sentence) => {
        const words = wordsOf(sentence).length;
        const flags = common.slice(place, place + words);
        place += words;
        const own = isCited(sentence) ? 0 : flags.filter((flag) => flag === 0).length;
        return { text: sentence, words, own };
      }),
    );
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
