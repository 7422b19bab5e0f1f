import { sql } from 'drizzle-orm';
import type { Tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { spendBudgets } from '../channel/budget.server.ts';
import { grouped, IN_HAND } from './broadcast.ts';
import { wakeLanes } from './lease.server.ts';
import { roomOfDay, spendDay } from './warmup.server.ts';

/** A copy that the holder of a claim may send now. `attempt`: its number, from 1. */
export interface Copy {
  id: number;
  broadcastId: number;
  subscriptionId: number;
  attempt: number;
  address: string;
  domain: string;
  locale: 'en' | 'es';
  ispSlug: string | null;
  ispName: string | null;
  state: string | null;
}

/** Domains that one claim looks at. Own choice. */
const LANES = 200;

type Row = {
  id: string;
  broadcast_id: number;
  subscription_id: string;
  attempts: number;
  domain: string;
  locale: 'en' | 'es';
  address: string;
  isp_slug: string | null;
  isp_name: string | null;
  state: string | null;
  may_write: boolean;
};

/**
 * Takes at most `limit` copies for a claim, in one transaction: of broadcasts that are being sent, to domains that are not left alone and have room in their minute, hour and day. Copies of
 * members who left meanwhile become `skipped`. Copies of a broadcast that is paused at this very moment may still be among them; `listHalted` tells. Two workers never take the same copy. Domains are served in turn. `budgetNow`: a clock for budgets in tests, by default the database's.
 */
export async function claimCopies(
  { claimId, limit = IN_HAND }: { claimId: number; limit?: number },
  given: Tools & { budgetNow?: () => Date },
): Promise<Copy[]> {
  return given.db.transaction(async (tx) => {
    const at = given.now();
    const lanes = await readLanes(tx, at);
    if (lanes.length === 0) return [];
    const rows = await lockCopies(tx, lanes, limit, at);
    const gone = rows.filter((row) => !row.may_write);
    const wanted = rows.filter((row) => row.may_write);
    const waits = await waitsOf(tx, wanted, at, given.budgetNow);
    const going = wanted.filter((row) => !waits.has(Number(row.id)));
    if (gone.length > 0) await skip(tx, gone);
    if (going.length > 0) await take(tx, claimId, going);
    await placeLanes(tx, lanes, rows, waits, at);
    return going.map((row) => ({
      id: Number(row.id),
      broadcastId: row.broadcast_id,
      subscriptionId: Number(row.subscription_id),
      attempt: row.attempts + 1,
      address: row.address,
      domain: row.domain,
      locale: row.locale,
      ispSlug: row.isp_slug,
      ispName: row.isp_name,
      state: row.state,
    }));
  });
}

type Lane = { broadcast_id: number; domain: string };

/** Whether any copy may be due now: a look without a transaction, before a worker takes hold of anything. */
export async function isAnyReady({ db, now }: Pick<Tools, 'db' | 'now'>): Promise<boolean> {
  return (await readLanes(db, now())).length > 0;
}

function readLanes(tx: Db, at: Date) {
  return tx.execute<Lane>(sql`
    select l.broadcast_id, l.domain from broadcast_lanes l join broadcasts b on b.id = l.broadcast_id and b.state = 'sending'
    where l.ready_at <= ${at.toISOString()}::timestamptz order by l.ready_at, l.broadcast_id, l.domain limit ${LANES}`);
}

function lockCopies(tx: Db, lanes: readonly Lane[], limit: number, at: Date) {
  const asked = JSON.stringify(lanes);
  const instant = sql`${at.toISOString()}::timestamptz`;
  return tx.execute<Row>(sql`
    with picked as materialized (
      select r.* from jsonb_to_recordset(${asked}::text::jsonb) as l (broadcast_id int, domain text)
        cross join lateral (
          select r.id, r.broadcast_id, r.subscription_id, r.attempts, r.domain, r.locale from broadcast_recipients r
          where r.broadcast_id = l.broadcast_id and r.domain = l.domain and r.state = 'queued' and r.due_at <= ${instant}
          order by r.due_at, r.id limit ${limit} for update skip locked
        ) r
      limit ${limit}
    )
    select p.*, s.address, s.state, i.slug as isp_slug, i.name as isp_name,
      s.status = 'confirmed' and (s.paused_until is null or s.paused_until <= ${instant})
        and (s.declined_topics is null or not b.topic = any(s.declined_topics)) as may_write
    from picked p join subscriptions s on s.id = p.subscription_id join broadcasts b on b.id = p.broadcast_id left join isps i on i.id = s.isp_id
    order by p.id`);
}

/** For each copy that may not go now, after how many milliseconds its domain is to be asked again. */
async function waitsOf(tx: Db, rows: readonly Row[], at: Date, budgetNow?: () => Date): Promise<Map<number, number>> {
  const waits = new Map<number, number>();
  const byDomain = grouped(rows, ({ domain }) => domain);
  const domains = [...byDomain.keys()].toSorted();
  if (domains.length === 0) return waits;
  const day = await roomOfDay(tx, domains, at);
  let leftInAll = day.all;
  const wanted = domains.map((receiver) => {
    const many = Math.max(0, Math.min(byDomain.get(receiver)?.length ?? 0, day.room.get(receiver) ?? 0, leftInAll));
    leftInAll -= many;
    const comers = Array.from({ length: many }, () => ({ isReturning: true, wasTried: false, lateMs: 0 }));
    return { channel: 'broadcast' as const, receiver, comers };
  });
  const turns = await spendBudgets(tx, wanted, budgetNow ? { now: budgetNow } : {});
  const spent = new Map<string, number>();
  for (const [index, domain] of domains.entries()) {
    const given = turns[index] ?? [];
    const granted = given.filter(({ ok }) => ok).length;
    spent.set(domain, granted);
    const refused = given.find((turn) => !turn.ok);
    const waitMs = refused && !refused.ok ? refused.waitMs : day.untilTomorrowMs;
    for (const row of (byDomain.get(domain) ?? []).slice(granted)) waits.set(Number(row.id), waitMs);
  }
  await spendDay(tx, spent, at);
  return waits;
}

const idsOf = (rows: readonly { id: string }[]) =>
  sql`(select value::bigint from jsonb_array_elements_text(${JSON.stringify(rows.map(({ id }) => id))}::text::jsonb))`;

async function take(tx: Db, claimId: number, rows: readonly Row[]): Promise<void> {
  const [claim] = await tx.execute(sql`select id from broadcast_claims where id = ${claimId} for key share`);
  if (!claim) throw new Error('the claim was given up for dead');
  await tx.execute(sql`
    update broadcast_recipients set state = 'sending', claim_id = ${claimId}, attempts = attempts + 1 where id in ${idsOf(rows)}`);
}

async function skip(tx: Db, rows: readonly Row[]): Promise<void> {
  await tx.execute(sql`update broadcast_recipients set state = 'skipped' where id in ${idsOf(rows)}`);
  const many = [...grouped(rows, ({ broadcast_id: id }) => id)].map(([id, of]) => ({ id, skipped: of.length }));
  await tx.execute(sql`
    with c as (
      select k.broadcast_id, j.skipped from broadcast_counts k
        join jsonb_to_recordset(${JSON.stringify(many)}::text::jsonb) as j (id int, skipped int) on j.id = k.broadcast_id
      order by 1 for update of k
    ) update broadcast_counts k set skipped = k.skipped + c.skipped from c where k.broadcast_id = c.broadcast_id`);
}

/** Says of each lane that was looked at when it is to be looked at next. */
async function placeLanes(
  tx: Db,
  lanes: readonly Lane[],
  rows: readonly Row[],
  waits: ReadonlyMap<number, number>,
  at: Date,
) {
  const seen = grouped(rows, (row) => `${row.broadcast_id} ${row.domain}`);
  const lastServed = lanes.findLastIndex(({ broadcast_id: id, domain }) => seen.has(`${id} ${domain}`));
  const placed = lanes.slice(0, Math.max(lastServed + 1, rows.length === 0 ? lanes.length : 0)).map((lane) => {
    const copies = seen.get(`${lane.broadcast_id} ${lane.domain}`) ?? [];
    const waitMs = Math.max(0, ...copies.map(({ id }) => waits.get(Number(id)) ?? 0));
    return { ...lane, ready_at: waitMs > 0 ? new Date(at.getTime() + waitMs).toISOString() : null };
  });
  const asked = JSON.stringify(placed);
  // First the locks, then a look with fresh eyes: who queues a copy again wakes its lane afterwards, and is not overlooked.
  await tx.execute(sql`
    select 1 from broadcast_lanes l join jsonb_to_recordset(${asked}::text::jsonb) as j (broadcast_id int, domain text) using (broadcast_id, domain)
    order by l.broadcast_id, l.domain for update of l`);
  await tx.execute(sql`
    update broadcast_lanes l set ready_at = coalesce(
      case when j.ready_at is not null then j.ready_at else greatest(${at.toISOString()}::timestamptz, (
        select r.due_at from broadcast_recipients r where r.broadcast_id = l.broadcast_id and r.domain = l.domain and r.state = 'queued' order by r.due_at limit 1)) end,
      'infinity')
    from jsonb_to_recordset(${asked}::text::jsonb) as j (broadcast_id int, domain text, ready_at timestamptz)
    where l.broadcast_id = j.broadcast_id and l.domain = j.domain`);
}

/** Which of these broadcasts are not being sent any more, so that no copy of them is begun: an organizer paused or cancelled them, or they stopped by themselves. */
export async function listHalted(ids: readonly number[], { db }: Pick<Tools, 'db'>): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await db.execute<{ id: number }>(
    sql`select id from broadcasts where id in ${[...ids]} and state <> 'sending'`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Puts copies that were taken and not begun back in the queue; the attempt does not count. */
export async function giveBack(copies: readonly Copy[], { db }: Pick<Tools, 'db'>): Promise<void> {
  if (copies.length === 0) return;
  await db.transaction(async (tx) => {
    const lanes = await tx.execute<Lane>(sql`
      update broadcast_recipients r set state = 'queued', claim_id = null, attempts = r.attempts - 1
      from jsonb_to_recordset(${JSON.stringify(copies.map(({ id, attempt }) => ({ id, attempt })))}::text::jsonb) as j (id bigint, attempt int)
      where r.id = j.id and r.attempts = j.attempt and r.state = 'sending' returning r.broadcast_id, r.domain`);
    await wakeLanes(tx, lanes);
  });
}
