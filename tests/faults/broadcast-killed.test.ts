import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '#tests/support/database.ts';
import { faultsOf, runBroadcast } from './broadcast-run.ts';
import { bundleChild } from './worker-world.ts';

const { db, url } = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), 'untolled-broadcast-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('workers killed in the middle of a broadcast leave nobody out, and at most what they had in hand goes twice', {
  timeout: 90_000,
}, async () => {
  const file = await bundleChild(folder, 'tests/faults/broadcast-child.ts');
  const shape = { recipients: 2_000, kills: 3, workers: 2, leaseMs: 800, withinMs: 60_000 };
  const outcome = await runBroadcast({ db, url, file, ...shape, seed: 6, say: () => {} });
  expect(faultsOf(outcome, shape.kills)).toEqual([]);
});
