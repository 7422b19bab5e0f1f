import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { auditCounts } from '#app/domain/count/count.server.ts';
import type { CountDifference } from '#app/domain/count/count.ts';
import { listDrift, recountCampaign } from '#app/domain/count/recount.server.ts';
import { type Deed, type Noun, textOf } from './editor/noun.ts';
import { CommandFault } from './fault.ts';

const campaign = { type: 'string', value: 'SLUG', about: 'this campaign alone' } as const;

async function campaignsOf(given: Partial<Tools>, slug: string | undefined): Promise<{ id: number; slug: string }[]> {
  const { db } = tools(given);
  const rows = await db.execute<{ id: number; slug: string }>(
    sql`select id, slug from campaigns where state <> 'draft' and (${slug ?? null}::text is null or slug = ${slug ?? null}) order by slug`,
  );
  if (slug !== undefined && rows.length === 0) throw new CommandFault(`There is no campaign "${slug}".`);
  return [...rows];
}

function lineOf({ between, where, expected, found }: CountDifference): string {
  return `  ${between}: ${where}: ${found}, should be ${expected}`;
}

const audit: Deed = {
  name: 'audit',
  about:
    'Recounts every signature and leaf and says where journals, totals, tiles or checkpoints disagree. Changes nothing.',
  takes: [],
  options: { campaign },
  required: [],
  async run({ options, given, say }) {
    let drifted = 0;
    for (const { id, slug } of await campaignsOf(given, asText(options.campaign))) {
      const { isSound, differences, waiting } = await auditCounts(id, given);
      say(`${slug}: ${isSound ? 'exact' : `${differences.length} disagreements`}, ${waiting} wait to be counted`);
      for (const difference of differences) say(lineOf(difference));
      drifted += differences.length;
    }
    if (drifted > 0)
      throw new CommandFault(
        'The count does not add up: "npm run count -- repair" settles what can be derived from the leaves.',
      );
  },
};

const repair: Deed = {
  name: 'repair',
  about:
    'Recounts, and makes journals, totals and marks what the leaves say, as the worker does every night. Never writes a leaf, a tile or a checkpoint: what is wrong with those is said and left.',
  takes: [],
  options: { campaign },
  required: [],
  async run({ options, given, say }) {
    let left = 0;
    for (const { id, slug } of await campaignsOf(given, asText(options.campaign))) {
      const recount = await recountCampaign({ campaignId: id }, given);
      if (!recount) throw new Error(`the recount of ${slug} was not kept`);
      say(`${slug}: ${recount.found} disagreements, ${recount.remaining} remain`);
      for (const difference of recount.remainingDifferences) say(lineOf(difference));
      left += recount.remaining;
    }
    if (left > 0)
      throw new CommandFault(
        'What remains cannot be derived from the leaves: see docs/operating.md, "When the count does not add up".',
      );
  },
};

const list: Deed = {
  name: 'list',
  about: 'Says what the newest recount of each campaign found.',
  takes: [],
  options: {},
  required: [],
  async run({ given, say }) {
    const drift = await listDrift(given);
    if (drift.length === 0) say('Nothing was recounted yet.');
    for (const { campaign: slug, found, remaining, endedAt } of drift)
      say(
        `${endedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC  ${slug}: ${found} disagreements, ${remaining} remain`,
      );
  },
};

function asText(option: string | boolean | undefined): string | undefined {
  return option === undefined ? undefined : textOf(option);
}

/** What can be done to the counts by hand. */
export const COUNT: Noun = {
  name: 'count',
  about: 'the counts of the campaigns, held against their leaves',
  program: 'npm run count --',
  deeds: [audit, repair, list],
};
