/** An estimate with the bounds of its confidence interval; `confidence` is the share the interval is built to hold, e.g. 0.956. */
export interface Interval {
  estimate: number;
  low: number;
  high: number;
  confidence: number;
}

/**
 * The middle of paired differences and its exact confidence interval: Hodges and Lehmann's estimate (the median of the means of all pairs of
 * differences, each with itself too) and the interval that inverts Wilcoxon's signed-rank test. Holds at least `level` of the time for
 * independent differences that scatter evenly to both sides of their middle, whatever the shape; `confidence` says how much exactly.
 * With so few differences that no interval reaches the level (fewer than 6 for 0.95) the bounds are infinite; with none the estimate is NaN.
 * Source: Hollander, Wolfe, Chicken, "Nonparametric Statistical Methods", 3rd edition, sections 3.1 to 3.3; decision 0014.
 */
export function signedRankInterval(differences: readonly number[], level = 0.95): Interval {
  const means = walshMeans(differences);
  const estimate = medianOf(means);
  const { cut, confidence } = cutOf(differences.length, level);
  if (cut === 0) return { estimate, low: -Infinity, high: Infinity, confidence: 1 };
  return { estimate, low: means[cut - 1] ?? Number.NaN, high: means[means.length - cut] ?? Number.NaN, confidence };
}

/** The middle of a list, or the mean of the two middle ones; NaN of an empty list. The list may be in any order. */
export function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

function walshMeans(differences: readonly number[]): number[] {
  const means: number[] = [];
  differences.forEach((one, at) => {
    for (const other of differences.slice(at)) means.push((one + other) / 2);
  });
  return means.sort((a, b) => a - b);
}

/** How many means are cut off at each end, and what the interval between then holds. */
function cutOf(count: number, level: number): { cut: number; confidence: number } {
  const chances = rankSumChances(count);
  let below = 0;
  let cut = 0;
  for (const chance of chances) {
    if (2 * (below + chance) > 1 - level) break;
    below += chance;
    cut += 1;
  }
  return { cut, confidence: 1 - 2 * below };
}

/** The chance of every sum of positive ranks, from 0 up, when each rank is positive or negative by the toss of a coin. */
function rankSumChances(count: number): Float64Array {
  const chances = new Float64Array((count * (count + 1)) / 2 + 1);
  chances[0] = 1;
  for (let rank = 1; rank <= count; rank += 1) {
    for (let sum = chances.length - 1; sum >= 0; sum -= 1) {
      chances[sum] = ((chances[sum] ?? 0) + (sum >= rank ? (chances[sum - rank] ?? 0) : 0)) / 2;
    }
  }
  return chances;
}
