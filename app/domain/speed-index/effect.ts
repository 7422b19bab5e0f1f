import { type IspDeal, isPartyOf, touches } from './deal.ts';
import { monthAt, monthNumber, type SpeedIndexEntry } from './speed-index.ts';
import { STUDENT_T_975 } from './student-t.ts';

/** Months averaged on each side of a deal. Source: issue 3. */
export const WINDOW_MONTHS = 3;

/** An ISP compared with has no deal on record from this many months before a deal to `WINDOW_MONTHS` after it. Own choice. */
export const CLEAR_MONTHS = 6;

/** Fewest comparison ISPs for an interval: with fewer their spread says nothing. Own choice. */
export const LEAST_FOR_INTERVAL = 3;

/** The mean of the months held on one side. `months` (`YYYY-MM`) are those used, `values` theirs in Mbps, `sources` theirs, each once. */
export interface SideMean {
  months: readonly string[];
  values: readonly number[];
  mbps: number;
  sources: readonly string[];
}

/** What one name of the index did around a month. `changeMbps`: after less before. */
export interface NameChange {
  indexName: string;
  ispId: number | null;
  before: SideMean;
  after: SideMean;
  changeMbps: number;
  /** Whether all months of both sides are held. */
  isComplete: boolean;
}

/** A company of the day without a deal: its names in the index, and the mean of their changes. */
export interface ComparedIsp {
  name: string;
  names: readonly NameChange[];
  changeMbps: number;
  isComplete: boolean;
}

/** The comparison of one name with the ISPs without a deal. Figures in Mbps; `interval` holds 95 of 100 at `degreesOfFreedom`. */
export interface NameEffect {
  own: NameChange;
  compared: readonly ComparedIsp[];
  comparedMeanMbps: number | null;
  /** Sample standard deviation of the compared changes; null with fewer than two. */
  comparedSpreadMbps: number | null;
  /** The difference in differences: own change less the mean of the compared ones. */
  differenceMbps: number | null;
  interval: EffectInterval | null;
  /** How many of the compared changes are at least as far from their mean of the others as the own one from theirs. */
  asFar: number;
  /** The same with only those that hold every month; null when there is none. */
  complete: { count: number; meanMbps: number; differenceMbps: number } | null;
  /**
   * The same over shared months: from each compared ISP both changes are taken over the months that both hold, so that no month of the one is set
   * against another month of the other; the mean of those differences and its interval. Null when nobody shares months on both sides.
   */
  shared: { count: number; differenceMbps: number; interval: EffectInterval | null } | null;
}

/** Where 95 of 100 such differences lie, in Mbps, by Student's t with these degrees of freedom. */
interface EffectInterval {
  lowMbps: number;
  highMbps: number;
  degreesOfFreedom: number;
}

/** A deal with the months it is counted over and what each of its names did. `leftOut`: names of ISPs with another deal too near. */
export interface DealEffect {
  deal: IspDeal;
  month: string;
  beforeMonths: readonly string[];
  afterMonths: readonly string[];
  clearFrom: string;
  effects: readonly NameEffect[];
  leftOut: readonly string[];
}

/**
 * Before and after of one deal, over the list of major ISPs: the mean of the three months before its month against the mean of the
 * three after; the deal's month itself is on neither side, because it holds days of both. Of each side the months held are used, at
 * least one. Compared are all companies of the day that hold a month on each side and have no deal near (`CLEAR_MONTHS`).
 * Null when the deal has no month or none of its names has figures on both sides. It describes and does not prove. Own choice.
 */
export function dealEffect(
  deal: IspDeal,
  deals: readonly IspDeal[],
  entries: readonly SpeedIndexEntry[],
): DealEffect | null {
  if (deal.month === null) return null;
  const at = monthNumber(deal.month);
  const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, step) => monthAt(from + step));
  const [beforeMonths, afterMonths] = [span(at - WINDOW_MONTHS, at - 1), span(at + 1, at + WINDOW_MONTHS)];
  const clearFrom = monthAt(at - CLEAR_MONTHS);
  const changes = changesOf(entries, beforeMonths, afterMonths);
  const near = deals.filter((other) => touches(other, clearFrom, monthAt(at + WINDOW_MONTHS)));
  const isFree = ({ indexName }: NameChange) => ![deal, ...near].some((one) => isPartyOf(one, indexName));
  const compared = companies(changes.filter(isFree));
  const own = changes.filter(({ indexName }) => isPartyOf(deal, indexName));
  if (own.length === 0) return null;
  return {
    deal,
    month: deal.month,
    beforeMonths,
    afterMonths,
    clearFrom,
    effects: own.map((change) => effectOf(change, compared)),
    leftOut: changes
      .filter((change) => !isFree(change) && !isPartyOf(deal, change.indexName))
      .map(({ indexName }) => indexName),
  };
}

