import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markedParagraphs, ownWords, wordsOf } from '#app/domain/letter/own-share.ts';

describe('the share of own words', () => {
  test('is nothing for the template as it was given, whatever the spaces and capitals', () => {
    expect(ownWords('To Comcast:\n\nPlease PROMISE it.', 'To Comcast: please promise it.')).toEqual({
      own: 0,
      total: 5,
      share: 0,
    });
  });

  test('counts the words that were added', () => {
    const template = 'I pay for a line. Please promise it.';
    const { own, total, share } = ownWords('I pay for a line. It stalls each evening. Please promise it.', template);
    expect([own, total, share]).toEqual([4, 12, 4 / 12]);
  });

  test('counts a replaced word once, and words taken out not at all', () => {
    expect(ownWords('one two six', 'one two three').own).toBe(1);
    expect(ownWords('one three', 'one two three').own).toBe(0);
  });

  test('is all of a letter that shares no word, and none of an empty one', () => {
    expect(ownWords('nada en común', 'one two').share).toBe(1);
    expect(ownWords(' \n', 'one two')).toEqual({ own: 0, total: 0, share: 0 });
  });

  test('takes accents, apostrophes and web addresses for parts of words', () => {
    expect(wordsOf('Don’t slow español: https://a.example/b?c=d, no.')).toEqual([
      'don’t',
      'slow',
      'español',
      'https://a.example/b?c=d,',
      'no',
    ]);
  });

  test('agrees with the textbook table for any two texts', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), fc.array(word, { maxLength: 30 }), (written, given) => {
        const table = Array.from({ length: written.length + 1 }, () => new Array<number>(given.length + 1).fill(0));
        const at = (i: number, j: number) => table[i]?.[j] ?? 0;
        for (let i = 1; i <= written.length; i += 1)
          for (let j = 1; j <= given.length; j += 1) {
            const row = table[i] ?? [];
            row[j] = written[i - 1] === given[j - 1] ? at(i - 1, j - 1) + 1 : Math.max(at(i - 1, j), at(i, j - 1));
          }
        const common = at(written.length, given.length);
        expect(ownWords(written.join(' '), given.join(' ')).own).toBe(written.length - common);
      }),
    );
  });
});

describe('the sentences that are the writer’s', () => {
  const ownSentences = (text: string, from: string, cited: string[] = []) =>
    markedParagraphs(text, from, cited).flatMap((paragraph) =>
      paragraph.filter(({ isOwn }) => isOwn).map((sentence) => sentence.text.trim()),
    );
  const template = 'Dear office:\n\nI pay for a line. Please promise it in writing. [1]\n\n[1] https://a.example/law\n';

  test('are those with at least half of their words new; nothing of the letter is lost', () => {
    const text = template.replace('line. ', 'line. It stalls at eight! My son’s class, too. ');
    expect(ownSentences(text, template)).toEqual(['It stalls at eight!', 'My son’s class, too.']);
    const marked = markedParagraphs(text, template);
    expect(marked.map((paragraph) => paragraph.map((part) => part.text).join('')).join('\n\n')).toBe(text.trimEnd());
  });

  test('are none in the template as given', () => {
    expect(ownSentences(template, template)).toEqual([]);
  });

  test('are no facts that a button put in, nor their notes', () => {
    const fact = 'In May it dropped to 3.0 Mbps. That is a figure.';
    const text = `${template.replace('line. ', `line. Mine alone! ${fact} [2] `).trimEnd()}\n[2] https://b.example\n`;
    expect(ownSentences(text, template, [fact])).toEqual(['Mine alone!']);
    expect(ownWords(text, template, [fact]).own).toBe(2);
    expect(ownWords(text, template).own).toBeGreaterThan(10);
  });
});
