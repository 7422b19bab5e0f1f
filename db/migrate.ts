import { fileURLToPath } from 'node:url';
import { migrate as apply } from 'drizzle-orm/postgres-js/migrator';
import { connect } from './client.ts';
import { migrateQueue } from './queue.ts';

const folder = fileURLToPath(new URL('./migrations', import.meta.url));

/** Brings the database at `url` to the newest migration; running it twice changes nothing. Throws what PostgreSQL refuses. */
export async function migrate(url: string): Promise<void> {
  const { db, sql, close } = connect(url, { max: 1, applicationName: 'untolled-migrate' });
  try {
    // Two machines that start at once must not both create the tables.
    await sql`select pg_advisory_lock(6140110)`;
    await apply(db, { migrationsFolder: folder });
    await migrateQueue(sql);
  } finally {
    await close();
  }
}
