import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, it } from 'vitest';
import { childVariables } from '#app/env.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { insertCampaign, insertIsp } from '../domain/count/signers.ts';

const database = await testDatabase();
const { db } = database;
const folder = await mkdtemp(join(tmpdir(), 'untolled-export-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const campaignId = await insertCampaign(db, 'no-tolls');
const ispId = await insertIsp(db, 'comcast');
await db.execute(sql`
  insert into count_journal (campaign_id, day, isp_id, state, signed)
  select ${campaignId}, date '2000-01-01' + n, ${ispId}::int, 'CA', 2 from generate_series(0, 99999) n`);

const script = ['--import', 'tsx', 'app/commands/export.ts'];
const variables = childVariables({ DATABASE_URL: database.url, APP_ENV: 'test' }) as NodeJS.ProcessEnv;

function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...script, ...args],
      { env: variables, maxBuffer: 50_000_000 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}

describe('npm run export', () => {
  it('writes to standard output, and nothing else there', async () => {
    const { code, stdout, stderr } = await run('counts', '--campaign', 'no-tolls', '--by', 'isp,state');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'isp,state,signed,withdrawn,invalidated,moved,counted\r\ncomcast,CA,200000,0,0,0,200000\r\n',
      stderr: '',
    });
  });

  it('writes a file that appears whole, and leaves nothing else behind', async () => {
    const file = join(folder, 'counts.ndjson');
    await writeFile(file, 'old');
    const { code, stderr } = await run(
      'counts',
      '--campaign',
      'no-tolls',
      '--by',
      'day',
      '--format',
      'ndjson',
      '--out',
      file,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: `Wrote 100,000 rows to ${file}\n` });
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(100_001);
    expect(await readdir(folder)).toEqual(['counts.ndjson']);
  });

  it('says in one sentence that it was called wrongly, shows the usage and leaves with 2', async () => {
    const { code, stdout, stderr } = await run('counts', '--campaign', 'no-tolls', '--by', 'zip');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^"zip" is no column for --by[^\n]+\n\nUsage: npm run export/);
  });

  it('lists the campaigns there are when asked for another, and leaves with 1', async () => {
    expect(await run('counts', '--campaign', 'nope')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'There is no campaign "nope". There are: no-tolls.\n',
    });
  });

  it('refuses a file whose folder does not exist, before it asks the database', async () => {
    const file = join(folder, 'missing', 'counts.csv');
    const { code, stderr } = await run('counts', '--campaign', 'nope', '--out', file);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `${file} cannot be written: its folder does not exist.\n` });
  });

  it('shows its help on standard output', async () => {
    const { code, stdout, stderr } = await run('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('What is counted');
  });

  it('ends silently with 0 when the reader has enough', async () => {
    const child = spawn(process.execPath, [...script, 'counts', '--campaign', 'no-tolls'], { env: variables });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
  });
});
