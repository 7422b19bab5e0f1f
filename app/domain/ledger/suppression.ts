import { MIN_TALLY_TOKENS } from './leaf.ts';

/** Most shares that one run publishes or takes back in one breakdown, so that its transaction stays short. Own choice. */
export const MOST_SHARES = 50_000;

/** A run that goes on where the one before it stopped at its size touches groups of this many and more only. Own choice. */
export const LARGE_GROUP = 500;

/**
 * Shares of one value of a breakdown: `held` are in no tally, `shown` are in one, and `leaving` are those of `shown` whose signature counts under this
 * value no more. Own choice.
 */
export interface Cell {
  value: string;
  held: number;
  shown: number;
  leaving: number;
}

/** What the planning goes by. `random`: numbers from 0 up to but not including 1, secret. `smallest`, `most` and `from` (fewest held or leaving that are looked at) have defaults. Own choice. */
export interface SuppressionRules {
  random: () => number;
  smallest?: number;
  most?: number;
  from?: number;
}

/** So many shares of a value. Own choice. */
export interface ShareGroup {
  value: string;
  count: number;
}

/** What a run publishes. `isCut`: more is ready than one run takes. Own choice. */
export interface Showing {
  groups: ShareGroup[];
  isCut: boolean;
}

/**
 * The secret number of shares that stays behind when a group is published or taken back: 0 to 10 alike, and beyond 10 with a chance that halves
 * at each step, so that no number can be ruled out. Source: decision 0023.
 */
export function secretRest(random: () => number, smallest: number = MIN_TALLY_TOKENS): number {
  let rest = Math.floor(random() * smallest);
  while (random() >= 0.5) rest += 1;
  return rest;
}

/**
 * How many held shares of each value are published: all but a secret number, when 11 or more are left, and never so many that what everybody can work out to be
 * "not shown yet" (signatures counted less shares shown, which is shares held less shares leaving) falls below 11. Says nothing of which; that is
 * for chance to choose. Source: decision 0023.
 */
export function planShowing(cells: readonly Cell[], rules: SuppressionRules): Showing {
  const { random, smallest = MIN_TALLY_TOKENS, most = MOST_SHARES, from = smallest } = rules;
  let isCut = false;
  let room = most;
  // The smallest first: what one run has no room for is a large group, with which the next one goes on.
  const groups = cells
    .toSorted((one, other) => one.held - other.held)
    .map(({ value, held }) => {
      const ready = held - secretRest(random, smallest);
      if (held < from || ready < smallest) return { value, count: 0 };
      // What a cut leaves behind is large enough to be gone on with.
      const count = ready <= room ? ready : Math.min(room, ready - LARGE_GROUP);
      isCut ||= count < ready;
      if (count < smallest) return { value, count: 0 };
      room -= count;
      return { value, count };
    });
  keepRest(groups, cells, smallest);
  return {
    groups: groups.filter(({ count }) => count > 0).sort((one, other) => (one.value < other.value ? -1 : 1)),
    isCut,
  };
}

/** Makes the largest groups smaller until what is not shown yet is a group as well. */
function keepRest(groups: ShareGroup[], cells: readonly Cell[], smallest: number): void {
  const unshown = cells.reduce((sum, { held, leaving }) => sum + held - leaving, 0);
  for (;;) {
    const shown = groups.reduce((sum, { count }) => sum + count, 0);
    const missing = smallest - (unshown - shown);
    if (shown === 0 || missing <= 0) return;
    const largest = groups.reduce((one, other) => (other.count > one.count ? other : one));
    largest.count = largest.count - missing >= smallest ? largest.count - missing : 0;
  }
}

/**
 * What one tally leaf shows of a value and how much of it leaves. `room`: how many leaves that ended or moved a signature from before that tally can explain no share
 * taken back yet, 11 of them set aside: at most so many more shares of tallies up to this one are taken back. Own choice.
 */
export interface TallyPart {
  shownIn: number;
  shown: number;
  leaving: number;
  room: number;
}

