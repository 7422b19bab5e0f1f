import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { isPublicId, type OwnWebhook } from './webhook.server.ts';
import { type DeliverySeen, MAX_REPLAYED } from './webhook.ts';

/** Events on one page of the log. Own choice. */
const PAGE = 50;

/** The log of a webhook, newest event first, fifty to a page; `before`: the place that the page before ended at. Empty when the organization has none of that number. */
export async function listDeliveries(
  { organizationId, publicId, before = null }: Omit<OwnWebhook, 'actor'> & { before?: number | null },
  given: Partial<Tools> = {},
): Promise<{ deliveries: DeliverySeen[]; before: number | null }> {
  if (!isPublicId(publicId)) return { deliveries: [], before: null };
  const { db } = tools(given);
  const rows = await db.execute<
    { id: string } & Omit<DeliverySeen, 'at' | 'nextAttemptAt' | 'deliveredAt'> & {
        at: string;
        nextAttemptAt: string;
        deliveredAt: string | null;
      }
  >(sql`
    select m.id, m.public_id as message, m.event, m.created_at as at, d.state, d.attempts, d.next_attempt_at as "nextAttemptAt", d.last_status as status,
      d.last_answer as answer, d.delivered_at as "deliveredAt"
    from webhooks w join webhook_deliveries d on d.webhook_id = w.id join webhook_messages m on m.id = d.message_id
    where w.organization_id = ${organizationId} and w.public_id = ${publicId}::uuid and (${before}::bigint is null or d.message_id < ${before}::bigint)
    order by d.message_id desc limit ${PAGE + 1}`);
  const shown = rows.slice(0, PAGE);
  const deliveries = shown.map(({ id: _, ...row }) => ({
    ...row,
    at: new Date(row.at),
    nextAttemptAt: new Date(row.nextAttemptAt),
    deliveredAt: row.deliveredAt === null ? null : new Date(row.deliveredAt),
  }));
  return { deliveries, before: rows.length > PAGE ? Number(shown.at(-1)?.id) : null };
}

/** Posts a test to a webhook alone; false when the organization has none of that number, or it is disabled. */
export async function sendTest(
  { organizationId, publicId, actor }: OwnWebhook,
  given: Partial<Tools> = {},
): Promise<boolean> {
  if (!isPublicId(publicId)) return false;
  const { db, now } = tools(given);
  const at = now();
  const payload = JSON.stringify({ type: 'test', timestamp: at.toISOString(), data: { webhook: publicId } });
  return db.transaction(async (tx) => {
    const sent = await tx.execute(sql`
      with found as (select id from webhooks where organization_id = ${organizationId} and public_id = ${publicId}::uuid and disabled_at is null),
      message as (
        insert into webhook_messages (organization_id, event, payload, created_at)
        select ${organizationId}, 'test', ${payload}::text::jsonb, ${at.toISOString()}::timestamptz from found returning id
      )
      insert into webhook_deliveries (message_id, webhook_id, next_attempt_at)
      select message.id, found.id, ${at.toISOString()}::timestamptz from message, found returning 1`);
    if (sent.length === 0) return false;
    await recordDeed(tx, { organizationId, actor, action: 'webhook.test', subject: `webhook:${publicId}`, at });
    return true;
  });
}

/**
 * Tells events again: the one of `message`, or all of `since` and later that the webhook takes, those too that it missed while it was disabled; ten thousand at most, the oldest first. Answers how
 * many, null when the organization has no such webhook, or it is disabled. They carry the `webhook-id` that they had.
 */
export async function replay(
  { organizationId, publicId, actor, ...which }: OwnWebhook & ({ message: string } | { since: Date }),
  given: Partial<Tools> = {},
): Promise<number | null> {
  if (!isPublicId(publicId) || ('message' in which && !isPublicId(which.message))) return null;
  const { db, now } = tools(given);
  const at = now();
  const chosen =
    'message' in which
      ? sql`m.public_id = ${which.message}::uuid and (m.event = any(w.events) or m.event = 'test')`
      : sql`m.created_at >= ${which.since.toISOString()}::timestamptz and m.event = any(w.events)`;
  return db.transaction(async (tx) => {
    const [own] = await tx.execute<{ id: number }>(
      sql`select id from webhooks where organization_id = ${organizationId} and public_id = ${publicId}::uuid and disabled_at is null for update`,
    );
    if (!own) return null;
    const rows = await tx.execute(sql`
      insert into webhook_deliveries (message_id, webhook_id, next_attempt_at)
      select m.id, w.id, ${at.toISOString()}::timestamptz from webhook_messages m join webhooks w on w.organization_id = m.organization_id
      where w.id = ${own.id} and ${chosen} order by m.id limit ${MAX_REPLAYED}
      on conflict on constraint webhook_deliveries_pkey do update set state = 'queued', attempts = 0, next_attempt_at = excluded.next_attempt_at,
        claimed_until = null, delivered_at = null
      returning 1`);
    const facts = {
      ...('message' in which ? { message: which.message } : { since: which.since }),
      events: rows.length,
    };
    await recordDeed(tx, {
      organizationId,
      actor,
      action: 'webhook.replay',
      subject: `webhook:${publicId}`,
      facts,
      at,
    });
    return rows.length;
  });
}
