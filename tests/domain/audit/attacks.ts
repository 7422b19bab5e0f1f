import { type SQL, sql } from 'drizzle-orm';
import { CHAIN_START, chainHash, columnsOfEvent, type EventRow, toChained } from '#app/domain/audit/chain.server.ts';
import { type AuditFault, verifyAudit } from '#app/domain/audit/verify.server.ts';
import type { Db } from '#db/client.ts';

/** Something that an attacker with SQL can do. */
export type Attack = SQL | ((tx: Db) => Promise<unknown>);

/** What the check finds after attacks that went past every trigger; they are taken back. */
export async function faultsAfter(db: Db, attacks: readonly Attack[]): Promise<AuditFault[]> {
  let found: AuditFault[] = [];
  await db
    .transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      for (const attack of attacks) await (typeof attack === 'function' ? attack(tx) : tx.execute(attack));
      await tx.execute(sql`set local session_replication_role = origin`);
      found = await faultsIn(tx);
      tx.rollback();
    })
    .catch((fault: Error) => {
      if (fault.message !== 'Rollback') throw fault;
    });
  return found;
}

/** The check within a transaction that is under way, which has its isolation already. */
export async function faultsIn(tx: Db): Promise<AuditFault[]> {
  const db = Object.assign(Object.create(tx), { transaction: (work: (db: Db) => unknown) => work(tx) }) as Db;
  return (await verifyAudit({}, { db })).faults;
}

/** Makes every hash anew, or that of one place alone, as who knows the code can. */
export async function rehash(tx: Db, only: number | null = null): Promise<void> {
  let previous: Buffer = CHAIN_START;
  const rows = await tx.execute<EventRow & { sequence: string; hash: Buffer }>(sql`
    select k.sequence, k.hash, ${columnsOfEvent(sql`k.chained_at`)} from audit_chain k join audit_events e on e.id = k.event_id order by k.sequence`);
  for (const { sequence, hash, ...row } of rows) {
    const place = Number(sequence);
    previous = only === null || only === place ? chainHash(previous, toChained(row, place)) : hash;
    await tx.execute(
      sql`update audit_chain set hash = decode(${previous.toString('hex')}, 'hex') where sequence = ${place}`,
    );
  }
}
