import { readFile } from 'node:fs/promises';
import { parseEnv as parseFile } from 'node:util';
import { expect, test } from 'vitest';
import { parseEnv, VARIABLES } from '#app/env.server.ts';

const text = await readFile('.env.example', 'utf8');

test('.env.example lists every variable once, with its meaning, and no other', () => {
  expect(listed(text)).toEqual([...VARIABLES]);
  expect(unexplained(text)).toEqual([]);
  expect(listed('# a\nONE=1\n\nTWO=\n')).toEqual(['ONE', 'TWO']);
  expect(unexplained('# a\nONE=1\nTWO=\n\nTHREE=\n')).toEqual(['THREE']);
});

test('.env.example shows the defaults: used as it stands, it changes nothing', () => {
  expect(parseEnv(parseFile(text) as Record<string, string>)).toEqual(parseEnv({}));
  expect(parseEnv({ ...parseFile(text), PORT: '3001' })).not.toEqual(parseEnv({}));
});

function listed(file: string): string[] {
  return [...file.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name ?? '');
}

/** Variables of a group without a comment above; a group ends at a blank line. */
function unexplained(file: string): string[] {
  return file
    .split(/\n\s*\n/)
    .filter((group) => !group.trimStart().startsWith('#'))
    .flatMap(listed);
}
