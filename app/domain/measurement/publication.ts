import { STATES } from './record.ts';

/** Fewest tests that a published row stands for. Source: issue 3, point 7. */
export const minCellTests = 11;

/** Fewest networks that those tests came from. Source: issue 3, point 7. */
export const minCellNetworks = 10;

/** How many counts at least every hidden number must leave possible to someone who has all published ones. Own choice. */
export const minLeeway = 11;

/** Parts of the local day: 19:00 to 23:00, 02:00 to 14:00, and the hours between. Source: issue 3, point 7. */
export const BANDS = ['evening', 'daytime', 'remaining'] as const;

/** One part of the local day, as in the files. Source: issue 3, point 7. */
export type Band = (typeof BANDS)[number];

/** The part of the day of a local hour. */
export function bandOf(localHour: number): Band {
  if (localHour >= 19 && localHour < 23) return 'evening';
  return localHour >= 2 && localHour < 14 ? 'daytime' : 'remaining';
}

/** What deciding on a row needs to know of a test. `network` says which are the same within `month` (`YYYY-MM`), and only there. */
export interface CellTest {
  state: string | null;
  localHour: number;
  month: string;
  network: string;
}

/** One row of a file: a state, `other`, `unknown` or `all`; a part of the day, several joined by `+`, or `all`; and its tests. */
export interface Cell<Test> {
  state: string;
  band: string;
  tests: readonly Test[];
}

/**
 * How many networks took part at least: the largest number of distinct ones within one month. Keys change every month, so that a sum over
 * months would count a network that comes back twice.
 */
export function networksOf(tests: readonly Pick<CellTest, 'month' | 'network'>[]): number {
  const months = new Map<string, Set<string>>();
  for (const { month, network } of tests) {
    const held = months.get(month);
    if (held) held.add(network);
    else months.set(month, new Set([network]));
  }
  return Math.max(0, ...[...months.values()].map(({ size }) => size));
}

/** Whether tests are enough to stand in a row of their own: 11 from 10 networks. */
export function isLargeEnough(tests: readonly CellTest[]): boolean {
  return tests.length >= minCellTests && networksOf(tests) >= minCellNetworks;
}

interface Group<Test> {
  label: string;
  tests: Test[];
}

/**
 * Groups that may each be named, and one of all the rest that may be named as a whole (or nothing): too small ones go into the rest, and when
 * the rest is too small itself, the smallest named ones follow. `isWide` says whether a rest of these labels hides its members.
 */
function named<Test extends CellTest>(
  groups: readonly Group<Test>[],
  restLabel: (members: readonly Group<Test>[]) => string,
  isWide: (kept: readonly Group<Test>[], members: readonly Group<Test>[]) => boolean,
): Group<Test>[] {
  const bySize = groups.filter(({ tests }) => tests.length > 0).sort((a, b) => b.tests.length - a.tests.length);
  const kept = bySize.filter(({ tests }) => isLargeEnough(tests));
  const members = bySize.filter(({ tests }) => !isLargeEnough(tests));
  const gathered = () => members.flatMap(({ tests }) => tests);
  while (members.length > 0 && kept.length > 0 && !(isLargeEnough(gathered()) && isWide(kept, members))) {
    members.push(...kept.splice(-1));
  }
  return members.length > 0 ? [...kept, { label: restLabel(members), tests: gathered() }] : kept;
}

function grouped<Test>(tests: readonly Test[], labelOf: (test: Test) => string): Group<Test>[] {
  const groups = new Map<string, Test[]>();
  for (const test of tests) {
    const label = labelOf(test);
    const held = groups.get(label);
    if (held) held.push(test);
    else groups.set(label, [test]);
  }
  return [...groups].map(([label, held]) => ({ label, tests: held }));
}

/** States by parts of the day: sums of both kinds are published, and the inner cells that are not hidden. */
export interface CellTable<Test> {
  states: readonly Group<Test>[];
  bands: readonly Group<Test>[];
  /** By state, then band. */
  inner: readonly (readonly Test[])[][];
  isHidden: boolean[][];
}

/** The table of a batch with its too small inner cells hidden, and no more than those. `tests` are large enough as a whole. */
export function primaryTable<Test extends CellTest>(tests: readonly Test[]): CellTable<Test> {
  const states = named(
    grouped(tests, ({ state }) => state ?? 'unknown'),
    () => 'other',
    // Whoever reads "other" must not know which state it is.
    (kept) => STATES.length + 1 - kept.length >= 2,
  );
  const bands = named(
    BANDS.map((band) => ({ label: band, tests: tests.filter(({ localHour }) => bandOf(localHour) === band) })),
    (members) => BANDS.filter((band) => members.some(({ label }) => label === band)).join('+'),
    (_, members) => members.length >= 2,
  );
  const bandAt = new Map(bands.flatMap(({ tests: own }, index) => own.map((test) => [test, index] as const)));
  const inner = states.map(({ tests: own }) =>
    bands.map((_, index) => own.filter((test) => bandAt.get(test) === index)),
  );
  return { states, bands, inner, isHidden: inner.map((row) => row.map((cell) => !isLargeEnough(cell))) };
}

/**
 * Hides inner cells until no hidden one that holds a test can be narrowed to fewer than 12 counts by sums and differences. Beside the tight one
 * it hides the corners of a rectangle that cost the fewest tests and give leeway by themselves, if there is one. With all inner cells hidden
 * the promise holds by itself, since all sums are 11 or more.
 */
export function withComplement<Test>(table: CellTable<Test>): CellTable<Test> {
  const isHidden = table.isHidden.map((row) => [...row]);
  for (;;) {
    const tight = findTight(table, isHidden);
    const next = tight && cheapestCorners(table, isHidden, tight);
    if (!next) return { ...table, isHidden };
    for (const { state, band } of next) {
      const row = isHidden[state];
      if (row) row[band] = true;
    }
  }
}

