import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonFlags } from '#app/domain/letter/same-words.ts';
import { coreOf } from '#app/domain/similarity/core.ts';
import { phrasesOf, printOf, wordsOfCore } from '#app/domain/similarity/print.ts';
import { readSketch, sketchBytes } from '#app/domain/similarity/sketch.ts';
import { scanWords } from '#app/domain/similarity/word-scan.ts';
import { formLetters } from '#tests/support/form-letters.ts';

const letters = formLetters({ seed: 88_001, perPattern: 2, personal: 60 });
const letter = fc.constantFrom(...letters.map(({ body }) => body));
const core = (text: string) =>
  coreOf(text).reduce(
    (all, place, at, spans) => (at % 2 === 0 ? `${all}${text.slice(place, spans[at + 1])}\n` : all),
    '',
  );

describe('the words of a letter', () => {
  test('are the same whatever the case, the spaces, the marks and the way accents are stored', () => {
    const change = fc.constantFrom(
      (text: string) => text.toUpperCase(),
      (text: string) => text.normalize('NFD'),
      (text: string) => text.replace(/[ ]/g, '  \u00a0'),
      (text: string) => text.replaceAll("'", '’'),
      (text: string) => text.replace(/[;:!?—"«»]/g, ' '),
      (text: string) => text.normalize('NFD').replace(/\p{M}/gu, ''),
      (text: string) => text.replaceAll('\n', '\r\n'),
    );
    fc.assert(
      fc.property(letter, change, (text, turn) => {
        expect([...scanWords(turn(text))]).toEqual([...scanWords(text)]);
      }),
    );
  });

  test('are told apart as a reader would', () => {
    const count = (text: string) => scanWords(text).length;
    expect(count("Don't pay 1,000.50 dollars, please.")).toBe(5);
    expect(count('see https://a.example/b?c=d, then [12] go')).toBe(4);
    expect(scanWords('a.b')).toEqual(scanWords('a b'));
    expect(scanWords('niño')).toEqual(scanWords('nino'));
    expect(count('')).toBe(0);
  });

  test('leave out salutation, sign-off, notes and address lines, in both languages', () => {
    const said = 'I ask you to keep the label as it is, because my family reads it.';
    const heads = [
      '',
      'Dear Commissioners,\n\n',
      'Ana Ruiz\n12 Main Street\nNovember 3, 2026\n\nRe: CG Docket 22-2\n\nTo whom it may concern:\n',
      'To the Attorney General:\n\n',
    ];
    const feet = [
      '',
      '\n\nThank you for your time.\n\nAna Ruiz\nZIP 94110\n',
      '\n\nSincerely,\nAna\n\n[1] https://a.example/law ; https://b.example\n',
      '\nBest regards\nAna Ruiz',
    ];
    for (const head of heads) for (const foot of feet) expect(core(`${head}${said}${foot}`).trim()).toBe(said);
    expect(core('Dear friends, I ask you to keep the label as it is today. Sincerely, Ana Ruiz').trim()).toBe(
      'I ask you to keep the label as it is today.',
    );
    const dicho = 'Les pido que conserven la etiqueta tal como está, porque la leemos en casa.';
    expect(core(`Estimados señores:\n\n${dicho}\n\nAtentamente,\nAna Ruiz\n`).trim()).toBe(dicho);
    expect(
      core(`A la siguiente oficina: Fiscalía\n\n${dicho}\n\nGracias por su tiempo.\n\nAna\nCódigo postal 94110`).trim(),
    ).toBe(dicho);
  });

  test('leave out merged values, so that two merges of one template are one text', () => {
    const text = (isp: string, state: string) =>
      `I live in ${state}, and ${isp} carries my line. Please ask ${isp} to promise it in ${state}.`;
    const print = (isp: string, state: string) =>
      printOf({ body: text(isp, state), template: null, merged: [isp, state] });
    expect(print('Comcast', 'Ohio').textKey).toBe(print('Cox Communications', 'the District of Columbia').textKey);
    expect(print('Comcast', 'Ohio').textKey).not.toBe(
      printOf({ body: text('Comcast', 'Ohio'), template: null, merged: [] }).textKey,
    );
  });
});

describe('the personal share', () => {
  test('is nothing for the template, all for other words, and counts the words put in', () => {
    const template =
      'To the office:\n\nI ask you to keep the label as it is, for my family in Ohio reads it.\n\nThank you.\nAna Ruiz\n';
    expect(printOf({ body: template, template, merged: ['Ohio', 'Ana Ruiz'] })).toMatchObject({
      ownWords: 0,
      personalShare: 0,
    });
    const more = template.replace('reads it.', 'reads it. My son stalls at nine every evening.');
    const { ownWords, words } = printOf({ body: more, template, merged: ['Ohio'] });
    expect([ownWords, words.length]).toEqual([7, 23]);
    expect(printOf({ body: more, template: null, merged: [] }).personalShare).toBe(1);
    expect(printOf({ body: '', template, merged: [] })).toMatchObject({ ownWords: 0, personalShare: 0 });
  });

  test('counts as the textbook table does, for any two lists', () => {
    const list = fc.array(fc.nat(5), { maxLength: 80 });
    fc.assert(
      fc.property(list, list, (written, given) => {
        let row = new Array<number>(given.length + 1).fill(0);
        for (const word of written) {
          const next = [0];
          for (const [at, other] of given.entries())
            next.push(word === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
          row = next;
        }
        const flags = commonFlags(written, given);
        expect(flags.reduce((sum, flag) => sum + flag, 0)).toBe(row.at(-1));
        let place = 0;
        for (const [at, flag] of flags.entries())
          if (flag === 1) place = given.indexOf(written[at] ?? -1, place) + 1 || Number.NaN;
        expect(place).not.toBeNaN();
      }),
    );
  });
});

test('phrases come from the words alone, each once and in order', () => {
  fc.assert(
    fc.property(letter, (text) => {
      const words = wordsOfCore(text, []);
      const phrases = [...phrasesOf(words)];
      expect(phrases).toEqual([...new Set(phrases)].sort((a, b) => a - b));
      expect(phrases).toEqual([...phrasesOf(Uint32Array.from(words))]);
    }),
  );
});

test('a sketch is read as it was written, and other bytes are refused', () => {
  const bit = fc.constantFrom(0, 1);
  const word = fc.tuple(fc.nat(0xffffffff), bit, bit);
  fc.assert(
    fc.property(fc.array(word, { maxLength: 50 }), (list) => {
      const sketch = {
        words: Uint32Array.from(list, ([value]) => value),
        own: Uint8Array.from(list, ([, own]) => own),
        unique: Uint8Array.from(list, ([, , unique]) => unique),
      };
      expect(readSketch(sketchBytes(sketch))).toEqual(sketch);
    }),
  );
  expect(() => readSketch(new Uint8Array(3))).toThrow('no sketch');
  expect(() => readSketch(new Uint8Array([1, 0, 0, 0]))).toThrow('no sketch');
});
