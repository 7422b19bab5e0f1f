import { type Connection, connect, type Db } from '#db/client.ts';
import { env } from './env.server.ts';

const slot = Symbol.for('untolled.connection');
const holder = globalThis as { [slot]?: Connection };

/**
 * The one pool of this process, opened on first use; it lives on `globalThis` because the built site and the process
 * around it load this module twice. Throws when `DATABASE_URL` is unset. Own choice.
 */
export function connection(): Connection {
  if (!holder[slot]) {
    const { databaseUrl, databasePoolSize } = env();
    if (!databaseUrl) throw new Error('DATABASE_URL is not set and no database was started');
    holder[slot] = connect(databaseUrl, { max: databasePoolSize });
  }
  return holder[slot];
}

/** Ends the pool; the next use opens a new one. */
export async function closeConnection(): Promise<void> {
  const open = holder[slot];
  holder[slot] = undefined;
  await open?.close();
}

/** What every verb may be handed instead of the defaults: a database or transaction, and the clock. */
export interface Tools {
  db: Db;
  now: () => Date;
}

/** The tools of production, laid under those given: `const { db, now } = tools(given)`. */
export function tools(given: Partial<Tools> = {}): Tools {
  return {
    get db() {
      return given.db ?? connection().db;
    },
    now: given.now ?? (() => new Date()),
  };
}
