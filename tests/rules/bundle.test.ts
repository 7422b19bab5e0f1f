import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { listFiles } from '#app/commands/files.ts';
import { buildSite, isBuildFresh } from '#app/commands/site-build.ts';
import { inTurn } from '#tests/support/turn.ts';

/** Files that hold a marker, and whether the built site carries them on its server side. */
const MARKED = { 'db/client.ts': true, 'emails/transport.ts': false, 'app/env.server.ts': true };

test('nothing of the database, the post or the configuration reaches the browser', { timeout: 180_000 }, async () => {
  await inTurn('build', async () => {
    if (!(await isBuildFresh(process.cwd()))) await buildSite(process.cwd());
  });
  const client = await textOf('build/client');
  const server = await textOf('build/server');
  expect(client.length).toBeGreaterThan(100_000);
  for (const [file, isInServer] of Object.entries(MARKED)) {
    const marker = markerIn(await readFile(file, 'utf8'));
    expect(marker, file).toMatch(/^untolled-marker-/);
    expect(client.includes(marker), `${file} is in the browser bundle`).toBe(false);
    // Shows that a marker survives the build, so that its absence above means something.
    if (isInServer) expect(server.includes(marker), `${file} is not in the server bundle`).toBe(true);
  }
});

test('the script of embeds is small, and keeps, sets and opens nothing', async () => {
  const script = await readFile('build/client/embed.js');
  expect(gzipSync(script).length).toBeLessThan(15 * 1024);
  const held = /cookie|localStorage|sessionStorage|indexedDB|caches\b|window\.open|sendBeacon|innerHTML|\beval\b/.exec(
    `${script}`,
  );
  expect(held).toBeNull();
  // A page in another encoding reads it in its own.
  expect(/[^\0-\x7f]/.exec(`${script}`)).toBeNull();
});

async function textOf(folder: string): Promise<string> {
  const files = (await listFiles(process.cwd(), [folder])).filter((path) => /\.(js|css|html|json|map)$/.test(path));
  return (await Promise.all(files.map((path) => readFile(path, 'utf8')))).join('\n');
}

function markerIn(text: string): string {
  return /BUNDLE_MARKER = '([^']+)'/.exec(text)?.[1] ?? '';
}
