import { syllable } from 'syllable';

/** Hardest English letter: Flesch-Kincaid grade, in years of U.S. school. Own choice. */
export const MAX_GRADE_EN = 10;

/** Hardest Spanish letter: Flesch-Szigriszt index; 55 to 65 is "normal" on the INFLESZ scale, lower is "somewhat hard". Own choice. */
export const MIN_INFLESZ_ES = 55;

/** Shortest line that counts as prose, in words: salutation, name and ZIP stand in shorter ones. */
const MIN_PROSE_WORDS = 4;

/** Words, sentences and syllables of a text; figures count as no words, because they are read as they are. */
interface Sizes {
  words: number;
  sentences: number;
  syllables: number;
}

function sizesOf(text: string, syllablesIn: (word: string) => number): Sizes {
  const sizes: Sizes = { words: 0, sentences: 0, syllables: 0 };
  for (const line of text.split('\n')) {
    const prose = line
      .replace(/^\s*(?:\d+\.|-)\s+/, '')
      .replace(/\s?\[\d+\]/g, '')
      .replace(/\b(?:No|Inc|Corp|St|vs|Sr|Sra|Núm)\.(?=\s)/g, (match) => match.slice(0, -1))
      .replace(/\b(?:\p{Lu}\.){2,}/gu, (match) => match.replaceAll('.', ''));
    if (/^\s*$|^\[\d+\]|^https?:/.test(line)) continue;
    for (const sentence of prose.split(/(?<=[.!?…])["”’»)]*\s+(?=["“‘«(¿¡]*[\p{Lu}\p{N}])/u)) {
      const words = sentence.match(/[\p{L}][\p{L}\p{M}'’-]*/gu) ?? [];
      if (words.length < MIN_PROSE_WORDS) continue;
      sizes.sentences += 1;
      sizes.words += words.length;
      for (const word of words) sizes.syllables += Math.max(1, syllablesIn(word));
    }
  }
  return sizes;
}

/**
 * Flesch-Kincaid grade level of an English text: 0.39 words per sentence + 11.8 syllables per word - 15.59; 0 for a text without a sentence.
 * Source: Kincaid, Fishburne, Rogers and Chissom, 1975. Syllables by the package `syllable`.
 */
export function fleschKincaidGrade(text: string): number {
  const { words, sentences, syllables } = sizesOf(text, syllable);
  return words === 0 ? 0 : 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59;
}

/**
 * Flesch-Szigriszt index of a Spanish text, read on the INFLESZ scale (under 40 very hard, over 80 very easy): 206.835 - 62.3 syllables per word
 * - words per sentence; 100 for a text without a sentence. Source: Szigriszt Pazos, 1993; scale: Barrio-Cantalejo and others, 2008.
 */
export function szigrisztIndex(text: string): number {
  const { words, sentences, syllables } = sizesOf(text, spanishSyllables);
  return words === 0 ? 100 : 206.835 - 62.3 * (syllables / words) - words / sentences;
}

/** Syllables of a Spanish word: its runs of vowels, parted where two strong ones meet or a weak one carries the accent. Source: RAE, Ortografía, 2010. */
export function spanishSyllables(word: string): number {
  const plain = word
    .toLowerCase()
    .replace(/qu|gu(?=[eéií])/g, 'q')
    .replace(/y$/, 'i')
    .replace(/h/g, '');
  const runs = plain.match(/[aeiouáéíóúü]+/g) ?? [];
  return runs.reduce((sum, run) => {
    let count = 1;
    for (let index = 1; index < run.length; index += 1) {
      const [a = '', b = ''] = [run[index - 1], run[index]];
      if (isStrong(a) && isStrong(b)) count += 1;
      else if ('íú'.includes(a) || 'íú'.includes(b)) count += isStrong(a) || isStrong(b) ? 1 : 0;
    }
    return sum + count;
  }, 0);
}

const isStrong = (vowel: string) => 'aeoáéó'.includes(vowel);