/**
 * Per place of a tally leaf, how many more shares of tallies up to it may be taken back: the leaves that ended or moved signatures from before it, less the shares of
 * tallies up to it that were taken back, less 11; never more than any later place allows. Everybody can work this out, so that keeping
 * to it tells nothing. `ended`: such leaves of signatures from between the place before and this one. Source: decision 0023.
 */
export function roomsOf(
  places: readonly { place: number; ended: number; taken: number }[],
  smallest: number = MIN_TALLY_TOKENS,
): Map<number, number> {
  let room = -smallest;
  const rooms = places.map(({ place, ended, taken }): [number, number] => {
    room += ended - taken;
    return [place, room];
  });
  let least = Number.POSITIVE_INFINITY;
  return new Map(
    rooms.toReversed().map(([place, own]) => {
      least = Math.min(least, own);
      return [place, least];
    }),
  );
}

/** What is taken back of one value, per tally leaf. `isWhole`: everything shown, of which what does not leave becomes held again. Own choice. */
export interface Taking {
  value: string;
  isWhole: boolean;
  parts: { shownIn: number; count: number }[];
}

/** The sum of a list of parts. Own choice. */
export function countOf(parts: readonly { count: number }[]): number {
  return parts.reduce((sum, { count }) => sum + count, 0);
}

/**
 * How much of one value is taken back: its leaving shares but a secret number, chosen by chance, when 11 or more are left; per tally no more than `room` allows, so
 * that no withdrawal is given away as one of them. What would stay shown is 11 or more, or everything shown goes with them. `parts`: oldest
 * tally first. Null when the run waits. Source: decision 0023.
 */
export function planTaking(value: string, parts: readonly TallyPart[], rules: SuppressionRules): Taking | null {
  const { random, smallest = MIN_TALLY_TOKENS, most = MOST_SHARES, from = smallest } = rules;
  const shown = parts.reduce((sum, part) => sum + part.shown, 0);
  const leaving = parts.reduce((sum, part) => sum + part.leaving, 0);
  const wanted = Math.min(leaving - secretRest(random, smallest), most);
  if (leaving < from || wanted < smallest) return null;
  const taken = withinRoom(parts, chosenAmong(parts, wanted, random));
  const count = taken.reduce((sum, n) => sum + n, 0);
  if (count < smallest) return null;
  const inParts = (counts: readonly number[]) =>
    parts.map(({ shownIn }, at) => ({ shownIn, count: counts[at] ?? 0 })).filter((part) => part.count > 0);
  if (shown - count >= smallest) return { value, isWhole: false, parts: inParts(taken) };
  const whole = parts.map((part) => part.shown);
  if (shown <= most && withinRoom(parts, whole).every((n, at) => n === whole[at]))
    return { value, isWhole: true, parts: inParts(whole) };
  const least = shown - smallest;
  return least >= smallest ? { value, isWhole: false, parts: inParts(shortened(taken, count - least)) } : null;
}

/** How many of each part's leaving shares are among so many that are drawn from all alike. */
function chosenAmong(parts: readonly TallyPart[], wanted: number, random: () => number): number[] {
  const counts = parts.map(() => 0);
  let left = parts.reduce((sum, part) => sum + part.leaving, 0);
  let missing = wanted;
  for (const [at, part] of parts.entries())
    for (let share = 0; share < part.leaving; share += 1, left -= 1)
      if (random() * left < missing) {
        counts[at] = (counts[at] ?? 0) + 1;
        missing -= 1;
      }
  return counts;
}

function withinRoom(parts: readonly TallyPart[], counts: readonly number[]): number[] {
  let before = 0;
  return parts.map(({ room }, at) => {
    const count = Math.max(0, Math.min(counts[at] ?? 0, room - before));
    before += count;
    return count;
  });
}

function shortened(counts: readonly number[], by: number): number[] {
  let left = by;
  return counts.map((count) => {
    const cut = Math.min(count, left);
    left -= cut;
    return count - cut;
  });
}

/** Parts of a list of `count` that hold 11 to 500 each, as sizes: as few as can be, as alike as can be. Source: docs/ledger.md, "Small cells". */
export function partsOf(count: number, most: number): number[] {
  const parts = Math.ceil(count / most);
  return Array.from({ length: parts }, (_, at) => Math.floor((count + at) / parts));
}
