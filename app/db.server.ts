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

/** Ends the pools; the next use opens new ones. */
export async function closeConnection(): Promise<void> {
  const open = [holder[slot], signing];
  holder[slot] = undefined;
  signing = undefined;
  await Promise.all(open.map((one) => one?.close()));
}

/** Connections of this process that store signatures and do nothing else. Decision 0024. */
const SIGNING_CONNECTIONS = 2;

let signing: Connection | undefined;

/** The pool that signatures are stored through, so that pages and signing cannot take each other's connections. Throws when `DATABASE_URL` is unset. */
export function signingConnection(): Connection {
  const { databaseUrl } = env();
  if (!databaseUrl) throw new Error('DATABASE_URL is not set and no database was started');
  signing ??= connect(databaseUrl, { max: SIGNING_CONNECTIONS, applicationName: 'untolled signing' });
  return signing;
}

/** Breaks the connections that signatures are stored through, whatever they wait for; the next use opens others. */
export function renewSigningConnection(): void {
  const silent = signing;
  signing = undefined;
  silent?.sql.end({ timeout: 0 }).catch(() => {});
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
