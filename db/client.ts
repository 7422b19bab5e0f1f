import type { PgDatabase } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import * as schema from './schema/index.ts';

// Must never reach a browser bundle; tests/rules searches for it. The effect keeps it in every bundle that takes this file.
const BUNDLE_MARKER = 'untolled-marker-db-client';
Reflect.set(globalThis, BUNDLE_MARKER, true);

/** The typed database of a pool. Own choice. */
export type Database = PostgresJsDatabase<typeof schema>;

/** What verbs take: the database or a transaction of it, so that verbs compose. Own choice. */
export type Db = PgDatabase<PostgresJsQueryResultHKT, typeof schema>;

/** An opened connection pool: `db` for queries, `sql` for raw streams, `close` to end it. */
export interface Connection {
  db: Database;
  sql: Sql;
  close(): Promise<void>;
}

/** Options of `connect`: pool size and a tap on each query sent, with the number of its connection, for tests. */
export interface ConnectOptions {
  max?: number;
  onQuery?: (query: string, connection: number) => void;
  applicationName?: string;
}

/** Longest pause before a lost connection is tried again, in seconds; the driver's own 20 s would outlast most restarts of a server. Own choice. */
const MAX_PAUSE_SECONDS = 0.5;

/** Pause before connection attempt `retries` + 1, in seconds. The share of chance keeps many processes from coming at once. */
const pauseSeconds = (retries: number) => (0.5 + Math.random() / 2) * Math.min(3 ** retries / 100, MAX_PAUSE_SECONDS);

/**
 * Opens a lazily connecting pool on a PostgreSQL URL. Nothing is sent before the first query. Works behind a transaction
 * pooler because no prepared statement outlives its transaction (`prepare: false`). Source: postgres.js README, "Connection details".
 */
export function connect(
  url: string,
  { max = 10, onQuery, applicationName = 'untolled' }: ConnectOptions = {},
): Connection {
  const sql = postgres(url, {
    max,
    prepare: false,
    backoff: pauseSeconds,
    onnotice: () => {},
    connection: { application_name: applicationName },
    ...(onQuery ? { debug: (connection: number, query: string) => onQuery(query, connection) } : {}),
  });
  return { db: drizzle(sql, { schema }), sql, close: () => sql.end({ timeout: 5 }) };
}
