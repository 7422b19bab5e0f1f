/** Fewest tests that a figure is shown for. Source: issue 3, point 7. */
export const minShownTests = 30;

/** Fewest networks that those tests came from. Source: issue 3, point 7. */
export const minShownNetworks = 10;

/** Days of files that the figures of a page cover. Own choice: a season. */
export const windowDays = 90;

/** Resamples of the interval of the evening slowdown. Own choice. */
export const replicates = 1000;

/** A median with its quartiles, rounded to three significant digits. */
export interface Quartiles {
  lower: number;
  median: number;
  upper: number;
}

/**
 * Median download from 19:00 to 23:00 over the median from 02:00 to 14:00, local time: 0.8 means a fifth slower in the evening. `low` and `high`
 * bound the middle 95% of resamples. Both sides hold at least 30 tests from 10 networks.
 */
export interface EveningRatio {
  ratio: number;
  low: number;
  high: number;
}

/** How streaming comparisons ended, as shares to the nearest twentieth. */
export interface StreamShares {
  noDifference: number;
  streamingSlower: number;
  inconclusive: number;
}

/**
 * What people on one ISP measured, over the open data files of the last 90 days: nothing that the files do not hold enters. `from` and `to` are
 * the first and last local day, `asOf` the newest file; `networks` is a least number. A part with too few tests is null.
 */
export interface MeasuredFigures {
  from: string;
  to: string;
  asOf: string;
  tests: number;
  networks: number;
  downloadMbps: Quartiles;
  uploadMbps: Quartiles | null;
  minRttMs: Quartiles | null;
  evening: EveningRatio | null;
  streams: StreamShares | null;
}

/** A value to three significant digits, so that no median gives a single test away to the last bit. Own choice. */
export const rounded = (value: number) => Number(value.toPrecision(3));

/** Value at share `at` of values in rising order, between two neighbours as `percentile_cont` of PostgreSQL does. NaN when there is none. */
export function quantile(sorted: ArrayLike<number>, at: number): number {
  const place = (sorted.length - 1) * at;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Median and quartiles of values in any order, rounded; null when there is none. */
export function quartilesOf(values: readonly number[]): Quartiles | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => rounded(quantile(sorted, share));
  return { lower: at(0.25), median: at(0.5), upper: at(0.75) };
}

/** Shares of the three endings, to the nearest twentieth: exact ones of a few tests would tell how a single one ended. Own choice. */
export function streamShares(counts: Record<keyof StreamShares, number>): StreamShares {
  const all = counts.noDifference + counts.streamingSlower + counts.inconclusive;
  const share = (count: number) => Math.round((count / all) * 20) / 20;
  return {
    noDifference: share(counts.noDifference),
    streamingSlower: share(counts.streamingSlower),
    inconclusive: share(counts.inconclusive),
  };
}

/** One test as the resampling sees it: its download in Mbps, which side it is on, and a number for its network, from 0 without gaps. */
export interface SideTest {
  mbps: number;
  isEvening: boolean;
  network: number;
}

/** Numbers between 0 and 1 that a seed fixes. Source: mulberry32 by Tommy Ettinger, public domain. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A side in rising order: values and the networks that they came from. */
interface SortedSide {
  mbps: Float64Array;
  networks: Uint32Array;
}

function sideOf(tests: readonly SideTest[], isEvening: boolean): SortedSide {
  const own = tests.filter((test) => test.isEvening === isEvening).sort((a, b) => a.mbps - b.mbps);
  return {
    mbps: Float64Array.from(own, ({ mbps }) => mbps),
    networks: Uint32Array.from(own, ({ network }) => network),
  };
}

/** Median when each value stands as often as its network was drawn; NaN when none was. */
function drawnMedian({ mbps, networks }: SortedSide, drawn: Uint16Array): number {
  let all = 0;
  for (let at = 0; at < networks.length; at += 1) all += drawn[networks[at] ?? 0] ?? 0;
  if (all === 0) return Number.NaN;
  const [first, last] = [Math.floor((all - 1) / 2), Math.floor(all / 2)];
  let passed = 0;
  let lower = Number.NaN;
  for (let at = 0; at < networks.length; at += 1) {
    passed += drawn[networks[at] ?? 0] ?? 0;
    if (Number.isNaN(lower) && passed > first) lower = mbps[at] ?? Number.NaN;
    if (passed > last) return (lower + (mbps[at] ?? Number.NaN)) / 2;
  }
  return Number.NaN;
}

/**
 * The evening ratio with its interval: whole networks are drawn with replacement, because the tests of one line resemble one another, and the
 * ratio of medians is taken anew each time (Efron and Tibshirani, 1993, percentile interval over clusters). The seed fixes the result. Yields
 * after each draw, so that a caller with other work may pause; its return value is the ratio. A network that comes back in another month counts as
 * another one, which makes the interval slightly too narrow. Own choice.
 */
export function* eveningRatio(tests: readonly SideTest[], seed: number): Generator<void, EveningRatio> {
  const evening = sideOf(tests, true);
  const daytime = sideOf(tests, false);
  const networks = tests.reduce((most, { network }) => Math.max(most, network + 1), 0);
  const random = seededRandom(seed);
  const drawn = new Uint16Array(networks);
  const ratios: number[] = [];
  for (let draw = 0; draw < replicates; draw += 1) {
    drawn.fill(0);
    for (let at = 0; at < networks; at += 1) {
      const which = Math.floor(random() * networks);
      drawn[which] = (drawn[which] ?? 0) + 1;
    }
    const ratio = drawnMedian(evening, drawn) / drawnMedian(daytime, drawn);
    if (Number.isFinite(ratio)) ratios.push(ratio);
    yield;
  }
  ratios.sort((a, b) => a - b);
  return {
    ratio: rounded(quantile(evening.mbps, 0.5) / quantile(daytime.mbps, 0.5)),
    low: rounded(quantile(ratios, 0.025)),
    high: rounded(quantile(ratios, 0.975)),
  };
}
