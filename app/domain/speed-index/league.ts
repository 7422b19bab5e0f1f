import { monthAt, monthNumber, type SpeedIndexEntry, type SpeedIndexList } from './speed-index.ts';

/** Why a place has no movement beside it. */
export const NO_MOVEMENT_REASONS = [
  'unranked',
  'month_before_missing',
  'absent_before',
  'unranked_before',
  'counts_unknown',
  'counts_differ',
] as const;

/**
 * How a rank moved since the month before: from and to a rank, only where both months are consecutive, of one list, and both
 * ranks count the same names; else why there is none. `countsBefore` and `countsNow` are what the two ranks count.
 */
export type Movement =
  | { kind: 'moved'; from: number; to: number; fromMonth: string }
  | { kind: 'none'; reason: 'counts_differ'; countsBefore: string; countsNow: string }
  | { kind: 'none'; reason: Exclude<(typeof NO_MOVEMENT_REASONS)[number], 'counts_differ'> };

/** A row of a month's list: the entry, today's ISP where the name leads to one, and the movement. */
export interface LeagueRow extends SpeedIndexEntry {
  ispSlug: string | null;
  ispName: string | null;
  movement: Movement;
}

/** One list of one month (`YYYY-MM`): ranked names by rank, then the others by bitrate, then by name. */
export interface LeagueTable {
  month: string;
  list: SpeedIndexList;
  rows: readonly LeagueRow[];
}

/** A month that the index is held for: its lists with how many names each has, and whether it says ranks. */
export interface IndexMonth {
  month: string;
  lists: readonly { list: SpeedIndexList; names: number; ranked: number }[];
}

/** Where a month (`YYYY-MM`) stands among those held: itself, a gap between two of them, or outside of all. */
export interface MonthPlace {
  kind: 'held' | 'gap' | 'outside';
  previous: string | null;
  next: string | null;
}

/**
 * How a rank moved since the month before. `before` are the entries of the calendar month before and of the same list, all names.
 * Source: facts README, first trap: ranks that count different names are not compared.
 */
export function movementOf(entry: SpeedIndexEntry, before: readonly SpeedIndexEntry[]): Movement {
  if (entry.rank === null) return { kind: 'none', reason: 'unranked' };
  if (before.length === 0) return { kind: 'none', reason: 'month_before_missing' };
  const own = before.find(
    ({ indexName, list, month }) =>
      indexName === entry.indexName && list === entry.list && monthNumber(month) === monthNumber(entry.month) - 1,
  );
  if (!own) return { kind: 'none', reason: 'absent_before' };
  if (own.rank === null) return { kind: 'none', reason: 'unranked_before' };
  if (own.rankCounts === null || entry.rankCounts === null) return { kind: 'none', reason: 'counts_unknown' };
  if (own.rankCounts !== entry.rankCounts)
    return { kind: 'none', reason: 'counts_differ', countsBefore: own.rankCounts, countsNow: entry.rankCounts };
  return { kind: 'moved', from: own.rank, to: entry.rank, fromMonth: own.month };
}

/** The calendar month before a month, both `YYYY-MM`. */
export function monthBefore(month: string): string {
  return monthAt(monthNumber(month) - 1);
}

/** Whether a text is a month written `YYYY-MM`. */
export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

/** Where a month stands among the held ones (`YYYY-MM`, any order), with its held neighbours. */
export function monthPlace(month: string, held: readonly string[]): MonthPlace {
  const sorted = held.toSorted();
  const previous = sorted.findLast((one) => one < month) ?? null;
  const next = sorted.find((one) => one > month) ?? null;
  if (sorted.includes(month)) return { kind: 'held', previous, next };
  return { kind: previous && next ? 'gap' : 'outside', previous, next };
}

/** The order of a league table: by rank, those without one behind by bitrate, then by name. */
export function leagueOrder(a: SpeedIndexEntry, b: SpeedIndexEntry): number {
  const rank = (entry: SpeedIndexEntry) => entry.rank ?? Number.POSITIVE_INFINITY;
  const byRank = rank(a) === rank(b) ? 0 : rank(a) - rank(b);
  return byRank || (b.mbps ?? 0) - (a.mbps ?? 0) || a.indexName.localeCompare(b.indexName);
}
