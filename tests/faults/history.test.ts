import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runDrift } from './drift-run.ts';
import { runHistory } from './history-run.ts';

const folder = await mkdtemp(join(tmpdir(), 'untolled-history-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

it('nothing that was acknowledged is lost, doubled or made up while everything is killed, paused and cut off once', {
  timeout: 240_000,
}, async () => {
  const seed = Date.now() % 1_000_000;
  const shape = { forMs: 0, ratePerSecond: 6, webs: 1, workers: 1, isShort: true };
  const { violations, figures } = await runHistory({ folder: join(folder, 'history'), seed, ...shape, say: () => {} });
  expect(violations, `seed ${seed}`).toEqual([]);
  expect(figures).toMatchObject({ nemeses: 12 });
  // A run in which nothing got through proves nothing.
  expect(
    Math.min(figures.signed ?? 0, figures.confirmed ?? 0, figures.leaves ?? 0, figures.reads ?? 0),
  ).toBeGreaterThan(5);
  expect(figures.checkpoints).toBeGreaterThan(0);
});

it('journals and totals are exact after mixed operations with kills of web, worker and PostgreSQL', {
  timeout: 240_000,
}, async () => {
  const seed = Date.now() % 1_000_000;
  const shape = { operations: 700, kills: 3, say: () => {} };
  const outcome = await runDrift({ folder: join(folder, 'drift'), seed, ...shape });
  expect(outcome.audit, `seed ${seed}`).toEqual({ isSound: true, differences: [], waiting: 0 });
  expect(outcome.total).toBe(outcome.expected);
  expect(Object.keys(outcome.kills).sort()).toEqual(['postgres', 'web', 'worker']);
  expect(Math.min(...Object.values(outcome.operations))).toBeGreaterThan(5);
});
