import { defineConfig } from 'vitest/config';

/** Measures lines that it lays out itself, so nothing else may hurry the machine meanwhile. */
const ALONE = ['tests/faults/shaping.test.ts'];
const setupFiles = ['tests/support/setup.ts'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    pool: 'forks',
    projects: [
      {
        test: {
          name: 'side by side',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ALONE,
          globalSetup: ['tests/support/global-setup.ts'],
          setupFiles,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { name: 'alone', include: ALONE, setupFiles, sequence: { groupOrder: 1 } } },
    ],
  },
});
