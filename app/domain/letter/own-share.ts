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
 * first 2,500 words of each are compared. Own choice; the longest common subsequence after Hunt and Szymanski, 1977.
 */
export function ownWords(text: string, template: string): OwnWords {
  const written = wordsOf(text).slice(0, MAX_COMPARED_WORDS);
  const given = wordsOf(template).slice(0, MAX_COMPARED_WORDS);
  if (written.length === 0) return { own: 0, total: 0, share: 0 };
  const own = written.length - commonLength(written, given);
  return { own, total: written.length, share: own / written.length };
}

/** Length of the longest common subsequence: the longest rising run of places in `given` that the words of `written` can take. */
function commonLength(written: readonly string[], given: readonly string[]): number {
  const places = new Map<string, number[]>();
  for (let index = given.length - 1; index >= 0; index -= 1) {
    const word = given[index] ?? '';
    const held = places.get(word);
    if (held) held.push(index);
    else places.set(word, [index]);
  }
  const ends: number[] = [];
  for (const word of written) {
    for (const place of places.get(word) ?? []) {
      let low = 0;
      let high = ends.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((ends[middle] ?? 0) < place) low = middle + 1;
        else high = middle;
      }
      ends[low] = place;
    }
  }
  return ends.length;
}
