import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { childVariables } from '#app/env.server.ts';
import { runToEnd } from '#db/guarded-process.ts';
import { buildEmbed } from './embed-build.ts';
import { CommandFault } from './fault.ts';
import { listFiles } from './files.ts';
import { precompress } from './precompress.ts';

/** Everything that the built site is made of. Other seeds and the migrations are read when a command runs. */
const SOURCES = [
  'app',
  'db',
  'emails',
  'templates',
  'public',
  'package-lock.json',
  'remix.config.js',
  'vite.config.ts',
];
const LEFT_OUT = /^(app\/commands\/(?!ranges)|db\/seed\/(?!isps\.json|network-kinds)|db\/migrations\/)/;
const STAMP = 'build/sources.sha256';

/** One digest of all sources: path and content of each file. */
export async function sourceDigest(root: string): Promise<string> {
  const digest = createHash('sha256');
  for (const path of await listFiles(root, SOURCES)) {
    if (!LEFT_OUT.test(path))
      digest
        .update(`${path}\0`)
        .update(await readFile(resolve(root, path)))
        .update('\0');
  }
  return digest.digest('hex');
}

/** Whether `build/` holds the site of exactly these sources. */
export async function isBuildFresh(root: string): Promise<boolean> {
  const stamp = await readFile(resolve(root, STAMP), 'utf8').catch(() => '');
  return stamp.trim() === (await sourceDigest(root));
}

/**
 * Builds the site into `build/`, compresses its files, compiles the address ranges, then stamps it. Throws `CommandFault` with the end of the
 * failing step's output; a build that failed is never taken for fresh.
 */
export async function buildSite(root: string): Promise<void> {
  const digest = await sourceDigest(root);
  await rm(resolve(root, STAMP), { force: true });
  // Remix empties build/ first, so that everything else is written after it.
  await step(root, 'The site could not be built', ['node_modules/.bin/remix', 'vite:build']);
  await buildEmbed(root);
  await precompress(resolve(root, 'build/client'));
  await step(root, 'The address ranges could not be compiled', ['--import', 'tsx', 'app/commands/ranges.ts']);
  await writeFile(resolve(root, STAMP), `${digest}\n`);
}

async function step(root: string, sentence: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runToEnd([process.execPath, ...args], {
    cwd: root,
    variables: childVariables({ NODE_ENV: 'production' }),
  });
  if (code === 0) return;
  const hint = output.includes('Cannot find module') ? ' Packages are missing: run "npm ci --include=dev".' : '';
  throw new CommandFault(`${sentence}.${hint}\n${buildReason(output)}`);
}

/** What a failed step says is wrong: the file, the line and the code around it, without the stack of the bundler; else the end of its output. */
export function buildReason(output: string): string {
  const lines = output.trim().split('\n');
  const said = lines.slice(lines.findLastIndex((line) => /Build failed in /.test(line)) + 1);
  const stack = said.findIndex((line) => /^ +at \S/.test(line));
  const reason = said
    .slice(0, stack < 0 ? undefined : stack)
    .join('\n')
    .trim();
  return stack < 0 || reason === ''
    ? lines.slice(-30).join('\n')
    : reason.replaceAll('?__remix-build-client-route', '').slice(0, 2000);
}
