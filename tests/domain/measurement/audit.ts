/** A published number: the sum of these cells is `value`. */
export interface Published {
  cells: readonly number[];
  value: number;
}

const PRIME = 1_000_003;

/** Whether the sum of `wanted` follows from published sums by adding and subtracting alone: rank over a prime field. */
export function isDerivable(published: readonly Published[], wanted: readonly number[], size: number): boolean {
  const rows = published.map(({ cells }) => indicator(cells, size));
  return rank([...rows, indicator(wanted, size)]) === rank(rows);
}

const indicator = (cells: readonly number[], size: number) =>
  Array.from({ length: size }, (_, at) => (cells.includes(at) ? 1 : 0));

function inverse(value: number): number {
  let [result, base, power] = [1n, BigInt(value), BigInt(PRIME - 2)];
  for (; power > 0n; power >>= 1n) {
    if (power & 1n) result = (result * base) % BigInt(PRIME);
    base = (base * base) % BigInt(PRIME);
  }
  return Number(result);
}

function rank(rows: readonly (readonly number[])[]): number {
  const left = rows.map((row) => [...row]);
  let found = 0;
  for (let column = 0; column < (left[0]?.length ?? 0); column += 1) {
    const at = left.findIndex((row, index) => index >= found && row[column] !== 0);
    const pivot = left[at];
    if (!pivot) continue;
    left[at] = left[found] ?? pivot;
    left[found] = pivot;
    const scale = inverse(pivot[column] ?? 1);
    for (const [index, row] of left.entries()) {
      const factor = ((row[column] ?? 0) * scale) % PRIME;
      if (index === found || factor === 0) continue;
      for (let c = column; c < row.length; c += 1)
        row[c] = ((((row[c] ?? 0) - factor * (pivot[c] ?? 0)) % PRIME) + PRIME) % PRIME;
    }
    found += 1;
  }
  return found;
}

/** Least and greatest sum of `wanted` over all tables without negative counts that have the published sums. Two-phase simplex, Bland's rule. */
export function rangeOf(published: readonly Published[], wanted: readonly number[], size: number) {
  const most = (sign: number) => sign * maximum(published, wanted, size, sign);
  return { low: most(-1), high: most(1) };
}

function maximum(published: readonly Published[], wanted: readonly number[], size: number, sign: number): number {
  const count = published.length;
  const tableau = published.map(({ cells, value }, index) => [
    ...indicator(cells, size),
    ...Array.from({ length: count }, (_, at) => (at === index ? 1 : 0)),
    value,
  ]);
  const basis = published.map((_, index) => size + index);
  const penalty = 1e6;
  const cost = [...indicator(wanted, size).map((one) => one * sign), ...Array.from({ length: count }, () => -penalty)];
  for (let step = 0; step < 5000; step += 1) {
    const gain = (column: number) =>
      (cost[column] ?? 0) - tableau.reduce((sum, row, r) => sum + (cost[basis[r] ?? 0] ?? 0) * (row[column] ?? 0), 0);
    const entering = cost.findIndex((_, column) => gain(column) > 1e-6);
    if (entering < 0) break;
    let leaving = -1;
    for (const [r, row] of tableau.entries()) {
      if ((row[entering] ?? 0) <= 1e-9) continue;
      const ratio = (row.at(-1) ?? 0) / (row[entering] ?? 1);
      const best =
        leaving < 0 ? Number.POSITIVE_INFINITY : (tableau[leaving]?.at(-1) ?? 0) / (tableau[leaving]?.[entering] ?? 1);
      if (ratio < best - 1e-9 || (Math.abs(ratio - best) <= 1e-9 && (basis[r] ?? 0) < (basis[leaving] ?? 0)))
        leaving = r;
    }
    const pivot = tableau[leaving];
    if (!pivot) throw new Error('unbounded');
    const by = pivot[entering] ?? 1;
    for (let c = 0; c < pivot.length; c += 1) pivot[c] = (pivot[c] ?? 0) / by;
    for (const [r, row] of tableau.entries()) {
      const factor = row[entering] ?? 0;
      if (r === leaving || factor === 0) continue;
      for (let c = 0; c < row.length; c += 1) row[c] = (row[c] ?? 0) - factor * (pivot[c] ?? 0);
    }
    basis[leaving] = entering;
  }
  const value = tableau.reduce((sum, row, r) => sum + (cost[basis[r] ?? 0] ?? 0) * (row.at(-1) ?? 0), 0);
  if (value < -penalty / 2) throw new Error('the published sums contradict one another');
  return Math.round(value * 1e6) / 1e6;
}
