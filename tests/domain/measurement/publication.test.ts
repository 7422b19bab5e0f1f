import { describe, expect, test } from 'vitest';
import { seededRandom } from '#app/domain/measurement/figures.ts';
import {
  BANDS,
  bandOf,
  type Cell,
  type CellTest,
  cellsOf,
  isLargeEnough,
  networksOf,
  primaryTable,
  withComplement,
} from '#app/domain/measurement/publication.ts';
import { isDerivable, type Published, rangeOf } from './audit.ts';

const HOUR = { evening: 20, daytime: 9, remaining: 16 } as const;

/** Tests of one cell; each from a network of its own, or all from `networks` of them. */
function many(state: string | null, band: (typeof BANDS)[number], count: number, networks = count): CellTest[] {
  return Array.from({ length: count }, (_, at) => ({
    state,
    localHour: HOUR[band],
    month: '2026-11',
    network: `${state} ${band} ${at % Math.max(1, networks)}`,
  }));
}

const shown = (tests: readonly CellTest[]) =>
  cellsOf(withComplement(primaryTable(tests))).map((cell) => [cell.state, cell.band, cell.tests.length]);

/** What someone can work out from rows alone: every fine cell of the states there are, and of three in which nobody measured. */
function audit(tests: readonly CellTest[], cells: readonly Cell<CellTest>[]): string[] {
  const listed = new Set(cells.map(({ state }) => state).filter((state) => state !== 'all' && state !== 'other'));
  const states = [...new Set([...tests.map(({ state }) => state ?? 'unknown'), 'none 1', 'none 2', 'none 3'])];
  const fine = states.flatMap((state) => BANDS.map((band) => ({ state, band })));
  const sizes = fine.map(
    ({ state, band }) =>
      tests.filter((one) => (one.state ?? 'unknown') === state && bandOf(one.localHour) === band).length,
  );
  const inRow = (state: string, row: string) => row === 'all' || (row === 'other' ? !listed.has(state) : state === row);
  const published: Published[] = cells.map((cell) => ({
    cells: fine.flatMap(({ state, band }, at) =>
      inRow(state, cell.state) && (cell.band === 'all' || cell.band.split('+').includes(band)) ? [at] : [],
    ),
    value: cell.tests.length,
  }));
  for (const { cells: covered, value } of published)
    expect(covered.reduce((sum, at) => sum + (sizes[at] ?? 0), 0)).toBe(value);
  const faults: string[] = [];
  const asRow = (at: number[]) =>
    published.some((row) => row.cells.length === at.length && row.cells.every((one) => at.includes(one)));
  const groups = [
    ...fine.map((_, at) => [at]),
    ...states.flatMap((state) =>
      [...BANDS.map((without) => BANDS.filter((band) => band !== without)), [...BANDS]].map((bands) =>
        fine.flatMap((cell, at) => (cell.state === state && bands.includes(cell.band) ? [at] : [])),
      ),
    ),
  ];
  for (const group of groups) {
    const size = group.reduce((sum, at) => sum + (sizes[at] ?? 0), 0);
    if (size === 0 || asRow(group)) continue;
    const name = group.map((at) => `${fine[at]?.state} ${fine[at]?.band}`).join(' and ');
    const { low, high } = rangeOf(published, group, fine.length);
    expect(low).toBeLessThanOrEqual(size);
    expect(high).toBeGreaterThanOrEqual(size);
    if (size < 11 && (low === high || isDerivable(published, group, fine.length))) faults.push(`${name} is ${size}`);
    if (group.length === 1 && high - low < 11) faults.push(`${name} is from ${low} to ${high}`);
  }
  return faults;
}

