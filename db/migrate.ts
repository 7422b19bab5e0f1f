import { fileURLToPath } from 'node:url';
import { migrate as apply } from 'drizzle-orm/postgres-js/migrator';
import { connect } from './client.ts';
import { migrateQueue } from './queue.ts';

const folder = fileURLToPath(new URL('./migrations', import.meta.url));

/**
 * Brings the database at `url` to the newest migration; running it twice changes nothing, and of two at once one waits for the other.
 * Takes two connections. Throws what PostgreSQL refuses.
 */
export async function migrate(url: string): Promise<void> {
  const { db, sql, close } = connect(url, { max: 2, applicationName: 'untolled-migrate' });
  try {
    // Two machines that start at once must not both create the tables. The lock is a transaction's, because a pooler in
    // transaction mode would keep a session's for good.
    await sql.begin(async (lock) => {
      await lock`set local idle_in_transaction_session_timeout = 0`;
      await lock`select pg_advisory_xact_lock(6140110)`;
      await apply(db, { migrationsFolder: folder });
      await migrateQueue(sql);
    });
  } finally {
    await close();
  }
}
