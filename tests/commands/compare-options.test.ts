import { expect, test } from 'vitest';
import { COMPARE_HELP, readCompareOptions } from '#app/commands/compare-options.ts';

const sides = ['--stream', 'https://a.example', '--control', 'https://b.example'];
const faultOf = (...args: string[]) => {
  const asked = readCompareOptions(args);
  return asked.kind === 'fault' ? asked.fault : asked.kind;
};

test('both sides are needed, and no side is compared with itself', () => {
  expect(faultOf()).toMatch(/--stream/);
  expect(faultOf('--stream', 'https://a.example')).toMatch(/--control/);
  expect(faultOf(...sides.slice(0, 2), '--control', 'https://a.example/x/{bytes}')).toMatch(/with itself/);
  expect(faultOf('--stream', 'a.example', ...sides.slice(2))).toMatch(/--stream: "a.example" is no address/);
  expect(faultOf(...sides, '--speed', '5')).toMatch(/--speed/);
});

test('pairs are a number from ten to sixty; a seed is made where none is given', () => {
  for (const pairs of ['9', '61', 'many', '']) expect(faultOf(...sides, '--pairs', pairs), pairs).toMatch(/10 to 60/);
  const asked = readCompareOptions([...sides, '--pairs', '20', '--seed', 'as before', '--json']);
  expect(asked).toMatchObject({ kind: 'compare', pairs: 20, seed: 'as before', asJson: true });
  const [one, other] = [readCompareOptions(sides), readCompareOptions(sides)];
  if (one.kind !== 'compare' || other.kind !== 'compare') throw new Error('refused');
  expect(one.seed).not.toBe(other.seed);
});

test('the help names every option', () => {
  expect(readCompareOptions(['--help'])).toEqual({ kind: 'help' });
  for (const option of ['--stream', '--control', '--pairs', '--seed', '--json']) expect(COMPARE_HELP).toContain(option);
});
