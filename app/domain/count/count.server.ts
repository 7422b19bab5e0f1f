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
