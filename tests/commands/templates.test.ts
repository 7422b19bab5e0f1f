import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readNounLine } from '#app/commands/editor/editor-line.ts';
import { TEMPLATE } from '#app/commands/editor/template.ts';
import { childVariables } from '#app/env.server.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase('template_seeded');
const folder = await mkdtemp(join(tmpdir(), 'untolled-letters-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const variables = childVariables({ DATABASE_URL: database.url, APP_ENV: 'test' }) as NodeJS.ProcessEnv;

function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'app/commands/templates.ts', ...args],
      { env: variables },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}

const slug = 'sign-it-at-the-top';
const place = join(folder, 'put-it-in-writing');
await mkdir(place);
async function draft(locale: 'en' | 'es', change: (text: string) => string): Promise<string> {
  const path = join(place, `${slug}.${locale}.txt`);
  await writeFile(path, change(await readFile(`templates/put-it-in-writing/${slug}.${locale}.txt`, 'utf8')));
  return path;
}

describe('npm run templates', { timeout: 60_000 }, () => {
  it('ends well when there is nothing to mend, in the files and in the database', async () => {
    const [files, stored] = await Promise.all([run('check'), run('check', '--database')]);
    expect([files, stored]).toEqual(
      [0, 1].map(() => ({ code: 0, stderr: '', stdout: expect.stringMatching(/^\d+ letters: nothing to mend/) })),
    );
  });

  it('names file, line and remedy of each fault of a file, and ends with 1', async () => {
    const path = await draft('en', (text) => text.replace('Thank you.', '{Thanks|Cheers}.'));
    const { code, stderr } = await run('check', path);
    const line = (await readFile(path, 'utf8')).split('\n').findIndex((text) => text.includes('{Thanks')) + 1;
    expect(code).toBe(1);
    expect(stderr.split('\n')[0]).toBe(
      `${path}:${line}: "{" looks like a choice between texts. Write one text: a letter never varies its words by machine`,
    );
    expect(stderr).toContain('3 faults.');
  });

  it('says how it is called when it is called otherwise', async () => {
    const [burn, none] = await Promise.all([run('burn'), run('check', '/none.en.txt')]);
    expect(burn).toMatchObject({ code: 2, stderr: expect.stringMatching(/^There is no "burn".\n\nUsage:/) });
    expect(none).toEqual({ code: 1, stdout: '', stderr: '/none.en.txt cannot be read.\n' });
  });
});

/** Does a deed of `npm run editor -- template` and gives what it printed; a refusal is thrown. */
async function edit(...args: string[]): Promise<string> {
  const asked = readNounLine(args, TEMPLATE);
  if (asked.kind !== 'deed') throw new Error(asked.kind === 'fault' ? asked.fault : asked.text);
  const lines: string[] = [];
  await asked.deed.run({ ...asked, given: { db: database.db }, say: (line) => lines.push(line) });
  return lines.join('\n');
}

it('npm run editor gives a letter out, takes it back changed in both languages, and refuses it with its faults', async () => {
  const shown = await edit('show', 'put-it-in-writing', slug, 'en');
  expect(`${shown}\n`).toBe(await readFile(`templates/put-it-in-writing/${slug}.en.txt`, 'utf8'));
  const [en, es] = [await draft('en', (text) => text.replace('60', '61')), await draft('es', (text) => text)];
  const add = () => edit('add', 'put-it-in-writing', en, es, '--by', 'Sample Organizer');
  await expect(add()).rejects.toThrow('"position" differs from the English letter');
  await draft('es', (text) => text.replace('60', '61'));
  expect(await add()).toBe(`${slug}.en is offered in version 2.\n${slug}.es is offered in version 2.`);
  const list = await edit('list', '--campaign', 'put-it-in-writing');
  expect(list).toContain(`${slug}.es  version 2, by Sample Organizer`);
});
