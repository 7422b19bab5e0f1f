import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type ConfirmationTools, confirmationTools } from '../confirmation/challenge.server.ts';
import { suppress } from './suppression.server.ts';

/**
 * Erases what lists hold of a canonical address, in the caller's transaction: memberships lose address and person and stay for the counts of broadcasts, forms go, and the
 * address is never written to again by any organization, whoever imports it. Doing it twice is success.
 */
export async function eraseSubscriptions(canonical: string, given: Partial<ConfirmationTools> = {}): Promise<void> {
  const { db, now, secret } = confirmationTools(given);
  const at = now().toISOString();
  await suppress({ canonical }, { reason: 'erased' }, { db, now, secret });
  await db.execute(sql`
    update subscriptions set erased_at = ${at}::timestamptz, status = 'suppressed', suppressed_at = coalesce(suppressed_at, ${at}::timestamptz),
      canonical_address = 'erased:' || id, address = '', person_id = null, isp_id = null, state = null
    where canonical_address = ${canonical}`);
  await db.execute(sql`delete from subscription_requests where canonical_address = ${canonical}`);
}

/**
 * Empties the addresses of members who left or were suppressed `retentionMonths` ago or earlier, in batches; they stay for the counts of broadcasts, and the digest by which the address is
 * known goes on keeping imports off. Answers how many rows.
 */
export async function forgetLeft(
  db: Db,
  { at, batch, retentionMonths }: { at: Date; batch: number; retentionMonths: number },
): Promise<number> {
  let rows = 0;
  for (;;) {
    const emptied = await db.execute(sql`
      update subscriptions set erased_at = ${at.toISOString()}::timestamptz, status = 'suppressed', suppressed_at = coalesce(suppressed_at, ${at.toISOString()}::timestamptz),
        canonical_address = 'erased:' || id, address = '', person_id = null, isp_id = null, state = null
      where id in (
        select id from subscriptions where status <> 'confirmed' and erased_at is null
          and greatest(unsubscribed_at, suppressed_at) + make_interval(months => ${retentionMonths}::int) <= ${at.toISOString()}::timestamptz
        order by id limit ${batch} for update skip locked)`);
    rows += emptied.count;
    if (emptied.count < batch) return rows;
  }
}
