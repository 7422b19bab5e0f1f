import type { Confidence } from '../isp/isp.ts';

/** The published lists; `db/schema` keeps the same ones. */
export const SPEED_INDEX_LISTS = ['major', 'expanded', 'country', 'mobile'] as const;

/** The published list that an entry stood on; entries of different lists are never joined or ranked together. */
export type SpeedIndexList = (typeof SPEED_INDEX_LISTS)[number];

/** One published value. `month`: `YYYY-MM`. `mbps`: average prime-time stream bitrate, null where only the rank was published. */
export interface SpeedIndexEntry {
  month: string;
  list: SpeedIndexList;
  /** The name as the index printed it, e.g. "Verizon FiOS". */
  indexName: string;
  ispId: number | null;
  mbps: number | null;
  rank: number | null;
  /** What the rank counts, e.g. "17 incl. Google Fiber"; null when unknown. */
  rankCounts: string | null;
  source: string;
  rankSource: string | null;
  confidence: Confidence;
  note: string | null;
}

/** A bitrate of one month, in Mbps. */
export interface SpeedPoint {
  month: string;
  mbps: number;
}

/** Consecutive months of one list: a line may be drawn through these and no further. */
export interface SpeedSegment {
  list: SpeedIndexList;
  points: readonly SpeedPoint[];
}

/** Consecutive months whose ranks count the same names. */
export interface RankRun {
  list: SpeedIndexList;
  rankCounts: string | null;
  points: readonly { month: string; rank: number }[];
}

/** Everything the index published under one name, in order of month. */
export interface SpeedIndexLine {
  indexName: string;
  segments: readonly SpeedSegment[];
  rankRuns: readonly RankRun[];
  entries: readonly SpeedIndexEntry[];
}

/** Months since year 0, so that consecutive months differ by one. Input `YYYY-MM`. */
export function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

/** The month (`YYYY-MM`) of a number given by `monthNumber`. */
export function monthAt(number: number): string {
  const year = Math.floor(number / 12);
  return `${String(year).padStart(4, '0')}-${String(number - year * 12 + 1).padStart(2, '0')}`;
}

/** Parts what may be joined: a new group starts wherever `joins(previous, next)` is false. */
function groups<T>(items: readonly T[], joins: (previous: T, next: T) => boolean): T[][] {
  const parted: T[][] = [];
  let previous: T | undefined;
  for (const item of items) {
    const group = parted.at(-1);
    if (group && previous !== undefined && joins(previous, item)) group.push(item);
    else parted.push([item]);
    previous = item;
  }
  return parted;
}

const follows = (a: SpeedIndexEntry, b: SpeedIndexEntry) =>
  a.list === b.list && monthNumber(b.month) === monthNumber(a.month) + 1;

const byListAndMonth = (a: SpeedIndexEntry, b: SpeedIndexEntry) =>
  a.list.localeCompare(b.list) || a.month.localeCompare(b.month);

/** Bitrates parted at every missing month and every change of list. Source: facts README, "gaps are gaps". */
export function speedSegments(entries: readonly SpeedIndexEntry[]): SpeedSegment[] {
  const measured = entries.filter((entry) => entry.mbps !== null).sort(byListAndMonth);
  return groups(measured, follows)
    .map((group) => ({
      list: group[0]?.list ?? 'major',
      points: group.flatMap(({ month, mbps }) => (mbps === null ? [] : [{ month, mbps }])),
    }))
    .sort((a, b) => (a.points[0]?.month ?? '').localeCompare(b.points[0]?.month ?? ''));
}

/**
 * Ranks parted at every missing month, change of list and change of what the rank counts. A rank whose count is unknown
 * stands alone, so January and February 2014 are never joined. Source: facts README, first trap.
 */
export function rankRuns(entries: readonly SpeedIndexEntry[]): RankRun[] {
  const ranked = entries.filter((entry) => entry.rank !== null).sort(byListAndMonth);
  return groups(ranked, (a, b) => follows(a, b) && a.rankCounts !== null && a.rankCounts === b.rankCounts)
    .map((group) => ({
      list: group[0]?.list ?? 'major',
      rankCounts: group[0]?.rankCounts ?? null,
      points: group.flatMap(({ month, rank }) => (rank === null ? [] : [{ month, rank }])),
    }))
    .sort((a, b) => (a.points[0]?.month ?? '').localeCompare(b.points[0]?.month ?? ''));
}

function gathered<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Entries gathered into one line per index name, the line with most bitrates first. */
export function speedIndexLines(entries: readonly SpeedIndexEntry[]): SpeedIndexLine[] {
  const byName = gathered(entries, (entry) => entry.indexName);
  return [...byName]
    .map(([indexName, own]) => ({
      indexName,
      segments: speedSegments(own),
      rankRuns: rankRuns(own),
      entries: own.toSorted((a, b) => a.month.localeCompare(b.month) || a.list.localeCompare(b.list)),
    }))
    .sort((a, b) => measuredMonths(b) - measuredMonths(a) || a.indexName.localeCompare(b.indexName));
}

/** How many months of a line have a bitrate. */
export function measuredMonths(line: SpeedIndexLine): number {
  return line.segments.reduce((sum, segment) => sum + segment.points.length, 0);
}

/** A line cut to the months from `from` to `to`, both `YYYY-MM` and included. */
export function lineBetween(line: SpeedIndexLine, from: string, to: string): SpeedIndexLine {
  const entries = line.entries.filter(({ month }) => month >= from && month <= to);
  return { indexName: line.indexName, segments: speedSegments(entries), rankRuns: rankRuns(entries), entries };
}

/** The newest entry of a line that has a bitrate, or null. */
export function newestFigure(line: SpeedIndexLine): SpeedIndexEntry | null {
  return line.entries.findLast((entry) => entry.mbps !== null) ?? null;
}

/** The entry of one month (`YYYY-MM`), from the list of major ISPs when it stands on two, or null. */
export function figureOf(line: SpeedIndexLine, month: string): SpeedIndexEntry | null {
  const own = line.entries.filter((entry) => entry.month === month);
  return own.find(({ list }) => list === 'major') ?? own[0] ?? null;
}

/**
 * Lines to draw thinly beside an ISP's own: of every other ISP its fullest line in the window, fullest first, then the one
 * with the higher average; only those that miss no month which the fullest has. At most `limit`. Own choice.
 */
export function comparisonLines(
  entries: readonly SpeedIndexEntry[],
  { exceptIspId, from, to, limit = 2 }: { exceptIspId: number; from: string; to: string; limit?: number },
): SpeedIndexLine[] {
  const others = entries.filter(
    ({ list, ispId, month }) =>
      list === 'major' && ispId !== null && ispId !== exceptIspId && month >= from && month <= to,
  );
  const fullest = [...gathered(others, ({ ispId }) => ispId).values()].flatMap((own) =>
    speedIndexLines(own).sort(fuller).slice(0, 1),
  );
  const most = Math.max(0, ...fullest.map(measuredMonths));
  return fullest
    .filter((line) => measuredMonths(line) === most && most > 1)
    .sort(fuller)
    .slice(0, limit);
}

function fuller(a: SpeedIndexLine, b: SpeedIndexLine): number {
  return measuredMonths(b) - measuredMonths(a) || average(b) - average(a) || a.indexName.localeCompare(b.indexName);
}

function average(line: SpeedIndexLine): number {
  const values = line.segments.flatMap(({ points }) => points.map(({ mbps }) => mbps));
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
