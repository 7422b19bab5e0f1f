import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';

/** A campaign's log as it is announced: the campaign's slug and the log's origin. Own choice. */
export interface ListedLedger {
  campaignId: number;
  slug: string;
  origin: string;
  /** Leaves that are hashed, and the size of the newest signed checkpoint; null before the first. */
  treeSize: number;
  signedSize: number | null;
}

/** Most logs that are listed. */
const MAX_LISTED = 10_000;

/** Every log of a campaign that is not a draft, by slug; at most 10,000. Own choice. */
export async function listLedgers(given: Partial<Tools> = {}): Promise<ListedLedger[]> {
  const { db } = tools(given);
  const rows = await db.execute<{
    id: number;
    slug: string;
    origin: string;
    tree_size: string;
    signed: string | null;
  }>(sql`
    select c.id, c.slug, l.origin, l.tree_size, (
      select k.size from ledger_checkpoints k where k.campaign_id = l.campaign_id and k.note is not null
      order by k.size desc limit 1) as signed
    from ledgers l join campaigns c on c.id = l.campaign_id where c.state <> 'draft' order by c.slug limit ${MAX_LISTED}`);
  return rows.map(({ id, slug, origin, tree_size, signed }) => ({
    campaignId: id,
    slug,
    origin,
    treeSize: Number(tree_size),
    signedSize: signed === null ? null : Number(signed),
  }));
}
