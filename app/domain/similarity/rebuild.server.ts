import { eq, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { campaigns } from '#db/schema/campaign.ts';
import { letterBands, letterPrints } from '#db/schema/similarity.ts';
import { printLetter } from './letter-print.server.ts';
import { PRINT_METHOD } from './print.ts';

const BATCH = 500;

/** Which prints to make. `campaign`: a slug, null for all; `isAnew`: drops those that are there first, so that the names of clusters are the oldest again. */
export interface RebuildInput {
  campaign: string | null;
  isAnew: boolean;
}

/** How far a rebuild has come: letters printed in a campaign. */
export interface RebuildProgress {
  campaign: string;
  printed: number;
}

/**
 * Prints every sent letter that has no print by today's method, campaign by campaign, the oldest first, in batches of 500; calls `onProgress` after each. It may be
 * stopped and started again, and run beside workers. Answers how many were printed, or that there is no such campaign.
 */
export async function rebuildPrints(
  { campaign, isAnew }: RebuildInput,
  onProgress: (progress: RebuildProgress) => void,
  given: Partial<Tools> = {},
): Promise<{ ok: true; printed: number } | { ok: false; reason: 'campaign_unknown' }> {
  const { db, now } = tools(given);
  const chosen = await db
    .select({ id: campaigns.id, slug: campaigns.slug })
    .from(campaigns)
    .where(campaign === null ? undefined : eq(campaigns.slug, campaign))
    .orderBy(campaigns.id);
  if (campaign !== null && chosen.length === 0) return { ok: false, reason: 'campaign_unknown' };
  let all = 0;
  for (const { id, slug } of chosen) {
    if (isAnew)
      await db.transaction(async (tx) => {
        await tx.delete(letterBands).where(eq(letterBands.campaignId, id));
        await tx.delete(letterPrints).where(eq(letterPrints.campaignId, id));
      });
    let after = 0;
    let printed = 0;
    for (;;) {
      const rows = await db.execute<{ id: string }>(sql`
        select letter.id from letters as letter left join letter_prints as print on print.letter_id = letter.id
        where letter.campaign_id = ${id} and letter.status = 'sent' and letter.withdrawn_at is null and letter.erased_at is null and letter.id > ${after}
          and (print.method is null or print.method <> ${PRINT_METHOD}) order by letter.id limit ${BATCH}`);
      if (rows.length === 0) break;
      for (const row of rows) if ((await printLetter(Number(row.id), { db, now })).outcome === 'printed') printed += 1;
      after = Number(rows.at(-1)?.id);
      onProgress({ campaign: slug, printed });
    }
    all += printed;
  }
  return { ok: true, printed: all };
}
