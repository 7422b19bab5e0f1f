import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createLogLines } from '#app/commands/log-lines.ts';

function file() {
  const path = join(mkdtempSync(join(tmpdir(), 'untolled-lines-')), 'log');
  return { fd: openSync(path, 'a'), read: () => readFileSync(path, 'utf8') };
}

test('lines arrive whole and in order, also long ones and such in other scripts', async () => {
  const { fd, read } = file();
  const lines = createLogLines(fd, 20);
  const all = Array.from({ length: 3000 }, (_, i) => `${i} ${i % 7 === 0 ? 'señal 網路 🛰'.repeat(20) : 'plain'}\n`);
  all.splice(1500, 0, `${'x'.repeat(200_000)}\n`);
  for (const line of all) lines.write(line);
  await vi.waitFor(() => expect(read()).toBe(all.join('')), 5000);
  closeSync(fd);
});

test('what is left is written at the end of the process', () => {
  const { fd, read } = file();
  const lines = createLogLines(fd, 60_000);
  lines.write('the last\n');
  expect(read()).toBe('');
  lines.flushSync();
  expect(read()).toBe('the last\n');
  closeSync(fd);
});

test('a disk that is too slow costs lines, not memory, and the log says how many', async () => {
  const { fd, read } = file();
  const lines = createLogLines(fd, 20);
  const line = `${'y'.repeat(60_000)}\n`;
  // Nothing is written before this turn of the event loop ends.
  for (let i = 0; i < 400; i += 1) lines.write(line);
  await vi.waitFor(() => expect(read().length).toBeGreaterThan(15_000_000), 5000);
  await new Promise((done) => setTimeout(done, 100));
  lines.write('after\n');
  await vi.waitFor(() => expect(read()).toMatch(/"dropped":\d+.*\nafter\n$/), 5000);
  const kept = read()
    .split('\n')
    .filter((text) => text.startsWith('y')).length;
  expect(kept + Number(/"dropped":(\d+)/.exec(read())?.[1])).toBe(400);
  closeSync(fd);
});
