import { describe, expect, it } from 'vitest';
import { seededRandom } from '#app/domain/measurement/figures.ts';
import { medianOf, signedRankInterval } from '#app/domain/measurement/signed-rank.ts';

/** The two-sided chance of a sum of positive ranks at least as far out, by going through all 2^n patterns of signs. */
function chanceByCounting(differences: readonly number[], middle: number): number {
  const shifted = differences.map((value) => value - middle);
  const ranked = shifted.toSorted((a, b) => Math.abs(a) - Math.abs(b));
  const sum = ranked.reduce((all, value, at) => all + (value > 0 ? at + 1 : 0), 0);
  const patterns = 2 ** ranked.length;
  let [atMost, atLeast] = [0, 0];
  for (let signs = 0; signs < patterns; signs += 1) {
    let other = 0;
    for (let at = 0; at < ranked.length; at += 1) if (signs & (1 << at)) other += at + 1;
    if (other <= sum) atMost += 1;
    if (other >= sum) atLeast += 1;
  }
  return (2 * Math.min(atMost, atLeast)) / patterns;
}

describe.each([6, 7, 8, 9, 10, 11, 12])('the signed-rank interval of %i differences', (count) => {
  it('holds exactly those middles that counting out all patterns of signs does not reject', () => {
    const random = seededRandom(count);
    const differences = Array.from({ length: count }, () => Math.tan(3 * (random() - 0.5)));
    const found = signedRankInterval(differences);
    const means = differences
      .flatMap((one, at) => differences.slice(at).map((other) => (one + other) / 2))
      .sort((a, b) => a - b);
    expect(found.estimate).toBe(medianOf(means));
    const bounds = [(means[0] ?? 0) - 1, ...means, (means.at(-1) ?? 0) + 1];
    for (const [at, low] of bounds.slice(0, -1).entries()) {
      const middle = (low + (bounds[at + 1] ?? 0)) / 2;
      const isHeld = found.low < middle && middle < found.high;
      expect(isHeld, `middle ${middle}`).toBe(chanceByCounting(differences, middle) > 0.05);
    }
  });
});
