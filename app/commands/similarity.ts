import { parseArgs } from 'node:util';
import { rebuildPrints } from '#app/domain/similarity/rebuild.server.ts';
import { connect } from '#db/client.ts';
import { withDatabase } from './database.ts';
import { runCommand } from './fault.ts';

const CALLED_WRONGLY = 2;
const USAGE = `Usage: npm run similarity -- rebuild [--campaign SLUG] [--anew]

Compares every sent letter that was not compared by today's method, and puts it into its cluster. May be stopped and started again.

  --campaign SLUG   one campaign instead of all
  --anew            forget what was computed before, and name clusters after their oldest letter again
  --help            this text

Exit codes: 0 done, 1 failed, 2 wrong usage. See docs/similarity.md.`;

await runCommand(async () => {
  const asked = read(process.argv.slice(2));
  if (typeof asked === 'string') {
    console.error(`${asked}\n\n${USAGE}`);
    return CALLED_WRONGLY;
  }
  if (asked.help) {
    console.log(USAGE);
    return 0;
  }
  return withDatabase(async (url) => {
    const { db, close } = connect(url, { max: 2, applicationName: 'untolled-similarity' });
    try {
      const tell = ({ campaign, printed }: { campaign: string; printed: number }) =>
        console.error(`${campaign}: ${printed} letters`);
      const done = await rebuildPrints({ campaign: asked.campaign ?? null, isAnew: asked.anew }, tell, { db });
      if (!done.ok) console.error(`There is no campaign "${asked.campaign}".`);
      else console.log(`${done.printed} letters were compared.`);
      return done.ok ? 0 : 1;
    } finally {
      await close();
    }
  });
});

/** The options, or in one sentence what is wrong with the words. */
function read(args: string[]) {
  try {
    const options = {
      campaign: { type: 'string' },
      anew: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    if (values.help || positionals.join(' ') === 'rebuild') return values;
    return positionals.length === 0 ? 'Say what to do.' : `There is no "${positionals.join(' ')}".`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
