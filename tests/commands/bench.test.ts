import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { alternate, median } from '#tests/bench/alternate.ts';

const run = promisify(execFile);
const bench = (...args: string[]) =>
  run(process.execPath, ['--import', 'tsx', 'tests/bench/run.ts', ...args]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );

test('the median is the middle figure, or the mean of two', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([1, 4, 2, 9])).toBe(3);
  expect(() => median([])).toThrow('at least one');
});

test('ours and the limit are measured in turn, and the first of the pair changes', async () => {
  const order: string[] = [];
  const figures = await alternate({ rounds: 3, say: () => {} }, 'x/s', {
    ours: async () => order.push('ours'),
    limit: async () => order.push('limit'),
  });
  expect(order).toEqual(['limit', 'ours', 'ours', 'limit', 'limit', 'ours']);
  expect(figures).toEqual({ value: 3, limit: 4, unit: 'x/s' });
});

test('an unknown benchmark, a surplus name and a wrong number of rounds get the usage and exit code 2', async () => {
  for (const args of [['nothing-here'], [], ['page', 'sign'], ['page', '--rounds', '0'], ['--what']]) {
    const { code, stdout, stderr } = await bench(...args);
    expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' });
    expect(stderr).toContain('Usage: npm run bench');
  }
});

test('--help lists the benchmarks and leaves with 0', async () => {
  const { code, stdout } = await bench('--help');
  expect(code).toBe(0);
  expect(stdout).toContain('Usage: npm run bench');
});
