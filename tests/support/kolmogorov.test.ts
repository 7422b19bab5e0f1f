import { expect, test } from 'vitest';
import { kolmogorovSmirnov } from './kolmogorov.ts';

const steps = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, at) => from + ((to - from) * (at + 0.5)) / count);

test('the distance of two samples is the greatest step between them, ties taken together', () => {
  expect(kolmogorovSmirnov([1, 2, 3], [4, 5, 6]).distance).toBe(1);
  expect(kolmogorovSmirnov([1, 3, 5], [2, 4, 6]).distance).toBeCloseTo(1 / 3, 12);
  expect(kolmogorovSmirnov([1, 1, 2, 2], [1, 2]).distance).toBe(0);
  expect(kolmogorovSmirnov([3, 1, 2], [2, 3, 1]).distance).toBe(0);
  expect(kolmogorovSmirnov(steps(0, 64, 64), steps(16, 80, 64)).distance).toBeCloseTo(0.25, 12);
});

// The distribution's own points: 1.3581 is exceeded by 5 %, 1.6276 by 1 %, 1.9495 by 0.1 % (Smirnov's table).
test.each([
  [1.3581, 0.05],
  [1.6276, 0.01],
  [1.9495, 0.001],
])('a distance of %d by the square root of the size is as likely as the table says', (at, likelihood) => {
  const count = 500_000;
  const size = Math.sqrt(count / 2);
  const shift = at / size;
  const found = kolmogorovSmirnov(steps(0, 1, count), steps(shift, 1 + shift, count));
  expect(found.likelihood / likelihood).toBeCloseTo(1, 1);
});

test('of a thousand pairs of one distribution about one in twenty looks different at 5 %', () => {
  // Mulberry32: the same numbers each time.
  let state = 5;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const sample = () => Array.from({ length: 200 }, () => -Math.log(1 - random()));
  let odd = 0;
  for (let pair = 0; pair < 1000; pair += 1) if (kolmogorovSmirnov(sample(), sample()).likelihood < 0.05) odd += 1;
  expect(odd).toBeGreaterThan(25);
  expect(odd).toBeLessThan(75);
});
