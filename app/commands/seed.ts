import { env } from '#app/env.server.ts';
import { connect } from '#db/client.ts';
import { migrate } from '#db/migrate.ts';
import { SeedError } from '#db/seed/read.ts';
import { withDatabase } from './database.ts';
import { CommandFault, runCommand } from './fault.ts';
import { seedEverything } from './seed-steps.ts';

await runCommand(() =>
  withDatabase(async (url) => {
    await migrate(url);
    const { db, close } = connect(url, { max: 1, applicationName: 'untolled-seed' });
    try {
      const demonstration = env().seedDemonstration;
      await seedEverything({ db, demonstration }, console.log);
      console.log(
        `Demonstration contacts at reserved .example addresses: ${demonstration ? 'yes' : 'no'} (SEED_DEMONSTRATION).`,
      );
    } catch (error) {
      if (error instanceof SeedError) throw new CommandFault(error.message, { cause: error });
      throw error;
    } finally {
      await close();
    }
  }),
);
