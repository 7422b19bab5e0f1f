import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { canonicalJson } from './canonical.ts';

/** Key of the lock under which one process at a time adds to the chain. */
const CHAIN_LOCK = 6_140_140;

/** Most events that one transaction takes into the chain. Own choice. */
export const CHAIN_BATCH = 1000;

/** What the first event of a chain follows: 32 bytes of 0. */
export const CHAIN_START = Buffer.alloc(32);

/** An event as it is hashed. `at` and `chainedAt`: UTC to the microsecond, as `columnsOfEvent` writes them. Source: docs/audit.md, "The chain". */
export interface ChainedEvent {
  sequence: number;
  event: number;
  at: string;
  chainedAt: string;
  organization: number | null;
  actor: string;
  action: string;
  subject: string;
  facts: unknown;
}

/** The hash of an event after that of the one before it. Source: docs/audit.md, "The chain". */
export function chainHash(previous: Uint8Array, event: ChainedEvent): Buffer {
  return createHash('sha256').update('untolled audit v1\n').update(previous).update(canonicalJson(event)).digest();
}

/** An instant of the database as it is hashed, whatever the zone of the connection. */
const microseconds = (instant: SQL) => sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The columns of `audit_events e` that are hashed, with the instant of chaining as `chained_at`. */
export const columnsOfEvent = (chainedAt: SQL) => sql`
  e.id as event, ${microseconds(sql`e.at`)} as at, ${microseconds(chainedAt)} as chained_at, e.organization_id as organization, e.actor, e.action, e.subject, e.facts::text as facts`;

/** A row of `columnsOfEvent`. */
export type EventRow = {
  event: string;
  at: string;
  chained_at: string;
  organization: number | null;
  actor: string;
  action: string;
  subject: string;
  facts: string;
};

/** An event as `chainHash` takes it, from its row and its place. */
export function toChained({ event, chained_at: chainedAt, facts, ...rest }: EventRow, sequence: number): ChainedEvent {
  return { ...rest, chainedAt, sequence, event: Number(event), facts: JSON.parse(facts) as unknown };
}

/** The end of the chain: the place and the hash of its newest event. */
export interface ChainHead {
  sequence: number;
  hash: Buffer;
}

/** Reads the end of the chain; null while nothing is in it. */
export async function findChainHead(given: Partial<Tools> = {}): Promise<ChainHead | null> {
  const { db } = tools(given);
  const [row] = await db.execute<{ sequence: string; hash: Buffer }>(
    sql`select sequence, hash from audit_chain order by sequence desc limit 1`,
  );
  return row ? { sequence: Number(row.sequence), hash: row.hash } : null;
}

/**
 * Takes events that wait into the chain, in the order of their numbers among those that are visible: one that commits later, whatever its number, waits for the next time and
 * is never left out. Writers of events wait for nobody. Answers how many; null at once while another process does it.
 */
export async function chainEvents(given: Partial<Tools> = {}, batch: number = CHAIN_BATCH): Promise<number | null> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${CHAIN_LOCK}) as held`);
    if (!lock?.held) return null;
    const at = now().toISOString();
    const waiting = await tx.execute<EventRow>(sql`
      select ${columnsOfEvent(sql`${at}::timestamptz`)} from audit_pending p join audit_events e on e.id = p.event_id order by e.id limit ${batch}`);
    if (waiting.length === 0) return 0;
    await append(tx, waiting, at);
    return waiting.length;
  });
}

async function append(tx: Db, waiting: readonly EventRow[], at: string): Promise<void> {
  const head = await findChainHead({ db: tx });
  let [sequence, previous] = head ? [head.sequence, head.hash] : [-1, CHAIN_START];
  const links = waiting.map((row) => {
    sequence += 1;
    previous = chainHash(previous, toChained(row, sequence));
    return { sequence, event: Number(row.event), hash: previous.toString('hex') };
  });
  await tx.execute(sql`
    with link as (
      select * from jsonb_to_recordset(${JSON.stringify(links)}::text::jsonb) as l(sequence bigint, event bigint, hash text)
    ), gone as (
      delete from audit_pending p using link where p.event_id = link.event
    )
    insert into audit_chain (sequence, event_id, hash, chained_at)
    select sequence, event, decode(hash, 'hex'), ${at}::timestamptz from link`);
}
