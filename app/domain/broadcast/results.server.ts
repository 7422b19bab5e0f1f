import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';

/** For how long after a broadcast began it is looked what members did, in days. Own choice. */
export const RESULT_DAYS = 30;

/**
 * Looks up, for every broadcast that began within 30 days, how many members left by its link, and how many signed or wrote after their copy: its own campaign, or any of the organization where it
 * leads to none. Every two minutes in the first hour, every quarter of an hour for two days, then four times a day. One worker at a time; another answers 0. Answers how many broadcasts were looked at. Who opened a mail or followed a link is not known, because nothing in it tells.
 */
export async function refreshResults(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const at = sql`${now().toISOString()}::timestamptz`;
  const isDue = sql`
    select b.id from broadcasts b join broadcast_counts c on c.broadcast_id = b.id
      where b.started_at > ${at} - ${RESULT_DAYS}::int * interval '1 day' and (c.looked_at is null
        or c.looked_at < ${at} - case when b.started_at > ${at} - interval '1 hour' then interval '2 minutes' when b.started_at > ${at} - interval '2 days' then interval '15 minutes' else interval '6 hours' end)`;
  // A look without a transaction, since there is mostly nothing to do.
  if ((await db.execute(sql`${isDue} limit 1`)).length === 0) return 0;
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ held: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtext('broadcast results')) as held`,
    );
    if (!lock?.held) return 0;
    const due = await tx.execute<{ id: number }>(sql`${isDue} order by b.id limit 100`);
    for (const { id } of due)
      await tx.execute(sql`
        with b as (select * from broadcasts where id = ${id}),
        asked as (select k.id from campaigns k, b where k.organization_id = b.organization_id and (b.campaign_id is null or k.id = b.campaign_id)),
        -- From what was done to who was written to: far fewer rows than the other way round.
        signed as (
          select count(distinct r.id)::int as many from b
            join signatures g on g.campaign_id in (select id from asked) and g.confirmed_at > b.started_at and g.status = 'confirmed'
            join subscriptions s on s.canonical_address = g.canonical_address and s.organization_id = b.organization_id
            join broadcast_recipients r on r.subscription_id = s.id and r.broadcast_id = b.id and r.sent_at < g.confirmed_at
        ), wrote as (
          select count(distinct r.id)::int as many from b
            join letters l on l.campaign_id in (select id from asked) and l.status = 'sent' and l.sent_at > b.started_at
            join people p on p.id = l.person_id
            join subscriptions s on s.canonical_address = p.canonical_address and s.organization_id = b.organization_id
            join broadcast_recipients r on r.subscription_id = s.id and r.broadcast_id = b.id and r.sent_at < l.sent_at
        )
        update broadcast_counts c set looked_at = ${at}, signed = (select many from signed), wrote = (select many from wrote),
          unsubscribed = (select count(*) from subscriptions s where s.left_by_broadcast_id = ${id})
        where c.broadcast_id = ${id}`);
    return due.length;
  });
}
