import { expect, test } from 'vitest';
import { pauseMs } from '#app/ui/live-count.ts';

test('viewers who came at once ask at different times, and seldom while nobody answers', () => {
  expect([pauseMs(0, 0), pauseMs(0, 1)].map(Math.round)).toEqual([7000, 13_000]);
  expect(Math.round(pauseMs(1, 0.5))).toBe(20_000);
  expect(Math.round(pauseMs(30, 0.5))).toBe(120_000);
});
