import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';

/** How long a hold lasts after each beat, in milliseconds. */
export interface LeaseTools extends Tools {
  leaseMs: number;
}

const until = (now: Date, leaseMs: number) => sql`${new Date(now.getTime() + leaseMs).toISOString()}::timestamptz`;

/** Opens a worker's hold on the copies that it will take. Answers its number. */
export async function openClaim(given: Partial<Tools> & { leaseMs: number }): Promise<number> {
  const { db, now } = tools(given);
  const [row] = await db.execute<{ id: string }>(
    sql`insert into broadcast_claims (lease_until) values (${until(now(), given.leaseMs)}) returning id`,
  );
  if (!row) throw new Error('a claim was made and gave no number');
  return Number(row.id);
}

/** Says that the holder lives. False when its hold was over and its copies have gone to others. */
export async function beatClaim(claimId: number, given: Partial<Tools> & { leaseMs: number }): Promise<boolean> {
  const { db, now } = tools(given);
  const rows = await db.execute(
    sql`update broadcast_claims set lease_until = ${until(now(), given.leaseMs)} where id = ${claimId} returning id`,
  );
  return rows.length > 0;
}

/** Gives back what a holder took and did not begin, and ends its hold. */
export async function closeClaim(claimId: number, given: Partial<Tools> = {}): Promise<void> {
  const { db } = tools(given);
  await db.transaction((tx) => release(tx, [claimId]));
}

/**
 * Takes copies back from holders that have not said in time that they live: a killed worker's. They are queued again, due at once, and leave under the same Message-ID. Answers how many.
 */
export async function releaseSilentClaims(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const found = await db.execute(
    sql`select 1 from broadcast_claims where lease_until <= ${now().toISOString()}::timestamptz limit 1`,
  );
  if (found.length === 0) return 0;
  return db.transaction(async (tx) => {
    const silent = await tx.execute<{ id: string }>(sql`
      select id from broadcast_claims where lease_until <= ${now().toISOString()}::timestamptz order by id for update skip locked limit 100`);
    return silent.length === 0
      ? 0
      : release(
          tx,
          silent.map(({ id }) => Number(id)),
        );
  });
}

async function release(tx: Db, claimIds: readonly number[]): Promise<number> {
  const rows = await tx.execute<{ broadcast_id: number; domain: string }>(sql`
    update broadcast_recipients set state = 'queued', claim_id = null
    where state = 'sending' and claim_id in ${[...claimIds]} returning broadcast_id, domain`);
  await wakeLanes(tx, rows);
  await tx.execute(sql`delete from broadcast_claims where id in ${[...claimIds]}`);
  return rows.length;
}

/** Lets lanes be looked at by `readyAt` (default: at once), in one order, so that two who wake the same never wait for each other. */
export async function wakeLanes(
  tx: Db,
  lanes: readonly { broadcast_id: number; domain: string; ready_at?: string }[],
): Promise<void> {
  if (lanes.length === 0) return;
  await tx.execute(sql`
    with woken as (
      select l.broadcast_id, l.domain, w.ready_at from broadcast_lanes l
        join (select broadcast_id, domain, min(coalesce(ready_at, '-infinity')) as ready_at
          from jsonb_to_recordset(${JSON.stringify(lanes)}::text::jsonb) as j (broadcast_id int, domain text, ready_at timestamptz) group by 1, 2) w
        using (broadcast_id, domain)
      order by l.broadcast_id, l.domain for update of l
    )
    update broadcast_lanes l set ready_at = least(l.ready_at, w.ready_at) from woken w where l.broadcast_id = w.broadcast_id and l.domain = w.domain`);
}
