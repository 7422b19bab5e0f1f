import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, it } from 'vitest';
import { NOUNS } from '#app/commands/editor/deeds.ts';
import { readEditorLine } from '#app/commands/editor/editor-line.ts';
import { findEntry } from '#app/domain/incident/register.server.ts';
import { childVariables } from '#app/env.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { seededTemplate } from '#tests/support/seeded.ts';

const database = await testDatabase(await seededTemplate());
const folder = await mkdtemp(join(tmpdir(), 'untolled-editor-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const file = join(folder, 'entry.yaml');
const variables = childVariables({ DATABASE_URL: database.url, APP_ENV: 'test' }) as NodeJS.ProcessEnv;

function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'app/commands/editor.ts', ...args],
      { env: variables },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}

const signed = ['--reason', 'A sample reason.', '--by', 'Sample Editor'];
const slug = 'att-turbo-2024';

describe('npm run editor', () => {
  it('gives an entry out as a file that it takes back, changed', { timeout: 60_000 }, async () => {
    const shown = await run('incident', 'show', slug);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    await writeFile(file, shown.stdout);
    expect(await run('incident', 'edit', file, ...signed)).toMatchObject({
      code: 1,
      stderr: `The file says what ${slug} says already; nothing was written.\n`,
    });
    await writeFile(file, shown.stdout.replace(/^title: .*/m, 'title: Sample words'));
    expect(await run('incident', 'edit', file, ...signed)).toMatchObject({ code: 0, stderr: '' });
    const found = await findEntry(slug, { db: database.db });
    expect(found?.kind === 'entry' && found.entry.title).toBe('Sample words');
    expect(
      await database.db.execute(sql`select actor, action, facts from audit_events where action like 'incident.%'`),
    ).toEqual([{ actor: 'command:Sample Editor', action: 'incident.edit', facts: { reason: 'A sample reason.' } }]);
    await writeFile(file, shown.stdout.replace(/^type: .*/m, 'type: gossip').replace(/^sources:\n(?: {2}.*\n)*/m, ''));
    const { stderr } = await run('incident', 'edit', file, ...signed);
    expect(stderr).toContain(`${file} is not an entry of the register:`);
    expect(stderr).toMatch(/line \d+: type is "gossip", not one of/);
    expect(stderr).toContain('sources is missing');
  });

  it('moves an entry, and says in words what it refuses', { timeout: 60_000 }, async () => {
    expect(await run('incident', 'state', slug, 'withdrawn', ...signed)).toMatchObject({ code: 0, stderr: '' });
    expect((await findEntry(slug, { db: database.db }))?.kind).toBe('notice');
    expect((await run('incident', 'state', slug, 'verified', ...signed)).stderr).toBe(
      `${slug} is withdrawn and cannot go to verified, only to needs_information.\n`,
    );
    expect((await run('incident', 'state', slug, 'hidden', ...signed)).stderr).toContain('"hidden" is no state.');
    const list = await run('incident', 'list', '--state', 'withdrawn');
    expect(list.stdout.trim().split('\n')).toHaveLength(1);
  });
});

describe('The command line of editors', () => {
  const asked = (...args: string[]) => readEditorLine(args, NOUNS);

  it('refuses in one sentence what is missing, unknown or too much, and shows how to call it', () => {
    const faults = {
      'Say what to work on.': asked(),
      'Say what to do.': asked('incident'),
      '"burn" cannot be done to incident, only list, show, state, add or edit.': asked('incident', 'burn'),
      'SLUG is missing.': asked('incident', 'show'),
      'STATE is missing.': asked('incident', 'state', 'a', ...signed),
      '--by is missing: the editor; the name is public.': asked('incident', 'state', 'a', 'new', '--reason', 'b'),
      '--reason is missing: why, in a sentence; it is public.': asked(
        'incident',
        'state',
        'a',
        'new',
        '--reason',
        ' ',
        '--by',
        'b',
      ),
      '"word" is one word too many. A text of several words stands in quotation marks.': asked(
        'incident',
        'show',
        'a',
        'word',
      ),
      "Unknown option '--speed'.": asked('incident', 'list', '--speed'),
    };
    for (const [fault, answer] of Object.entries(faults)) expect(answer).toMatchObject({ kind: 'fault', fault });
  });

  it('has help for everything that editors can do', () => {
    expect(asked('--help')).toMatchObject({ kind: 'help' });
    for (const noun of NOUNS) {
      expect(asked(noun.name, '--help')).toMatchObject({ kind: 'help', text: expect.stringContaining(noun.about) });
      for (const deed of noun.deeds)
        expect(asked(noun.name, deed.name, '--help')).toMatchObject({
          kind: 'help',
          text: expect.stringContaining(deed.about),
        });
    }
  });
});
