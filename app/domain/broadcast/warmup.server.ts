import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { ceilingOf, WARM_DAYS, type Warmup } from './broadcast.ts';

/** Name under which copies to every domain are counted together. */
const ALL = 'all';

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** What the day still has room for: per domain, in all, and how many milliseconds are left of it. Days are UTC. */
export interface DayRoom {
  room: ReadonlyMap<string, number>;
  all: number;
  untilTomorrowMs: number;
}

/** Reads and locks what was sent today to these domains and in all, until the caller's transaction ends, and sets it against their ceilings. Domains in rising order. */
export async function roomOfDay(tx: Db, domains: readonly string[], at: Date): Promise<DayRoom> {
  const day = dayOf(at);
  const asked = JSON.stringify([...domains, ALL].toSorted());
  const receivers = sql`jsonb_array_elements_text(${asked}::text::jsonb) with ordinality as r (receiver, place)`;
  await tx.execute(sql`
    insert into broadcast_days as d (receiver, day, sent) select receiver, ${day}::date, 0 from ${receivers} order by place
    on conflict on constraint broadcast_days_pkey do update set sent = d.sent`);
  const rows = await tx.execute<{ receiver: string; sent: number; before: number }>(sql`
    select r.receiver, t.sent, (select count(*)::int from broadcast_days b
        where b.receiver = r.receiver and b.day < ${day}::date and b.day >= ${day}::date - ${WARM_DAYS}::int and b.sent > 0) as before
    from ${receivers} join broadcast_days t on t.receiver = r.receiver and t.day = ${day}::date`);
  const warmups = new Map((await listWarmups({ db: tx })).map(({ receiver, ...one }) => [receiver, one]));
  const left = ({ receiver, sent, before }: { receiver: string; sent: number; before: number }) => {
    const warmup = warmups.get(receiver) ?? (receiver === ALL ? undefined : warmups.get('*'));
    return warmup ? Math.max(0, ceilingOf(warmup, before) - sent) : Number.MAX_SAFE_INTEGER;
  };
  const rooms = new Map(rows.map((row) => [row.receiver, left(row)]));
  const all = rooms.get(ALL) ?? 0;
  rooms.delete(ALL);
  return { room: rooms, all, untilTomorrowMs: Date.parse(`${day}T00:00:00Z`) + 86_400_000 - at.getTime() };
}

/** Notes what these domains get today, and the sum; in the transaction of `roomOfDay`. */
export async function spendDay(tx: Db, spent: ReadonlyMap<string, number>, at: Date): Promise<void> {
  const rows = [...spent].filter(([, many]) => many > 0).map(([receiver, many]) => ({ receiver, many }));
  if (rows.length === 0) return;
  const all = rows.reduce((sum, { many }) => sum + many, 0);
  await tx.execute(sql`
    update broadcast_days d set sent = d.sent + j.many from jsonb_to_recordset(${JSON.stringify([...rows, { receiver: ALL, many: all }])}::text::jsonb) as j (receiver text, many int)
    where d.receiver = j.receiver and d.day = ${dayOf(at)}::date`);
}

/** A receiver's warm-up as an operator sees it; see `db/schema/broadcast.ts`. */
export interface WarmupView extends Warmup {
  receiver: string;
}

/** Every warm-up that was set: of domains, of every other domain (`*`) and of all together (`all`); at most 1,000. */
export async function listWarmups(given: Partial<Tools> = {}): Promise<WarmupView[]> {
  const { db } = tools(given);
  const rows = await db.execute<{ receiver: string; first_day: number; growth: number; most: number | null }>(
    sql`select receiver, first_day, growth, most from broadcast_warmups order by receiver limit 1000`,
  );
  return rows.map(({ first_day: firstDay, ...rest }) => ({ ...rest, firstDay }));
}

/** Sets how many copies a receiver gets on its first day, by how much that grows, and where it ends; takes effect with the next copies. On record. */
export async function setWarmup(
  { receiver, firstDay, growth, most, by }: WarmupView & { by: string },
  given: Partial<Tools> = {},
): Promise<void> {
  const { db, now } = tools(given);
  const at = now().toISOString();
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into broadcast_warmups as w (receiver, first_day, growth, most, changed_by, changed_at)
      values (${receiver}, ${firstDay}, ${growth}, ${most}, ${by}, ${at}::timestamptz)
      on conflict (receiver) do update set first_day = excluded.first_day, growth = excluded.growth, most = excluded.most,
        changed_by = excluded.changed_by, changed_at = excluded.changed_at`);
    await lookAgain(tx, at);
    await recordDeed(tx, {
      organizationId: null,
      actor: 'command',
      action: 'broadcast.warmup',
      subject: `receiver ${receiver}`,
      facts: { by, firstDay, growth, most },
      at: now(),
    });
  });
}

/** How much a domain gets of broadcasts in any minute and in any hour; null: no limit of that length. `receiver` `*`: every domain without one of its own. Takes effect with the next copies. On record. */
export async function setBroadcastBudget(
  {
    receiver,
    perMinute,
    perHour,
    by,
  }: { receiver: string; perMinute: number | null; perHour: number | null; by: string },
  given: Partial<Tools> = {},
): Promise<void> {
  const { db, now } = tools(given);
  const at = now().toISOString();
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into channel_budgets (channel, receiver, per_minute, per_hour, changed_by, changed_at)
      values ('broadcast', ${receiver}, ${perMinute}, ${perHour}, ${by}, ${at}::timestamptz)
      on conflict on constraint channel_budgets_pkey do update
        set per_minute = excluded.per_minute, per_hour = excluded.per_hour, changed_by = excluded.changed_by, changed_at = excluded.changed_at`);
    await lookAgain(tx, at);
    await recordDeed(tx, {
      organizationId: null,
      actor: 'command',
      action: 'broadcast.budget',
      subject: `receiver ${receiver}`,
      facts: { by, perMinute, perHour },
      at: now(),
    });
  });
}

/** Lets every lane that waits for room be looked at now. */
async function lookAgain(tx: Db, at: string): Promise<void> {
  await tx.execute(
    sql`update broadcast_lanes set ready_at = ${at}::timestamptz where ready_at > ${at}::timestamptz and ready_at <> 'infinity'`,
  );
}
