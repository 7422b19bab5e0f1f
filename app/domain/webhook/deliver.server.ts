import { randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { recordDeed } from '../audit/audit.server.ts';
import { type PostTools, postEvent } from './post.server.ts';
import { type WebhookTools, webhookTools } from './webhook.server.ts';
import { type DisabledWhy, FAILING_MS, RETRY_SECONDS } from './webhook.ts';

/** Events on their way to one address at once; one, while it fails. Own choice. */
const MOST_AT_ONCE = 5;

/** How long a worker may hold an event before another takes it over, in milliseconds: longer than an attempt can take. */
const CLAIM_MS = 60_000;

/** What a look at the deliveries needs. */
export type DeliverTools = WebhookTools & Pick<PostTools, 'resolve' | 'patienceMs'>;

type Claimed = {
  message_id: string;
  webhook_id: number;
  attempts: number;
  claimed_until: string;
  public_id: string;
  payload: Record<string, unknown>;
  url: string;
  webhook_public_id: string;
  secret_version: number;
  secret_changed_at: string;
};

/**
 * Posts what is due: at most five events of each address at once, one of an address that fails, and writes down what came of each. Any number of workers may do so; an event that is held by one is
 * not taken by another, unless it dies. At least once: a worker that dies between the answer and the note of it posts again, under the same `webhook-id`. Answers how many were posted.
 */
export async function deliverDue(given: Partial<DeliverTools> = {}): Promise<number> {
  const { db, now } = webhookTools(given);
  const at = now();
  const until = new Date(at.getTime() + CLAIM_MS).toISOString();
  const claimed = await db.execute<Claimed>(sql`
    with due as materialized (
      select d.message_id, d.webhook_id from webhooks w cross join lateral (
        select message_id, webhook_id from webhook_deliveries
        where webhook_id = w.id and state = 'queued' and next_attempt_at <= ${at.toISOString()}::timestamptz
          and (claimed_until is null or claimed_until <= ${at.toISOString()}::timestamptz)
        order by next_attempt_at limit case when w.failing_since is null then ${MOST_AT_ONCE}::int else 1 end for update skip locked
      ) d where w.disabled_at is null
    ), taken as (
      update webhook_deliveries d set claimed_until = ${until}::timestamptz, attempts = d.attempts + 1
      from due where d.message_id = due.message_id and d.webhook_id = due.webhook_id
      returning d.message_id, d.webhook_id, d.attempts, d.claimed_until
    )
    select t.*, m.public_id, m.payload, w.url, w.public_id as webhook_public_id, w.secret_version, w.secret_changed_at
    from taken t join webhook_messages m on m.id = t.message_id join webhooks w on w.id = t.webhook_id`);
  await Promise.all(claimed.map((one) => deliverOne(one, given)));
  return claimed.length;
}

async function deliverOne(one: Claimed, given: Partial<DeliverTools>): Promise<void> {
  const tools = webhookTools(given);
  const posted = await postEvent(
    {
      url: one.url,
      webhook: {
        publicId: one.webhook_public_id,
        secretVersion: one.secret_version,
        secretChangedAt: new Date(one.secret_changed_at),
      },
      messageId: one.public_id,
      body: JSON.stringify(one.payload),
    },
    tools.now(),
    { ...given, ...tools },
  );
  const isDelivered = posted.status !== null && posted.status >= 200 && posted.status < 300;
  await settle(one, { ...posted, isDelivered }, tools);
}

/** Writes down what came of an attempt, unless another worker has taken the event over meanwhile. */
async function settle(
  {
    message_id: messageId,
    webhook_id: webhookId,
    attempts,
    claimed_until: claim,
    webhook_public_id: publicId,
  }: Claimed,
  { status, answer, isDelivered }: { status: number | null; answer: string; isDelivered: boolean },
  { db, now }: WebhookTools,
): Promise<void> {
  const at = now().toISOString();
  const pause = RETRY_SECONDS[attempts - 1];
  const state = isDelivered ? 'delivered' : pause === undefined ? 'failed' : 'queued';
  // A tenth more or less, so that what failed together does not come back together.
  const nextMs = now().getTime() + (pause === undefined ? 0 : (pause * 1000 * randomInt(90, 111)) / 100);
  await db.transaction(async (tx) => {
    const mine = await tx.execute(sql`
      update webhook_deliveries set state = ${state}, claimed_until = null, last_status = ${status}, last_answer = ${answer},
        next_attempt_at = ${new Date(nextMs).toISOString()}::timestamptz, delivered_at = case when ${isDelivered} then ${at}::timestamptz end
      where message_id = ${messageId}::bigint and webhook_id = ${webhookId} and claimed_until = ${claim}::timestamptz returning 1`);
    if (mine.length === 0) return;
    if (isDelivered) {
      await tx.execute(
        sql`update webhooks set failing_since = null where id = ${webhookId} and failing_since is not null`,
      );
      return;
    }
    await tx.execute(
      sql`update webhooks set failing_since = ${at}::timestamptz where id = ${webhookId} and failing_since is null`,
    );
    const why: DisabledWhy = status === 410 ? 'gone' : 'failing';
    const before = new Date(Date.parse(at) - FAILING_MS).toISOString();
    const [off] = await tx.execute<{ organization_id: number }>(sql`
      update webhooks set disabled_at = ${at}::timestamptz, disabled_why = ${why}
      where id = ${webhookId} and disabled_at is null and (${status === 410} or failing_since <= ${before}::timestamptz) returning organization_id`);
    if (!off) return;
    // What waits would all go out the moment that it is enabled again: it is told again by hand.
    await tx.execute(
      sql`update webhook_deliveries set state = 'failed', claimed_until = null where webhook_id = ${webhookId} and state = 'queued'`,
    );
    const subject = `webhook:${publicId}`;
    const { organization_id: organizationId } = off;
    const facts = { why };
    await recordDeed(tx, {
      organizationId,
      actor: 'system',
      action: 'webhook.disable',
      subject,
      facts,
      at: new Date(at),
    });
  });
}