/** A table at random: one to five states, cells of every size about the threshold, some from few networks. */
function atRandom(seed: number): CellTest[] {
  const random = seededRandom(seed);
  const states = ['CA', 'NY', 'TX', null, 'WY'].slice(0, 1 + Math.floor(random() * 5));
  return states.flatMap((state) =>
    BANDS.flatMap((band) => {
      const kind = random();
      const count = Math.floor(kind < 0.2 ? 0 : kind < 0.6 ? random() * 11 : random() * 60);
      return many(state, band, count, random() < 0.15 ? 4 : count);
    }),
  );
}

const tables = Array.from({ length: 400 }, (_, seed) => atRandom(seed)).filter(isLargeEnough);

describe('the rows of a batch', () => {
  test('let nobody work out a count under 11, nor narrow a hidden cell below 12 counts, in 400 tables at random', {
    timeout: 60_000,
  }, () => {
    expect(tables.length).toBeGreaterThan(300);
    expect(tables.flatMap((tests) => audit(tests, cellsOf(withComplement(primaryTable(tests)))))).toEqual([]);
  });

  test('would give hidden cells away without the complementary step', { timeout: 60_000 }, () => {
    const open = tables.filter((tests) => audit(tests, cellsOf(primaryTable(tests))).length > 0);
    expect(open.length).toBeGreaterThan(50);
  });

  test('are all of 11 tests from 10 networks or more', () => {
    const cells = tables.flatMap((tests) => cellsOf(withComplement(primaryTable(tests))));
    expect(cells.filter(({ tests }) => !isLargeEnough(tests))).toEqual([]);
    expect(cells.filter(({ state, band }) => state !== 'all' && band !== 'all').length).toBeGreaterThan(100);
  });
});

test('a hidden cell takes another of its row along, so that the sum of the row does not give it away', () => {
  const tests = [
    ...many('CA', 'evening', 20),
    ...many('CA', 'daytime', 30),
    ...many('CA', 'remaining', 5),
    ...many('TX', 'evening', 20),
    ...many('TX', 'daytime', 30),
    ...many('TX', 'remaining', 25),
  ];
  const inner = shown(tests).filter(([state, band]) => state !== 'all' && band !== 'all');
  expect(inner).toContainEqual(['CA', 'daytime', 30]);
  expect(inner).toContainEqual(['TX', 'daytime', 30]);
  expect(inner).toHaveLength(2);
});

test('small states are one row, and take a large one along when they are small together', () => {
  const large = [...many('CA', 'evening', 40), ...many('TX', 'evening', 30)];
  const totals = (tests: CellTest[]) => shown(tests).filter(([state, band]) => state !== 'all' && band === 'all');
  expect(totals([...large, ...many('NV', 'evening', 6), ...many('WY', 'evening', 7)])).toEqual([
    ['CA', 'all', 40],
    ['TX', 'all', 30],
    ['other', 'all', 13],
  ]);
  expect(totals([...large, ...many('WY', 'evening', 7)])).toEqual([
    ['CA', 'all', 40],
    ['other', 'all', 37],
  ]);
});

test('many tests from a few networks are as hidden as few tests', () => {
  const tests = [...many('CA', 'evening', 40), ...many('TX', 'evening', 200, 9)];
  expect(shown(tests)).toEqual([
    ['all', 'all', 240],
    ['all', 'evening', 240],
  ]);
});

test('networks are counted within one month, because their keys change with it', () => {
  const of = (month: string, names: string[]) => names.map((network) => ({ month, network }));
  expect(networksOf([...of('2026-10', ['a', 'b', 'a']), ...of('2026-11', ['c', 'd', 'e'])])).toBe(3);
  expect(networksOf([])).toBe(0);
});

test('evening is from 19:00 to 23:00 and daytime from 02:00 to 14:00', () => {
  const hours = Array.from({ length: 24 }, (_, hour) => bandOf(hour));
  expect(hours.flatMap((band, hour) => (band === 'evening' ? [hour] : []))).toEqual([19, 20, 21, 22]);
  expect(hours.flatMap((band, hour) => (band === 'daytime' ? [hour] : []))).toEqual([
    2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
  ]);
});
