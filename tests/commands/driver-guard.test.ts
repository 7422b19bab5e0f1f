import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { guardDriver } from '#app/commands/driver-guard.ts';

const installed = await readFile('node_modules/postgres/src/connection.js', 'utf8');

test('the driver that is installed is guarded, and guarding it again changes nothing', () => {
  expect(installed.match(/guarded: decision 0011/g)).toHaveLength(3);
  expect(guardDriver(installed)).toBe(installed);
});

test('a driver of another shape is not touched', () => {
  expect(guardDriver('export default function Connection() {}')).toBeNull();
});
