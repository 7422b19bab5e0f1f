import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Count } from './count.ts';

export { auditCounts } from './audit.server.ts';
export { runSequencer } from './sequencer.server.ts';

/**
 * Reads a campaign's count from the totals that the sequencer wrote; never counts rows. A campaign that the sequencer has
 * not seen yet answers 0 and no date. Source: DESIGN section 4, "Count".
 */
export async function readCount(campaignId: number, given: Partial<Tools> = {}): Promise<Count> {
  const { db } = tools(given);
  const [row] = await db.execute<{ total: string; as_of: string }>(sql`
    select signed - withdrawn - invalidated as total, updated_at as as_of
    from campaign_counts where campaign_id = ${campaignId}`);
  return { total: Number(row?.total ?? 0), asOf: row ? new Date(row.as_of) : null };
}

/**
 * Reads how many people of one ISP, as they stated it, are in a campaign's count; from the journals alone. The figure of a
 * small ISP may point at a person: pages decide from which size on they show it. Own choice.
 */
export async function readCountOfIsp(campaignId: number, ispId: number, given: Partial<Tools> = {}): Promise<Count> {
  const { db } = tools(given);
  const [row] = await db.execute<{ total: string; as_of: string | null }>(sql`
    select coalesce(sum(signed - withdrawn - invalidated + moved_in - moved_out), 0) as total,
      (select updated_at from campaign_counts where campaign_id = ${campaignId}) as as_of
    from count_journal where campaign_id = ${campaignId} and isp_id = ${ispId}`);
  return { total: Number(row?.total ?? 0), asOf: row?.as_of ? new Date(row.as_of) : null };
}
