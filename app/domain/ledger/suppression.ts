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

/** Parts of a list of `count` that hold 11 to 500 each, as sizes: as few as can be, as alike as can be. Source: docs/ledger.md, "Small cells". */
export function partsOf(count: number, most: number): number[] {
  const parts = Math.ceil(count / most);
  return Array.from({ length: parts }, (_, at) => Math.floor((count + at) / parts));
}