/** What every name of the major list did between two sets of months, by name; only those held on both sides. */
export function changesOf(
  entries: readonly SpeedIndexEntry[],
  beforeMonths: readonly string[],
  afterMonths: readonly string[],
): NameChange[] {
  const names = new Map<string, SpeedIndexEntry[]>();
  for (const entry of entries) {
    if (entry.list !== 'major' || entry.mbps === null) continue;
    names.set(entry.indexName, [...(names.get(entry.indexName) ?? []), entry]);
  }
  return [...names]
    .flatMap(([indexName, own]) => {
      const [before, after] = [sideOf(own, beforeMonths), sideOf(own, afterMonths)];
      if (!before || !after) return [];
      return {
        indexName,
        ispId: own[0]?.ispId ?? null,
        before,
        after,
        changeMbps: after.mbps - before.mbps,
        isComplete: before.months.length === beforeMonths.length && after.months.length === afterMonths.length,
      };
    })
    .sort((a, b) => a.indexName.localeCompare(b.indexName));
}

function sideOf(entries: readonly SpeedIndexEntry[], months: readonly string[]): SideMean | null {
  const used = entries.filter(({ month }) => months.includes(month)).toSorted((a, b) => a.month.localeCompare(b.month));
  const values = used.flatMap(({ mbps }) => mbps ?? []);
  if (values.length === 0) return null;
  const sources = [...new Set(used.map(({ source }) => source))];
  return { months: used.map(({ month }) => month), values, mbps: mean(values), sources };
}

/** Names of one company of the day (today's same ISP, the same first word: "AT&T U-verse", "AT&T DSL") count once, by their mean. Own choice. */
function companies(changes: readonly NameChange[]): ComparedIsp[] {
  const gathered = new Map<string, NameChange[]>();
  for (const change of changes) {
    const key =
      change.ispId === null
        ? change.indexName
        : `${change.ispId} ${change.indexName.split(' ')[0] ?? change.indexName}`;
    gathered.set(key, [...(gathered.get(key) ?? []), change]);
  }
  return [...gathered.values()]
    .map((names) => ({
      name: names.map(({ indexName }) => indexName).join(', '),
      names,
      changeMbps: mean(names.map(({ changeMbps }) => changeMbps)),
      isComplete: names.every(({ isComplete }) => isComplete),
    }))
    .sort((a, b) => b.changeMbps - a.changeMbps || a.name.localeCompare(b.name));
}

/**
 * The interval is that of one new observation: were the deal's ISP one more of the compared, drawn from the same bell curve, its change
 * less their mean would spread as s·√(1 + 1/n) with n − 1 degrees of freedom. It carries the spread of a single ISP, which the
 * interval of a mean would leave out. Formula: prediction interval of the normal distribution.
 */
function effectOf(own: NameChange, compared: readonly ComparedIsp[]): NameEffect {
  const changes = compared.map(({ changeMbps }) => changeMbps);
  const n = changes.length;
  const comparedMeanMbps = n > 0 ? mean(changes) : null;
  const differenceMbps = comparedMeanMbps === null ? null : own.changeMbps - comparedMeanMbps;
  const comparedSpreadMbps = n > 1 ? spreadOf(changes) : null;
  const shared = compared.flatMap((isp) => sharedDifference(own, isp) ?? []);
  const whole = compared.filter(({ isComplete }) => isComplete).map(({ changeMbps }) => changeMbps);
  return {
    own,
    compared,
    comparedMeanMbps,
    comparedSpreadMbps,
    differenceMbps,
    interval: differenceMbps === null ? null : intervalAround(differenceMbps, changes),
    asFar: differenceMbps === null ? 0 : asFarAs(Math.abs(differenceMbps), changes),
    complete:
      whole.length > 0
        ? { count: whole.length, meanMbps: mean(whole), differenceMbps: own.changeMbps - mean(whole) }
        : null,
    shared:
      shared.length > 0
        ? { count: shared.length, differenceMbps: mean(shared), interval: intervalAround(mean(shared), shared) }
        : null,
  };
}

/** The prediction interval around a difference, of the scatter of these changes; null when they are too few. */
function intervalAround(differenceMbps: number, changes: readonly number[]): EffectInterval | null {
  const n = changes.length;
  const t = STUDENT_T_975[n - 2];
  if (n < LEAST_FOR_INTERVAL || t === undefined) return null;
  const half = t * spreadOf(changes) * Math.sqrt(1 + 1 / n);
  return { lowMbps: differenceMbps - half, highMbps: differenceMbps + half, degreesOfFreedom: n - 1 };
}

/** Own change less a compared ISP's, both over the months that both hold; the mean over its names; null when they share none on a side. */
function sharedDifference(own: NameChange, { names }: ComparedIsp): number | null {
  const differences = names.flatMap((name) => {
    const sides = (['before', 'after'] as const).map((side) => sharedGap(own[side], name[side]));
    const [before, after] = sides;
    return before == null || after == null ? [] : after - before;
  });
  return differences.length > 0 ? mean(differences) : null;
}

/** How far one mean lies above another over the months that both hold, or null. */
function sharedGap(one: SideMean, other: SideMean): number | null {
  const gaps = one.months.flatMap((month, at) => {
    const value = other.values[other.months.indexOf(month)];
    const own = one.values[at];
    return value === undefined || own === undefined ? [] : own - value;
  });
  return gaps.length > 0 ? mean(gaps) : null;
}

/** The placebo: each compared ISP is taken for the one with the deal, against the mean of the others; how many stand off as far or farther. */
function asFarAs(distance: number, changes: readonly number[]): number {
  if (changes.length < 2) return 0;
  return changes.filter((change, index) => {
    const others = changes.filter((_, other) => other !== index);
    return Math.abs(change - mean(others)) >= distance;
  }).length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spreadOf(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
