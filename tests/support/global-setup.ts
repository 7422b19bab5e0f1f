import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { seedEverything } from '#app/commands/seed-steps.ts';
import { connect } from '#db/client.ts';
import { startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string;
  }
}

/**
 * One real PostgreSQL for the whole run, with two templates that test files clone: `template_empty` (migrated) and
 * `template_seeded` (also seeded, with demonstration contacts).
 */
export default async function setup(project: TestProject) {
  const dataDir = await mkdtemp(join(tmpdir(), 'untolled-test-'));
  const server = await startEmbedded({ dataDir, initialise: true, unsafe: true });
  await server.createDatabase('template_empty');
  await migrate(server.url('template_empty'));
  await server.createDatabase('template_seeded');
  await migrate(server.url('template_seeded'));
  const { db, close } = connect(server.url('template_seeded'), { max: 1 });
  await seedEverything({ db, demonstration: true });
  await close();
  project.provide('databaseUrl', server.url('postgres'));
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
