import { defineConfig } from 'vitest/config';

/** These fill the machine, or measure lines that they lay out themselves: nothing else may run meanwhile. */
const ALONE = [
  'tests/faults/history.test.ts',
  'tests/faults/shaping.test.ts',
  'tests/journeys/comparing-streams.test.ts',
  'tests/journeys/measuring-at-m-lab.test.ts',
  'tests/journeys/measuring.test.ts',
];
const shared = {
  globalSetup: ['tests/support/global-setup.ts'],
  setupFiles: ['tests/support/setup.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    pool: 'forks',
    projects: [
      {
        test: {
          ...shared,
          name: 'side by side',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ALONE,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...shared, name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
