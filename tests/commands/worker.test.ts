import { spawn } from 'node:child_process';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { confirmByToken, sign } from '#app/domain/signature/signature.server.ts';
import { childVariables } from '#app/env.server.ts';
import { testDatabase } from '#tests/support/database.ts';
import { form, layOut, mailed, secret } from '../domain/signature/setting.ts';

const database = await testDatabase();
const { db } = database;
await layOut(db);

function start(variables: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'app/commands/worker.ts'], {
    env: childVariables({
      APP_ENV: 'test',
      SMTP_URL: '',
      SECRET: secret,
      LOG_LEVEL: 'info',
      ...variables,
    }) as NodeJS.ProcessEnv,
  });
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    out.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    out.stderr += chunk;
  });
  return { child, out, ended: new Promise<number | null>((resolve) => child.once('exit', resolve)) };
}

async function until(condition: () => Promise<boolean>) {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not come about in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  'the worker keeps mails, counts, logs ids alone and leaves with 0 on %s',
  async (signal) => {
    const email = `${signal.toLowerCase()}@mail.example`;
    const signed = await sign(form({ email }), { db, secret });
    const { child, out, ended } = start({ DATABASE_URL: database.url });
    await until(
      async () => (await db.execute(sql`select 1 from mailbox_messages where to_address = ${email}`)).length === 1,
    );
    if (signed.ok) await confirmByToken(mailed(signed.claim).token, { db, secret });
    await until(
      async () =>
        (await db.execute(sql`select 1 from signatures where address = ${email} and counted_at is not null`)).length ===
        1,
    );
    child.kill(signal);
    expect(await ended).toBe(0);
    expect(out.stderr).toBe('');
    const lines = out.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['the worker runs', 'confirmation', 'counted', 'the worker has stopped']),
    );
    expect(out.stdout).not.toMatch(/mail\.example|Lovelace/);
  },
);

it('the worker says in one sentence that it needs a database', async () => {
  const { out, ended } = start({ DATABASE_URL: '' });
  expect(await ended).toBe(1);
  expect(out.stderr).toBe('The worker needs DATABASE_URL; `npm start` sets it by itself.\n');
});

it('the worker says in one sentence that its database cannot be reached, and hides the password', async () => {
  const { out, ended } = start({ DATABASE_URL: 'postgres://ada:hidden@127.0.0.1:1/nowhere' });
  expect(await ended).toBe(1);
  expect(out.stderr).toMatch(
    /^The database at 127\.0\.0\.1:1\/nowhere \(DATABASE_URL\) cannot be reached: .*ECONNREFUSED.*\n$/,
  );
});
