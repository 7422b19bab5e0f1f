import { existsSync } from 'node:fs';
import { childVariables, env } from '#app/env.server.ts';
import { connect } from '#db/client.ts';
import { runToEnd, spawnGuarded } from '#db/guarded-process.ts';
import { migrate } from '#db/migrate.ts';
import { openForSite } from './database.ts';
import { CommandFault, runCommand } from './fault.ts';
import { seedEverything } from './seed-steps.ts';

const tsx = ['--import', 'tsx'];

await runCommand(async () => {
  const stopAsked = new Promise<'stopped'>((asked) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked('stopped'));
  });
  const { origin, seedDemonstration } = env();
  const database = await openForSite();
  try {
    await migrate(database.url);
    const pool = connect(database.url, { max: 2 });
    await seedEverything({ db: pool.db, demonstration: seedDemonstration }).finally(() => pool.close());
    await compileRanges();
    const variables = childVariables({ NODE_ENV: 'development', DATABASE_URL: database.url });
    const parts = ['dev-server', 'worker'].map((name) => ({
      name,
      process: spawnGuarded({
        command: process.execPath,
        args: [...tsx, `app/commands/${name}.ts`],
        stopSignal: 'TERM',
        cwd: process.cwd(),
        variables,
        output: 1,
      }),
    }));
    console.log(
      `Development: ${origin} (pages follow the sources; restart after a change outside app/routes and app/ui)`,
    );
    const ended = Promise.race(parts.map(({ name, process: { ended: end } }) => end.then(() => name)));
    const first = await Promise.race([stopAsked, ended]);
    await Promise.all(parts.map((part) => part.process.stop(20_000)));
    if (first !== 'stopped') throw new CommandFault(`The ${first} ended by itself; everything is stopped.`);
  } finally {
    await database.stop();
  }
});

async function compileRanges(): Promise<void> {
  if (existsSync('build/ranges.bin')) return;
  const { code, output } = await runToEnd([process.execPath, ...tsx, 'app/commands/ranges.ts'], {
    cwd: process.cwd(),
    variables: childVariables({}),
  });
  if (code !== 0) throw new CommandFault(`The address ranges could not be compiled.\n${output.trim()}`);
}
