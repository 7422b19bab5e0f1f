import { sql } from 'drizzle-orm';
import type { Tools } from '#app/db.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import { type BroadcastCounts, stopReason } from './broadcast.ts';

/**
 * Pauses those of these broadcasts whose complaints or dead addresses passed their share, notes it among the alerts and lets organizers be told, in the caller's transaction. One that is
 * being sent stops at once in every process; one that has been sent is told of all the same. One that an organizer let go on stops again when there are twice as many. Answers which. Issue 6, point 6.
 */
export async function stopBadBroadcasts(
  ids: readonly number[],
  { db: tx, now }: Tools,
): Promise<{ broadcastId: number; reason: 'complaints' | 'bounces' }[]> {
  if (ids.length === 0) return [];
  const rows = await tx.execute<
    Record<keyof BroadcastCounts | 'id', number> & { public_id: string; campaign_id: number | null }
  >(sql`
    select b.id, b.public_id, b.campaign_id, b.recipients, c.sent, c.failed, c.bounced, c.skipped, c.complained
    from broadcasts b join broadcast_counts c on c.broadcast_id = b.id where b.id in ${[...ids]} order by b.id`);
  const at = sql`${now().toISOString()}::timestamptz`;
  const stopped: { broadcastId: number; reason: 'complaints' | 'bounces' }[] = [];
  for (const { id, public_id: publicId, campaign_id: campaignId, ...row } of rows) {
    const reason = stopReason(row);
    if (!reason) continue;
    const kind = `broadcast-${reason}`;
    const [told] = await tx.execute<{ many: number }>(sql`
      select (facts ->> ${reason === 'complaints' ? 'complained' : 'bounced'})::int as many from alerts where kind = ${kind} and key = ${publicId} order by id desc limit 1`);
    // Who lets it go on has been told of so many; it stops again when they are twice as many.
    if (told && (reason === 'complaints' ? row.complained : row.bounced) < told.many * 2) continue;
    const { recipients, sent, failed, bounced, complained } = row;
    const paused = await tx.execute(sql`
      update broadcasts set state = 'paused', paused_because = ${reason}, changed_by = 'system', changed_at = ${at} where id = ${id} and state = 'sending' returning id`);
    await tx.execute(sql`
      insert into alerts (campaign_id, kind, key, facts, raised_at, mailed_at)
      values (${campaignId}, ${kind}, ${publicId}, ${JSON.stringify({ recipients, sent, failed, bounced, complained })}::text::jsonb, ${at}, ${at})
      on conflict on constraint alerts_once do nothing`);
    await enqueueJob(tx, {
      name: 'mail.broadcast-stopped',
      data: { broadcastId: id, reason },
      key: `${id}:${reason}:${now().getTime()}`,
    });
    if (paused.length > 0) stopped.push({ broadcastId: id, reason });
  }
  return stopped;
}
