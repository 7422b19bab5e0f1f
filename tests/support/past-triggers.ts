import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';

/** Runs a statement without triggers, as nobody but a test may: for rows in a state that no way leads to. */
export async function pastTriggers(db: Db, statement: SQL): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(statement);
  });
}