interface Place {
  state: number;
  band: number;
}

/** The shown cells to hide for a tight one: of the best rectangle with it in a corner, or the smallest of all; null when none is shown. */
function cheapestCorners(table: CellTable<unknown>, isHidden: boolean[][], { state, band }: Place): Place[] | null {
  const size = (place: Place) => sizeOf(table, place.state, place.band);
  const isShown = (place: Place) => !isHidden[place.state]?.[place.band];
  const options: { corners: Place[]; cost: number; isEnough: boolean }[] = [];
  for (const [other, row] of isHidden.entries())
    for (const column of row.keys()) {
      if (other === state || column === band) continue;
      const [beside, below, across] = [
        { state, band: column },
        { state: other, band },
        { state: other, band: column },
      ];
      const corners = [beside, below, across].filter(isShown);
      if (corners.length === 0) continue;
      const leeway = Math.min(size(beside), size(below)) + Math.min(sizeOf(table, state, band), size(across));
      const cost = corners.reduce((sum, place) => sum + size(place), 0);
      options.push({ corners, cost, isEnough: leeway >= minLeeway });
    }
  options.sort((a, b) => Number(b.isEnough) - Number(a.isEnough) || a.cost - b.cost);
  return options[0]?.corners ?? null;
}

const sizeOf = (table: CellTable<unknown>, state: number, band: number) => table.inner[state]?.[band]?.length ?? 0;

/** A hidden cell with tests that the published numbers leave too little leeway, or undefined. */
function findTight(table: CellTable<unknown>, isHidden: boolean[][]) {
  for (const [state, row] of isHidden.entries())
    for (const [band, hidden] of row.entries())
      if (hidden && sizeOf(table, state, band) > 0 && leewayOf(table, isHidden, state, band) < minLeeway)
        return { state, band };
  return undefined;
}

/** How far up and down together a hidden cell can move while every published number stays and none goes below zero, up to `minLeeway`. */
function leewayOf(table: CellTable<unknown>, isHidden: boolean[][], state: number, band: number): number {
  const up = movable(table, isHidden, state, band, 'up');
  return up >= minLeeway ? up : up + movable(table, isHidden, state, band, 'down');
}

/**
 * The most that can flow from the row of a cell back into its column over other hidden cells: what the cell gains, its row must lose in
 * another column, that column gain in another row, and so on. Cells that lose have their size to lose; cells that gain have no end.
 */
function movable(table: CellTable<unknown>, isHidden: boolean[][], state: number, band: number, way: 'up' | 'down') {
  const rows = isHidden.length;
  const nodes = rows + table.bands.length;
  const room = Array.from({ length: nodes }, () => new Float64Array(nodes));
  for (const [r, row] of isHidden.entries())
    for (const [c, hidden] of row.entries()) {
      if (!hidden || (r === state && c === band)) continue;
      const [losing, gaining] = [sizeOf(table, r, c), Number.POSITIVE_INFINITY];
      setRoom(room, r, rows + c, way === 'up' ? losing : gaining);
      setRoom(room, rows + c, r, way === 'up' ? gaining : losing);
    }
  const limit = way === 'up' ? minLeeway : Math.min(minLeeway, sizeOf(table, state, band));
  return flow(room, state, rows + band, limit);
}

function setRoom(room: Float64Array[], from: number, to: number, amount: number): void {
  const row = room[from];
  if (row) row[to] = amount;
}

/** Largest flow by shortest paths that still have room (Edmonds and Karp, 1972), up to `limit`. */
function flow(room: Float64Array[], source: number, sink: number, limit: number): number {
  let total = 0;
  while (total < limit) {
    const from = new Map<number, number>([[source, source]]);
    const queue = [source];
    for (const node of queue)
      for (const [next, left] of (room[node] ?? []).entries())
        if (left > 0 && !from.has(next)) {
          from.set(next, node);
          queue.push(next);
        }
    if (!from.has(sink)) return total;
    const path: [number, number][] = [];
    for (let at = sink; at !== source; at = from.get(at) ?? source) path.push([from.get(at) ?? source, at]);
    const step = Math.min(limit - total, ...path.map(([a, b]) => room[a]?.[b] ?? 0));
    for (const [a, b] of path) {
      setRoom(room, a, b, (room[a]?.[b] ?? 0) - step);
      setRoom(room, b, a, (room[b]?.[a] ?? 0) + step);
    }
    total += step;
  }
  return total;
}

/** The rows of a table: all, by state, by part of the day, and the inner cells that are shown. What is all of it stands once. */
export function cellsOf<Test>({ states, bands, inner, isHidden }: CellTable<Test>): Cell<Test>[] {
  const all = states.flatMap(({ tests }) => tests);
  const cells: Cell<Test>[] = [{ state: 'all', band: 'all', tests: all }];
  if (isNamed(states)) cells.push(...states.map(({ label, tests }) => ({ state: label, band: 'all', tests })));
  if (isNamed(bands)) cells.push(...bands.map(({ label, tests }) => ({ state: 'all', band: label, tests })));
  if (isNamed(states) && isNamed(bands))
    for (const [r, { label: state }] of states.entries())
      for (const [c, { label: band }] of bands.entries())
        if (!isHidden[r]?.[c]) cells.push({ state, band, tests: inner[r]?.[c] ?? [] });
  return cells;
}

/** Whether groups say more than the whole does: several, or one that is a state or a part of the day by itself. */
function isNamed(groups: readonly Group<unknown>[]): boolean {
  const [first] = groups;
  return groups.length > 1 || (first !== undefined && first.label !== 'other' && !first.label.includes('+'));
}
