import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { segmentQuery, type Topic } from '../segment/segment.ts';
import { segmentWhere } from '../segment/where.server.ts';

/** A broadcast whose members were written down, and how many. */
export interface Queued {
  broadcastId: number;
  recipients: number;
}

/**
 * Writes down the members of every broadcast whose time has come, one row each, and lets it be sent: one transaction per broadcast, with one statement that reads the segment, so that who
 * joins later is not among them and a crash leaves nothing half done. Any number of workers may call it. At most ten broadcasts a call. Issue 6, point 6.
 */
export async function queueDueBroadcasts(given: Partial<Tools> = {}): Promise<Queued[]> {
  const { db, now } = tools(given);
  const queued: Queued[] = [];
  for (let round = 0; round < 10; round += 1) {
    if (!(await isAnyDue(db, now()))) break;
    const one = await db.transaction((tx) => queueNext(tx, now()));
    if (!one) break;
    queued.push(one);
  }
  return queued;
}

/** A look without a transaction, since there is mostly nothing to do. */
async function isAnyDue(db: Db, at: Date): Promise<boolean> {
  const rows = await db.execute(
    sql`select 1 from broadcasts where state = 'scheduled' and scheduled_at <= ${at.toISOString()}::timestamptz limit 1`,
  );
  return rows.length > 0;
}

type DueRow = { id: number; organization_id: number; query: unknown; topic: Topic; locales: ('en' | 'es')[] };

async function queueNext(tx: Db, at: Date): Promise<Queued | null> {
  const instant = sql`${at.toISOString()}::timestamptz`;
  const [due] = await tx.execute<DueRow>(sql`
    select b.id, b.organization_id, b.query, b.topic,
      (select array_agg(t.locale order by t.locale) from broadcast_texts t where t.broadcast_id = b.id) as locales
    from broadcasts b where b.state = 'scheduled' and b.scheduled_at <= ${instant}
    order by b.scheduled_at, b.id limit 1 for update of b skip locked`);
  if (!due) return null;
  const { id, locales } = due;
  const where = segmentWhere(segmentQuery.parse(due.query), due.organization_id, { at, topic: due.topic });
  const [only = 'en', ...others] = locales;
  // In the order of the members' ids, so that the rows and their indexes grow at one end.
  const inserted = await tx.execute(sql`
    insert into broadcast_recipients (broadcast_id, subscription_id, domain, locale, due_at)
    select ${id}, s.id, lower(split_part(s.address, '@', -1)), ${others.length > 0 ? sql`s.locale` : sql`${only}`}, ${instant}
    from subscriptions s where ${where} order by s.id`);
  await tx.execute(sql`
    insert into broadcast_lanes (broadcast_id, domain, ready_at)
    select ${id}, domain, ${instant} from broadcast_recipients where broadcast_id = ${id} and state = 'queued' group by domain`);
  await tx.execute(sql`insert into broadcast_counts (broadcast_id) values (${id})`);
  await tx.execute(sql`
    update broadcasts set state = 'sending', started_at = ${instant}, changed_at = ${instant}, recipients = ${inserted.count} where id = ${id}`);
  return { broadcastId: id, recipients: inserted.count };
}

/** Ends broadcasts of which no copy waits or is in a worker's hands any more. Answers their ids. */
export async function finishBroadcasts(given: Partial<Tools> = {}): Promise<number[]> {
  const { db, now } = tools(given);
  const at = sql`${now().toISOString()}::timestamptz`;
  const sending = await db.execute(sql`select 1 from broadcasts where state = 'sending' limit 1`);
  if (sending.length === 0) return [];
  const rows = await db.execute<{ id: number }>(sql`
    update broadcasts b set state = 'sent', finished_at = ${at}, changed_at = ${at}
    where b.state = 'sending' and b.recipients <= (
        select c.sent + c.failed + c.bounced + c.skipped from broadcast_counts c where c.broadcast_id = b.id)
      and not exists (select from broadcast_recipients r where r.broadcast_id = b.id and r.state in ('queued', 'sending'))
    returning b.id`);
  return rows.map(({ id }) => id);
}
