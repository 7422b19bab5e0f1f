import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readSources, type SourceFile } from './source.ts';

/** A word that may not stand in some files. Patterns are put together from parts, so that this file does not hold them. */
interface Ban {
  why: string;
  pattern: RegExp;
  allowed?: RegExp;
}

const codeBans: Ban[] = [
  { why: 'replaces a file of ours in a test', pattern: new RegExp(`vi\\.(do)?${'mock'}\\(`) },
  {
    why: 'reads the environment',
    pattern: new RegExp(`process\\s*\\.\\s*${'env'}\\b|import\\.meta\\.${'env'}\\b`),
    allowed: /^(app\/env\.server\.ts$|tests\/)/,
  },
  { why: 'leaves work for later', pattern: new RegExp(`\\b(${['TO', 'FIX'].join('DO|')}ME|${'X'.repeat(3)})\\b`) },
];

const registries = [
  'registry\\.npmjs\\.org',
  'registry\\.yarnpkg\\.com',
  'npmmirror\\.com',
  'npm\\.pkg\\.github\\.com',
];
const everywhereBans: Ban[] = [
  { why: 'names a package registry', pattern: new RegExp(registries.join('|'), 'i') },
  {
    why: 'names a folder of one machine',
    pattern: new RegExp(`(?<![\\w./-])/(${['work', 'root', 'home'].join('|')})/\\w`),
  },
];

test('no test replaces our own files, only env.server.ts reads the environment, nothing is left for later', async () => {
  const files = await readSources(['app', 'db', 'emails', 'templates', 'tests']);
  expect(files.flatMap((file) => banned(file, codeBans))).toEqual([]);
});

test('no file names a package registry or a folder of one machine', async () => {
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-z'], { maxBuffer: 10_000_000 });
  const paths = stdout.split('\0').filter((path) => path && !/\.(png|ico|woff2?|bin|gz)$/.test(path));
  expect(paths.length).toBeGreaterThan(100);
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch(() => '');
    expect(banned({ path, text }, everywhereBans)).toEqual([]);
  }
});

test('the lock file holds digests and no download addresses', async () => {
  const faults = faultsOfLock(await readFile('package-lock.json', 'utf8'));
  expect(faults).toEqual([]);
  expect(faultsOfLock('{"packages":{"node_modules/a":{"version":"1.0.0","resolved":"https://x/a.tgz"}}}')).toEqual([
    'node_modules/a: has a download address',
    'node_modules/a: has no digest',
  ]);
});

test('a script that keeps running takes the place of its shell, so that signals reach it', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> };
  const running = ['start', 'dev', 'web', 'worker'];
  expect(running.filter((name) => !scripts[name]?.startsWith('exec '))).toEqual([]);
});

test('each ban can fail', () => {
  const text = [`vi.${'mock'}('#db/client.ts')`, `process.${'env'}.PORT`, `// ${'TO'}DO later`].join('\n');
  expect(banned({ path: 'app/a.ts', text }, codeBans)).toHaveLength(3);
  expect(banned({ path: 'app/env.server.ts', text: `process.${'env'}` }, codeBans)).toEqual([]);
  const machine = `see /${'home'}/someone/notes`;
  expect(banned({ path: 'README.md', text: machine }, everywhereBans)).toHaveLength(1);
  expect(banned({ path: 'README.md', text: `https://registry.${'npmjs'}.org/a` }, everywhereBans)).toHaveLength(1);
  expect(banned({ path: 'README.md', text: 'https://www.fcc.gov/home/page and ./home/x' }, everywhereBans)).toEqual([]);
});

function banned({ path, text }: SourceFile, bans: readonly Ban[]): string[] {
  return bans
    .filter(({ pattern, allowed }) => !allowed?.test(path) && pattern.test(text))
    .map(({ why, pattern }) => `${path} ${why}: ${pattern.exec(text)?.[0]}`);
}

function faultsOfLock(text: string): string[] {
  const { packages } = JSON.parse(text) as { packages: Record<string, Record<string, unknown>> };
  return Object.entries(packages).flatMap(([name, entry]) => [
    ...('resolved' in entry && !entry.link ? [`${name}: has a download address`] : []),
    ...(name !== '' && !('integrity' in entry) && !entry.link && !entry.inBundle ? [`${name}: has no digest`] : []),
  ]);
}
