import { sql } from 'drizzle-orm';
import type { Tools } from '#app/db.server.ts';
import { suppress } from '../subscriber/suppression.server.ts';
import type { RecipientState } from './broadcast.ts';
import { stopBadBroadcasts } from './stop.server.ts';

/** What a message says of a copy. `isFinal`: a server gave it up; `isAboutAddress`: nothing that is sent there can arrive; `isComplaint`: its reader called it spam. */
export interface CopyReturned {
  recipientId: number;
  isComplaint: boolean;
  isFinal: boolean;
  isAboutAddress: boolean;
}

/**
 * Notes what came back about a copy, in the caller's transaction (`secret` signs what is kept of suppressed addresses): a complaint, and an address that cannot be delivered to, suppress it; counts follow, and a broadcast that got too many of them
 * stops. `came_back`: it was sent and has come back; `noted`: a complaint, or nothing that changes anything; `under_way`: its attempt has not been written down yet; `unknown`: no such copy.
 */
export async function returnCopy(
  { recipientId, isComplaint, isFinal, isAboutAddress }: CopyReturned,
  { db: tx, now, secret }: Tools & { secret: string },
): Promise<'came_back' | 'noted' | 'under_way' | 'unknown'> {
  const [copy] = await tx.execute<{
    state: RecipientState;
    broadcast_id: number;
    subscription_id: string;
    has_complained: boolean;
  }>(sql`
    select state, broadcast_id, subscription_id, complained_at is not null as has_complained from broadcast_recipients where id = ${recipientId} for update`);
  if (!copy) return 'unknown';
  if ((isFinal || isComplaint) && copy.state === 'sending') return 'under_way';
  const { broadcast_id: broadcastId, subscription_id: subscriptionId } = copy;
  const isNewComplaint = isComplaint && !copy.has_complained;
  const cameBack = !isComplaint && isFinal && copy.state === 'sent';
  if (isNewComplaint) {
    await tx.execute(
      sql`update broadcast_recipients set complained_at = ${now().toISOString()}::timestamptz where id = ${recipientId}`,
    );
    await tx.execute(sql`update broadcast_counts set complained = complained + 1 where broadcast_id = ${broadcastId}`);
  }
  if (cameBack) {
    await tx.execute(sql`update broadcast_recipients set state = 'bounced' where id = ${recipientId}`);
    await tx.execute(
      sql`update broadcast_counts set sent = sent - 1, bounced = bounced + 1 where broadcast_id = ${broadcastId}`,
    );
  }
  if (isComplaint)
    await suppress({ subscriptionId: Number(subscriptionId) }, { reason: 'complaint' }, { db: tx, now, secret });
  else if (isAboutAddress)
    await suppress({ subscriptionId: Number(subscriptionId) }, { reason: 'hard_bounce' }, { db: tx, now, secret });
  if (isNewComplaint || cameBack) await stopBadBroadcasts([broadcastId], { db: tx, now });
  return cameBack ? 'came_back' : 'noted';
}
