import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readHandedIn, readInstant } from '#app/commands/filing-options.ts';
import { childVariables } from '#app/env.server.ts';
import { campaign, waiting } from '#tests/domain/filing/setting.ts';
import { testDatabase } from '#tests/support/database.ts';

const database = await testDatabase('template_seeded');
const folder = await mkdtemp(join(tmpdir(), 'untolled-filing-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const variables = childVariables({ DATABASE_URL: database.url, APP_ENV: 'test' }) as NodeJS.ProcessEnv;

const run = (...args: string[]) => call('filing', ...args);

function call(command: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', `app/commands/${command}.ts`, ...args],
      { env: variables },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}

describe('a time of the command line', () => {
  it('is a day that there is, and of a day that something was handed in on its end or now', () => {
    expect(readInstant('2026-02-31')).toBeNull();
    expect(readInstant('2026-02-28')).toEqual(new Date('2026-02-28T00:00:00Z'));
    const now = new Date('2026-11-22T10:00:00Z');
    expect(readHandedIn('2026-11-21', now)).toEqual(new Date('2026-11-21T23:59:59.999Z'));
    expect(readHandedIn('2026-11-22', now)).toEqual(now);
    expect(readHandedIn('2026-11-23', now)).toEqual(new Date('2026-11-23T23:59:59.999Z'));
    expect(readHandedIn('2026-11-20T18:00:00Z', now)).toEqual(new Date('2026-11-20T18:00:00Z'));
  });
});

describe('npm run filing', () => {
  it('makes a set, exports its files, notes the confirmation, and lists it', { timeout: 60_000 }, async () => {
    await waiting(database.db, { unique: 60 });
    const made = await run('make', campaign, '--kind', 'personal', '--by', 'Olga');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain('Only 1 letter could be compared.');
    const set = /^Set ([0-9a-f]{8}) holds 1 member\.$/m.exec(made.stdout)?.[1] ?? '';
    const shown = await call('similarity', 'show', '--campaign', campaign);
    expect(shown.stdout).toContain(
      'letters compared: 1; sent and not yet compared: 0\npersonal by rule 1: 1 (100 %)\n',
    );
    const out = join(folder, 'out');
    expect((await run('export', set, '--out', out)).code).toBe(0);
    expect((await readdir(out)).length).toBe(3);
    const noted = await run('filed', set, '--confirmation', '2026112212345', '--on', '2026-11-21', '--by', 'Olga');
    expect(noted.stdout).toBe('Noted. 1 letter is filed, and its writer gets a receipt.\n');
    expect((await run('list')).stdout).toMatch(
      new RegExp(`^${set} {2}${campaign} .*1 member .*filed, 2026112212345\n$`),
    );
  });
});
