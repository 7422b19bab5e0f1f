import { MIN_TALLY_TOKENS } from './leaf.ts';
import { type SuppressionRules, secretRest } from './suppression.ts';

/** What one tally leaf still shows of a value, and how much of it leaves; `shown` is whole where fewer than 11 shown shares of the value do not leave. Own choice. */
export interface TallyPart {
  /** Sequence of the leaf. */
  shownIn: number;
  shown: number;
  leaving: number;
}

/** The tallies of one value, oldest first, and how many of its shares are shown in all. Own choice. */
export interface ShownCell {
  value: string;
  shown: number;
  parts: readonly TallyPart[];
}

/** A signer whose signature was undone or corrected: the sequence of the signing, and of the last leaf that undid or corrected it. Own choice. */
export interface Leaver {
  signedAt: number;
  endedAt: number;
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
 * How much of each value is taken back: its leaving shares but a secret number, chosen by chance, when 11 or more are left. What would stay shown is 11 or more, or
 * everything shown goes with them. `leavers`: all who left or moved since `since`, the last taking back (null: there was none). A share is taken back only while among
 * those of them who signed before its tally, and left after every tally that this run touches, there are 11 more than shares are taken back from tallies up to it: so
 * nobody can be made out as one of those whose share it was. All of that can be worked out by everybody, and tells nothing. Source: decision 0023.
 */
export function planTaking(
  { cells, leavers, since }: { cells: readonly ShownCell[]; leavers: readonly Leaver[]; since: number | null },
  rules: SuppressionRules,
): Taking[] {
  const { smallest = MIN_TALLY_TOKENS } = rules;
  const last = lastTally(cells, leavers, since, smallest);
  if (last === null) return [];
  const signed = leavers.filter(({ endedAt }) => endedAt > last).map(({ signedAt }) => signedAt);
  const rooms = new Rooms(placesOf(cells), last, signed.sort(rising), smallest);
  return cells.flatMap((cell) => {
    const taking = planCell(cell, rooms, rules);
    if (taking) rooms.take(taking.parts);
    return taking ?? [];
  });
}

const rising = (one: number, other: number) => one - other;

const placesOf = (cells: readonly ShownCell[]) =>
  [...new Set(cells.flatMap(({ parts }) => parts.map(({ shownIn }) => shownIn)))].sort(rising);

/** How many of rising numbers are smaller than one. */
function countBelow(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last tally that a run may touch, so that it can take back most; null when it can take back nothing. */
function lastTally(
  cells: readonly ShownCell[],
  leavers: readonly Leaver[],
  since: number | null,
  smallest: number,
): number | null {
  const signed = leavers.map(({ signedAt }) => signedAt).sort(rising);
  const ended = leavers.map(({ endedAt }) => endedAt).sort(rising);
  let best: { place: number; score: number } | null = null;
  const places = placesOf(cells).filter((place) => since === null || place > since);
  for (const place of since === null ? places : [since, ...places]) {
    const leaving = cells.flatMap(({ parts }) => parts.filter(({ shownIn }) => shownIn <= place));
    const covering = countBelow(signed, place) - countBelow(ended, place + 1);
    const score = Math.min(
      covering - smallest,
      leaving.reduce((sum, part) => sum + part.leaving, 0),
    );
    if (score >= smallest && score >= (best?.score ?? 0)) best = { place, score };
  }
  return best?.place ?? null;
}

/** How many more shares of tallies up to each place may be taken back in this run. */
class Rooms {
  readonly #places: readonly number[];
  readonly #room: number[];

  constructor(places: readonly number[], last: number, signed: readonly number[], smallest: number) {
    this.#places = places.filter((place) => place <= last);
    this.#room = this.#places.map((place) => countBelow(signed, place) - smallest);
  }

  take(parts: Taking['parts']): void {
    for (const { shownIn, count } of parts)
      for (let at = countBelow(this.#places, shownIn); at < this.#room.length; at += 1)
        this.#room[at] = (this.#room[at] ?? 0) - count;
  }

  /** So many of the counts, oldest first, as there is room for. */
  within(parts: readonly TallyPart[], counts: readonly number[]): number[] {
    const least = new Map<number, number>();
    let room = Number.POSITIVE_INFINITY;
    for (let at = this.#places.length - 1; at >= 0; at -= 1) {
      room = Math.min(room, this.#room[at] ?? 0);
      least.set(this.#places[at] ?? 0, room);
    }
    let before = 0;
    return parts.map(({ shownIn }, at) => {
      const count = Math.max(0, Math.min(counts[at] ?? 0, (least.get(shownIn) ?? 0) - before));
      before += count;
      return count;
    });
  }
}

function planCell({ value, shown, parts }: ShownCell, rooms: Rooms, rules: SuppressionRules): Taking | null {
  const { random, smallest = MIN_TALLY_TOKENS } = rules;
  const leaving = parts.reduce((sum, part) => sum + part.leaving, 0);
  const wanted = leaving - secretRest(random, smallest);
  if (wanted < smallest) return null;
  const taken = rooms.within(parts, chosenAmong(parts, leaving, wanted, random));
  const count = taken.reduce((sum, n) => sum + n, 0);
  if (count < smallest) return null;
  const inParts = (counts: readonly number[]) =>
    parts.map(({ shownIn }, at) => ({ shownIn, count: counts[at] ?? 0 })).filter((part) => part.count > 0);
  if (shown - count >= smallest) return { value, isWhole: false, parts: inParts(taken) };
  const whole = parts.map((part) => part.shown);
  if (rooms.within(parts, whole).every((n, at) => n === whole[at]))
    return { value, isWhole: true, parts: inParts(whole) };
  const least = shown - smallest;
  return least >= smallest ? { value, isWhole: false, parts: inParts(shortened(taken, count - least)) } : null;
}

/** How many of each part's leaving shares are among so many that are drawn from all alike. */
function chosenAmong(parts: readonly TallyPart[], leaving: number, wanted: number, random: () => number): number[] {
  let [left, missing] = [leaving, wanted];
  return parts.map((part) => {
    let chosen = 0;
    for (let share = 0; share < part.leaving; share += 1, left -= 1)
      if (random() * left < missing - chosen) chosen += 1;
    missing -= chosen;
    return chosen;
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
