/** What a two-sample Kolmogorov-Smirnov test says: the greatest distance between two empirical distributions, and how likely at least that distance is when both are one. */
export interface KolmogorovAnswer {
  distance: number;
  likelihood: number;
}

/**
 * Compares two samples. `likelihood` is asymptotic, with the correction of Stephens for small samples (good from some 20 values on). Source: Press et al.,
 * "Numerical Recipes", 14.3.3.
 */
export function kolmogorovSmirnov(one: readonly number[], other: readonly number[]): KolmogorovAnswer {
  const a = [...one].sort((x, y) => x - y);
  const b = [...other].sort((x, y) => x - y);
  let distance = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] ?? 0, b[j] ?? 0);
    while (i < a.length && (a[i] ?? 0) <= value) i += 1;
    while (j < b.length && (b[j] ?? 0) <= value) j += 1;
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length));
  }
  const size = Math.sqrt((a.length * b.length) / (a.length + b.length));
  return { distance, likelihood: tail((size + 0.12 + 0.11 / size) * distance) };
}

/** How likely the Kolmogorov distribution exceeds `at`. */
function tail(at: number): number {
  if (at < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k += 1) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * at * at);
  return Math.min(1, Math.max(0, sum));
}
