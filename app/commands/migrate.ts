import { migrate } from '#db/migrate.ts';
import { withDatabase } from './database.ts';
import { runCommand } from './fault.ts';

await runCommand(async () => {
  await withDatabase(migrate);
  console.log('The database is at the newest migration.');
});
