import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { precompress } from '#app/commands/precompress.ts';
import { builtFiles } from '#app/http/static-files.ts';
import { listening, smallBuild } from './site-fixture.ts';

const folder = await mkdtemp(join(tmpdir(), 'untolled-files-'));
afterAll(() => rm(folder, { recursive: true }));
await mkdir(join(folder, 'client/assets'), { recursive: true });
await writeFile(join(folder, 'secret.txt'), 'outside');
await writeFile(join(folder, 'client/assets/page-abc.js'), `// ${'x'.repeat(5000)}`);
await writeFile(join(folder, 'client/favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
await precompress(join(folder, 'client'));
const build = smallBuild({ front: { path: ':lang?', index: true, loader: () => ({}) } });
const site = await listening({ build, files: builtFiles(join(folder, 'client')) });

it('files named by their digest are kept for a year and sent compressed', async () => {
  const answer = await site.ask('/assets/page-abc.js', { headers: { 'Accept-Encoding': 'br' } });
  expect(answer.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
  expect(answer.headers.get('Content-Encoding')).toBe('br');
  expect(Number(answer.headers.get('Content-Length'))).toBeLessThan(100);
  expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect((await answer.text()).length).toBe(5003);
  const other = await site.ask('/favicon.svg');
  expect([other.status, other.headers.get('Cache-Control')]).toEqual([200, 'public, max-age=3600']);
});

it('a file that has gone is a plain 404 that nobody keeps, and nothing outside the folder is served', async () => {
  const gone = await site.ask('/assets/page-old.js');
  expect([gone.status, gone.headers.get('Cache-Control')]).toEqual([404, 'no-store']);
  expect(await gone.text()).toContain('There is nothing here');
  const paths = ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt'];
  for (const path of paths) {
    const answer = await site.raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer, path).toMatch(/^HTTP\/1\.1 [24]/);
    expect(answer, path).not.toContain('outside');
  }
});
