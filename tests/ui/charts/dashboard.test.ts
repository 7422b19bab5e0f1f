import { expect, test } from 'vitest';
import { STOP_RULES } from '#app/domain/broadcast/broadcast.ts';
import { classOf, filled, mapClasses, rateOf } from '#app/domain/dashboard/dashboard.ts';
import { MAP_SIZE, stateOutlines } from '#app/domain/dashboard/outline.server.ts';
import { ALERT_KINDS } from '#app/domain/judgement/watch.ts';
import { stateName } from '#app/domain/letter/state-names.ts';
import { organizeDashboard as en } from '#app/messages/en/organize-dashboard.ts';
import { drawBars, stepFor } from '#app/ui/organizer/charts/bars.ts';
import { HATCHES, statesMap } from '#app/ui/organizer/charts/states-map.ts';

const outlines = stateOutlines();

test('the map draws the fifty states and the District of Columbia, each by its letters and inside its frame', () => {
  expect(outlines).toHaveLength(51);
  expect(outlines.filter(({ state }) => stateName(state, 'en') === null)).toEqual([]);
  const numbers = outlines.flatMap(({ path }) => (path.match(/\d+/g) ?? []).map(Number));
  expect(Math.max(...numbers)).toBeLessThanOrEqual(MAP_SIZE.width);
  // California lies west, Maine east, Hawaii in the south.
  const at = (code: string) => outlines.find(({ state }) => state === code);
  expect(at('CA')?.x).toBeLessThan(150);
  expect(at('ME')?.x).toBeGreaterThan(850);
  expect(at('HI')?.y).toBeGreaterThan(480);
  const areas = outlines.map(({ area }) => area);
  expect(at('TX')?.area).toBeGreaterThan(areas.toSorted((a, b) => b - a)[2] ?? 0);
});

test('a state is shaded by a pattern of its class, and its figure stands in words beside it', () => {
  const counts = new Map([
    ['CA', 4_000],
    ['VT', 3],
    ['TX', 900],
    ['NY', 800],
    ['MS', 20],
  ]);
  const classes = mapClasses([...counts.values()]);
  const map = statesMap({ size: MAP_SIZE, outlines, counts, classes, labels: true });
  const shadeOf = (state: string, count: number) =>
    new RegExp(`fill="url\\(#(h\\d)\\)" d="[^"]*"><title>${state} ${count}</title>`).exec(map)?.[1];
  expect([shadeOf('WY', 0), shadeOf('VT', 3)]).toEqual(['h0', `h${HATCHES.length - classes.length}`]);
  expect(shadeOf('CA', 4_000)).toBe('h4');
  expect(map).toContain('>TX</text>');
  expect(statesMap({ size: MAP_SIZE, outlines, counts, classes, labels: false })).not.toContain('<text');
  expect(map.length).toBeLessThan(100_000);
});

test('classes have round borders without gaps, and every value falls into one', () => {
  expect(mapClasses([0, 0])).toEqual([]);
  expect(mapClasses([1])).toEqual([{ from: 1, to: null }]);
  const classes = mapClasses(Array.from({ length: 50 }, (_, place) => place * place));
  expect(classes).toEqual([
    { from: 1, to: 99 },
    { from: 100, to: 499 },
    { from: 500, to: 999 },
    { from: 1_000, to: null },
  ]);
  expect([0, 1, 99, 100, 1_000_000].map((value) => classOf(value, classes))).toEqual([0, 1, 1, 2, 4]);
});

test('the rate is over the time that has gone by, and a row has no gaps', () => {
  const now = new Date('2026-11-22T12:04:30Z');
  const minutes = [
    { at: '2026-11-22T11:59:00Z', amount: 1_000 },
    { at: '2026-11-22T12:00:00Z', amount: 45 },
    { at: '2026-11-22T12:04:00Z', amount: 45 },
  ];
  expect(rateOf(minutes, now)).toBe(20);
  expect(rateOf([], now)).toBe(0);
  expect(filled(minutes, 60_000, 4, now).map(({ at, amount }) => [at.slice(11, 16), amount])).toEqual([
    ['12:01', 0],
    ['12:02', 0],
    ['12:03', 0],
    ['12:04', 45],
  ]);
});

test('bars reach no higher than the scale, and the one under way is drawn apart', () => {
  const amounts = [7, 0, 12].map((amount, hour) => ({ at: `2026-11-22T0${hour}:00:00.000Z`, amount }));
  const { wide } = drawBars({ amounts, tickOf: (at) => at.slice(11, 13), format: String });
  expect(wide.bars.match(/M/g)).toHaveLength(1);
  expect(wide.open.match(/M/g)).toHaveLength(1);
  expect(wide.grid.map(({ text }) => text)).toEqual(['0', '5', '10', '15']);
  const ys = [...wide.open.matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y));
  expect(Math.min(...ys)).toBeGreaterThanOrEqual(wide.grid.at(-1)?.y ?? 0);
  expect([0, 1, 4, 5, 100, 1_001].map(stepFor)).toEqual([1, 1, 1, 2, 50, 500]);
});

test('every kind of alert has words of its own', () => {
  const stops = Object.keys(STOP_RULES).map((reason) => `broadcast-${reason}`);
  const kinds = [...ALERT_KINDS.map(({ name }) => name), ...stops];
  expect(Object.keys(en.alerts.kinds).toSorted()).toEqual(kinds.toSorted());
});
