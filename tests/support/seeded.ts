import postgres from 'postgres';
import { inject } from 'vitest';
import { childVariables } from '#app/env.server.ts';
import { runToEnd } from '#db/guarded-process.ts';
import { inTurn } from './turn.ts';

const name = 'template_seeded';

/** The template with the whole seed, made by the first test file that asks: what `npm run seed` leaves in a new database. */
export async function seededTemplate(): Promise<string> {
  const server = inject('databaseUrl');
  return inTurn(`seed ${server}`, async () => {
    const admin = postgres(server, { max: 1, onnotice: () => {} });
    const [known] = await admin`select 1 from pg_database where datname = ${name}`;
    if (!known) await make(admin, server);
    await admin.end();
    return name;
  });
}

async function make(admin: postgres.Sql, server: string): Promise<void> {
  const draft = `${name}_draft`;
  await admin.unsafe(`create database ${draft} template template_empty`);
  const url = Object.assign(new URL(server), { pathname: `/${draft}` }).toString();
  const { code, output } = await runToEnd([process.execPath, '--import', 'tsx', 'app/commands/seed.ts'], {
    cwd: process.cwd(),
    variables: childVariables({
      DATABASE_URL: url,
      APP_ENV: 'development',
      SEED_DEMONSTRATION: 'yes',
      LOG_LEVEL: 'warn',
    }),
  });
  if (code !== 0) throw new Error(`the seed did not load:\n${output}`);
  await admin.unsafe(`alter database ${draft} rename to ${name}`);
}
