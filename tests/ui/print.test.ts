import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const sheet = (name: string) => readFile(`app/ui/styles/${name}.css`, 'utf8');

it('prints in the colours of paper whatever the scheme of the screen', async () => {
  const dark = /prefers-color-scheme: dark\)([\s\S]*?)\n}\n/.exec(await sheet('tokens'))?.[1] ?? '';
  const tokens = [...dark.matchAll(/(--[\w-]+):/g)].map(([, name]) => name);
  expect(tokens.length).toBeGreaterThan(5);
  const print = await sheet('print');
  expect(tokens.filter((name) => !print.includes(`${name}:`))).toEqual([]);
});

it('keeps tables whole on paper, which is as narrow as the screens that stack them', async () => {
  const table = await sheet('table');
  const [stacking] = /@media [^{]*\{(?=[^@]*\.table-stack tr)/.exec(table) ?? [];
  expect(stacking).toBe('@media screen and (max-width: 760px) {');
});
