import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { childVariables } from '#app/env.server.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase('template_seeded');
const folder = await mkdtemp(join(tmpdir(), 'untolled-letters-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const variables = childVariables({ DATABASE_URL: database.url, APP_ENV: 'test' }) as NodeJS.ProcessEnv;

function run(
  command: 'templates' | 'editor',
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', `app/commands/${command}.ts`, ...args],
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
    const [files, stored] = await Promise.all([run('templates', 'check'), run('templates', 'check', '--database')]);
    expect([files, stored]).toEqual(
      [0, 1].map(() => ({ code: 0, stderr: '', stdout: expect.stringMatching(/^\d+ letters: nothing to mend/) })),
    );
  });

  it('names file, line and remedy of each fault of a file, and ends with 1', async () => {
    const path = await draft('en', (text) => text.replace('Thank you.', '{Thanks|Cheers}.'));
    const { code, stderr } = await run('templates', 'check', path);
    const line = (await readFile(path, 'utf8')).split('\n').findIndex((text) => text.includes('{Thanks')) + 1;
    expect(code).toBe(1);
    expect(stderr.split('\n')[0]).toBe(
      `${path}:${line}: "{" looks like a choice between texts. Write one text: a letter never varies its words by machine`,
    );
    expect(stderr).toContain('3 faults.');
  });

  it('says how it is called when it is called otherwise', async () => {
    const [burn, none] = await Promise.all([run('templates', 'burn'), run('templates', 'check', '/none.en.txt')]);
    expect(burn).toMatchObject({ code: 2, stderr: expect.stringMatching(/^There is no "burn".\n\nUsage:/) });
    expect(none).toEqual({ code: 1, stdout: '', stderr: '/none.en.txt cannot be read.\n' });
  });
});

describe('npm run editor -- template', { timeout: 60_000 }, () => {
  it('gives a letter out, takes it back changed in both languages, and refuses it with its faults', async () => {
    const shown = await run('editor', 'template', 'show', 'put-it-in-writing', slug, 'en');
    expect(shown.stdout).toBe(await readFile(`templates/put-it-in-writing/${slug}.en.txt`, 'utf8'));
    const [en, es] = [await draft('en', (text) => text.replace('60', '61')), await draft('es', (text) => text)];
    const refused = await run('editor', 'template', 'add', 'put-it-in-writing', en, es, '--by', 'Sample Organizer');
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('"position" differs from the English letter'),
    ]);
    await draft('es', (text) => text.replace('60', '61'));
    const added = await run('editor', 'template', 'add', 'put-it-in-writing', en, es, '--by', 'Sample Organizer');
    expect(added).toEqual({
      code: 0,
      stderr: '',
      stdout: `${slug}.en is offered in version 2.\n${slug}.es is offered in version 2.\n`,
    });
    const list = await run('editor', 'template', 'list', '--campaign', 'put-it-in-writing');
    expect(list.stdout).toContain(`${slug}.es  version 2, by Sample Organizer`);
  });
});
