import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterPrints } from '#app/domain/similarity/clusters.ts';
import { compareWith, likenessTo } from '#app/domain/similarity/likeness.ts';
import { printOf } from '#app/domain/similarity/print.ts';
import { isPersonal } from '#app/domain/similarity/similarity.ts';
import { formLetters, type MadeLetter, PATTERNS } from '#tests/support/form-letters.ts';
import { pairFigures } from '#tests/support/pairs.ts';

const clustersOf = (letters: readonly MadeLetter[]) => clusterPrints(letters.map(printOf));

/** Clusters as sets of letters, whatever they are called. */
function setsOf(letters: readonly MadeLetter[]): string[] {
  const sets = new Map<number, string[]>();
  for (const [place, { cluster }] of clustersOf(letters).entries())
    sets.set(cluster, [...(sets.get(cluster) ?? []), letters[place]?.body ?? '']);
  return [...sets.values()].map((bodies) => bodies.sort().join('\n@@\n')).sort();
}

describe('form letters are told apart', () => {
  test('for each pattern of 2017, on a seed that nothing was chosen by', () => {
    const figures = pairFigures(formLetters({ seed: 77_001, perPattern: 40, personal: 600 }));
    expect(figures.precision).toBeGreaterThan(0.99);
    expect(figures.recall).toBeGreaterThan(0.95);
    for (const pattern of PATTERNS) {
      expect([pattern, (figures.byPattern[pattern]?.recall ?? 0) > (pattern === 'spun' ? 0.9 : 0.95)]).toEqual([
        pattern,
        true,
      ]);
      expect([pattern, (figures.byPattern[pattern]?.precision ?? 0) > 0.99]).toEqual([pattern, true]);
    }
  });

  test('and a letter pasted together of two does not make them one', () => {
    const letters = formLetters({ seed: 77_002, perPattern: 10, personal: 0, combined: 12 });
    const forms = new Map<number, Set<string>>();
    for (const [place, { cluster }] of clustersOf(letters).entries()) {
      const form = letters[place]?.form;
      if (form) forms.set(cluster, (forms.get(cluster) ?? new Set()).add(form));
    }
    expect([...forms.values()].filter(({ size }) => size > 1)).toEqual([]);
  });

  test('whatever order they come in', () => {
    const letters = formLetters({ seed: 77_003, perPattern: 6, personal: 60, combined: 3 });
    const expected = setsOf(letters);
    fc.assert(
      fc.property(fc.shuffledSubarray(letters, { minLength: letters.length }), (shuffled) => {
        expect(setsOf(shuffled)).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });

  test('and likeness is the same from both sides', () => {
    const prints = formLetters({ seed: 77_004, perPattern: 2, personal: 30 }).map(printOf);
    const place = fc.nat(prints.length - 1);
    const between = (one: number, other: number) => {
      compareWith(prints[one]?.words ?? new Uint32Array());
      const { isAlike, isSameForm } = likenessTo(prints[other]?.words ?? new Uint32Array());
      return { isAlike, isSameForm };
    };
    fc.assert(
      fc.property(place, place, (one, other) => {
        expect(between(one, other)).toEqual(between(other, one));
      }),
      { numRuns: 1_500 },
    );
  });
});

describe('what counts as personal', () => {
  const letters = formLetters({ seed: 77_005, perPattern: 20, personal: 300 });
  const clustered = clustersOf(letters);
  const share = (isAsked: (letter: MadeLetter) => boolean) => {
    const asked = clustered.filter((_, place) => isAsked(letters[place] as MadeLetter));
    return asked.filter(isPersonal).length / asked.length;
  };

  test('is no letter taken over as it stood, mistyped or framed otherwise, and hardly a spun one', () => {
    expect(
      share(({ pattern }) => pattern === 'verbatim' || pattern === 'typos' || pattern === 'header and footer'),
    ).toBe(0);
    expect(share(({ pattern }) => pattern === 'spun')).toBeLessThan(0.05);
  });

  test('is nearly every letter that somebody wrote alone', () => {
    expect(share(({ kind }) => kind === 'plain')).toBeGreaterThan(0.95);
  });

  test('may be a letter of a form with a paragraph of its own, which stays in its form', () => {
    const place = letters.findIndex(
      ({ pattern, body }, at) =>
        pattern === 'personal paragraph' &&
        body.length > 900 &&
        isPersonal(clustered[at] ?? { words: 0, uniqueWords: 0 }),
    );
    const form = letters[place]?.form;
    const others = letters.filter(
      (other, at) => at !== place && other.form === form && clustered[at]?.cluster === clustered[place]?.cluster,
    );
    expect(place).toBeGreaterThanOrEqual(0);
    expect(others.length).toBeGreaterThan(10);
  });

  test('follows its two rules at their edges', () => {
    expect(isPersonal({ words: 200, uniqueWords: 40 })).toBe(true);
    expect(isPersonal({ words: 200, uniqueWords: 39 })).toBe(false);
    expect(isPersonal({ words: 201, uniqueWords: 40 })).toBe(false);
    expect(isPersonal({ words: 24, uniqueWords: 12 })).toBe(true);
    expect(isPersonal({ words: 25, uniqueWords: 12 })).toBe(false);
    expect(isPersonal({ words: 0, uniqueWords: 0 })).toBe(false);
  });

  test('is not a text that others hand in too, though it is not the template', () => {
    const body = letters.find(({ kind }) => kind === 'plain')?.body ?? '';
    const [one, other] = clusterPrints(
      [body, `${body}\n`].map((text) => printOf({ body: text, template: 'A template of other words.', merged: [] })),
    );
    expect([one?.cluster, other?.cluster, one?.uniqueWords]).toEqual([0, 0, 0]);
    expect(one?.personalShare).toBeGreaterThan(0.9);
  });
});
