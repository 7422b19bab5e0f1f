import { expect, test } from 'vitest';
import { fleschKincaidGrade, spanishSyllables, szigrisztIndex } from '#templates/reading.ts';

test.each([
  ['casa', 2],
  ['aéreo', 4],
  ['ciudad', 2],
  ['país', 2],
  ['guitarra', 3],
  ['pingüino', 3],
  ['queso', 2],
  ['ahí', 2],
  ['compañía', 4],
  ['leer', 2],
  ['instrucción', 3],
  ['huevo', 2],
  ['muy', 1],
  ['interconexión', 5],
])('%s has %i syllables', (word, count) => {
  expect(spanishSyllables(word)).toBe(count);
});

test('the grade is that of the formula: words per sentence and syllables per word', () => {
  // 10 words, 2 sentences, 11 syllables.
  expect(fleschKincaidGrade('The cat sat on mats. The dog was in water.')).toBeCloseTo(
    0.39 * 5 + 11.8 * 1.1 - 15.59,
    5,
  );
  expect(fleschKincaidGrade('')).toBe(0);
});

test('the index is that of the formula', () => {
  // 4 words, 1 sentence, 8 syllables.
  expect(szigrisztIndex('Casa mesa silla pata.')).toBeCloseTo(206.835 - 62.3 * 2 - 4, 5);
});

test('abbreviations, figures and footnotes make no sentences', () => {
  const plain = 'The court of the state set the order aside on that day.';
  const noted =
    'The U.S. court of the state set the order aside on that day, No. 24-7000. [1]\n\n[1] https://a.example/b.c';
  expect(fleschKincaidGrade(noted)).toBeLessThan(fleschKincaidGrade(plain) + 4);
  expect(fleschKincaidGrade(`${plain}\n\nAna Ruiz\nZIP 94110`)).toBe(fleschKincaidGrade(plain));
});

test('long words in long sentences read harder, in both languages', () => {
  const hard =
    'Notwithstanding the aforementioned jurisdictional considerations, telecommunications administration necessitates comprehensive interconnection deliberations.';
  expect(fleschKincaidGrade(hard)).toBeGreaterThan(20);
  const duro =
    'La administración de telecomunicaciones necesita consideraciones jurisdiccionales extraordinariamente comprensivas sobre interconexiones internacionales.';
  expect(szigrisztIndex(duro)).toBeLessThan(0);
});
