import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { MESSAGES_KEPT_MS } from './webhook.ts';

/** Key under which one process at a time turns leaves of the ledgers into events. */
const TELL_LOCK = 6_140_702;

/** Leaves of one campaign that one look turns into events. */
const LEAVES = 500;

const isWanted = sql`
  exists (select 1 from webhooks w where w.organization_id = c.organization_id and w.events && array['signature.confirmed', 'signature.withdrawn'])`;

/** Lets events of signatures begin with the next leaf, for every campaign whose organization has a webhook for them and that has not begun yet. */
export async function beginMarks(db: Db): Promise<void> {
  await db.execute(sql`
    insert into webhook_marks (source, mark)
    select 'count:' || c.id, coalesce((select k.size from campaign_counts k where k.campaign_id = c.id), 0)
    from campaigns c where ${isWanted} on conflict do nothing`);
}

/**
 * Turns leaves that were added to the ledgers since the last look into events `signature.confirmed` and `signature.withdrawn`: numbers and days, nobody's name. Each leaf is told once, because the
 * mark moves in the same transaction; nothing is missed, because sequences have no gaps. One process at a time. Answers how many, and whether there are more. Decision 0040.
 */
export async function tellSignatures(given: Partial<Tools> = {}): Promise<{ told: number; hasMore: boolean }> {
  const { db, now } = tools(given);
  const at = now().toISOString();
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${TELL_LOCK}) as held`);
    if (!lock?.held) return { told: 0, hasMore: false };
    await tx.execute(sql`
      delete from webhook_marks m where m.source like 'count:%'
        and not exists (select 1 from campaigns c where m.source = 'count:' || c.id and ${isWanted})`);
    await beginMarks(tx);
    const behind = await tx.execute<{ id: number; mark: string; size: string }>(sql`
      select c.id, m.mark, k.size from webhook_marks m join campaigns c on m.source = 'count:' || c.id
        join campaign_counts k on k.campaign_id = c.id where k.size > m.mark order by c.id limit 50`);
    let told = 0;
    let hasMore = false;
    for (const { id, mark, size } of behind) {
      const upTo = Math.min(Number(mark) + LEAVES, Number(size));
      hasMore ||= upTo < Number(size);
      const [row] = await tx.execute<{ n: number }>(sql`
        with leaves as (
          select e.sequence, e.kind, e.signature_id, e.day, c.slug, c.organization_id,
            case e.kind when 'sign' then 'signature.confirmed' else 'signature.withdrawn' end as event,
            case e.kind when 'sign' then s.confirmed_at when 'withdraw' then s.withdrawn_at else s.invalidated_at end as at
          from count_entries e join campaigns c on c.id = e.campaign_id left join signatures s on s.id = e.signature_id
          where e.campaign_id = ${id} and e.sequence >= ${mark}::bigint and e.sequence < ${upTo}::bigint and e.kind in ('sign', 'withdraw', 'invalidate')
        ), messages as (
          insert into webhook_messages (organization_id, event, payload, created_at)
          select l.organization_id, l.event, jsonb_build_object('type', l.event,
            'timestamp', to_char(coalesce(l.at, ${at}::timestamptz) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'data', jsonb_build_object('campaign', l.slug, 'signature', l.signature_id, 'sequence', l.sequence, 'day', l.day, 'kind', l.kind)), ${at}::timestamptz
          from leaves l
          where exists (select 1 from webhooks w where w.organization_id = l.organization_id and l.event = any(w.events))
          order by l.sequence
          returning id, organization_id, event
        ), deliveries as (
          insert into webhook_deliveries (message_id, webhook_id, next_attempt_at)
          select m.id, w.id, ${at}::timestamptz from messages m join webhooks w on w.organization_id = m.organization_id
          where w.disabled_at is null and m.event = any(w.events)
        )
        select count(*)::int as n from messages`);
      await tx.execute(sql`update webhook_marks set mark = ${upTo}::bigint where source = ${`count:${id}`}`);
      told += row?.n ?? 0;
    }
    return { told, hasMore };
  });
}

/** Deletes events that are older than 30 days, with what is known of their deliveries; answers how many. */
export async function forgetMessages(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const before = new Date(now().getTime() - MESSAGES_KEPT_MS).toISOString();
  const rows = await db.execute(
    sql`delete from webhook_messages where created_at < ${before}::timestamptz returning 1`,
  );
  return rows.length;
}
