import { parseArgs } from 'node:util';
import { findCampaign } from '#app/domain/campaign/campaign.server.ts';
import { rebuildPrints } from '#app/domain/similarity/rebuild.server.ts';
import { FEW_LETTERS } from '#app/domain/similarity/similarity.ts';
import { summariseCampaign } from '#app/domain/similarity/summary.server.ts';
import { connect, type Db } from '#db/client.ts';
import { withDatabase } from './database.ts';
import { runCommand } from './fault.ts';

const CALLED_WRONGLY = 2;
const USAGE = `Usage: npm run similarity -- show --campaign SLUG
       npm run similarity -- rebuild [--campaign SLUG] [--anew]

"show" says how a campaign's letters fall into form letters and personal ones. "rebuild" compares every sent letter that was not
compared by today's method, and puts it into its cluster; it may be stopped and started again.

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
      if (asked.deed === 'show') return await show(asked.campaign ?? '', db);
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

/** Prints a campaign's summary; 1 for a campaign that there is not. */
async function show(slug: string, db: Db): Promise<number> {
  const campaign = await findCampaign(slug, 'en', { db });
  if (!campaign) {
    console.error(`There is no campaign "${slug}".`);
    return 1;
  }
  const summary = await summariseCampaign(campaign.id, { db });
  const share = (part: number) =>
    `${part}${summary.letters > 0 ? ` (${Math.round((100 * part) / summary.letters)} %)` : ''}`;
  const lines = [
    `letters compared: ${summary.letters}; sent and not yet compared: ${summary.pending}`,
    `personal by rule ${summary.personalRule}: ${share(summary.personal)}`,
    `texts that nobody else sent: ${share(summary.uniqueTexts)}`,
    `groups of like letters, letters alone included: ${summary.clusters}`,
    ...summary.largest.slice(0, 10).map(({ size, personal }) => `  ${size} letters, ${personal} of them personal`),
    ...(summary.letters < FEW_LETTERS
      ? [`In fewer than ${FEW_LETTERS} letters, form letters of changed words are often taken for personal ones.`]
      : []),
    `How this is told, and how well: docs/similarity.md.`,
  ];
  for (const line of lines) console.log(line);
  return 0;
}

/** The options, or in one sentence what is wrong with the words. */
function read(args: string[]) {
  try {
    const options = {
      campaign: { type: 'string' },
      anew: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const deed = positionals.join(' ');
    if (deed === 'show' && (values.campaign === undefined || values.anew)) return '"show" takes --campaign SLUG alone.';
    if (values.help || deed === 'rebuild' || deed === 'show') return { ...values, deed };
    return deed === '' ? 'Say what to do.' : `There is no "${deed}".`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
