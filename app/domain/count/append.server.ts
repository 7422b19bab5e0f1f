import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { type Growth, growLedgers } from '#app/domain/ledger/ledger-grow.server.ts';
import type { Db } from '#db/client.ts';

/** Key of the lock under which one process at a time appends leaves. */
const APPEND_LOCK = 6_140_120;

/** What appending may be given besides the tools: the most leaves of one campaign to hash at once and the site's origin, for tests. Own choice. */
export interface AppendTools extends Tools {
  hashingChunk: number;
  origin: string;
}

/** What came of it: `ran` is false when another process is appending. Own choice. */
export type Appended<T> = { ran: false } | ({ ran: true; value: T } & Growth);

/**
 * Runs `work` in a transaction under the lock of the sequence, then hashes what it appended into the ledgers' trees in the same transaction. Answers `ran: false`
 * at once while another process appends. Whatever writes `count_entries` does it in here. Source: DESIGN section 4, "Count"; decision 0021.
 */
export function appendUnderLock<T>(
  work: (tx: Db, at: Date) => Promise<T>,
  given: Partial<AppendTools> = {},
): Promise<Appended<T>> {
  const { db, now } = tools(given);
  return db.transaction(async (tx): Promise<Appended<T>> => {
    const [lock] = await tx.execute<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${APPEND_LOCK}) as held`);
    if (!lock?.held) return { ran: false };
    const at = now();
    // The totals of every campaign exist before anything is added to them.
    await tx.execute(sql`
      insert into campaign_counts (campaign_id, updated_at)
      select id, ${at.toISOString()}::timestamptz from campaigns c
      where not exists (select 1 from campaign_counts k where k.campaign_id = c.id)
      on conflict do nothing`);
    const value = await work(tx, at);
    const { hashingChunk, origin } = given;
    const growth = { db: tx, at, ...(hashingChunk ? { chunk: hashingChunk } : {}), ...(origin ? { origin } : {}) };
    return { ran: true, value, ...(await growLedgers(growth)) };
  });
}

/** A leaf that speaks of no single signature: shares published or taken back, and the anchor of the audit. `said`: its fields after the day, as `fieldsAfterDay` gives them. Own choice. */
export interface ShareLeaf {
  kind: 'tally' | 'untally' | 'anchor';
  /** UTC, YYYY-MM-DD. */
  day: string;
  said: readonly string[];
}

/** Appends such leaves to a campaign's ledger, in order, and answers their places; only within `appendUnderLock`. Source: docs/ledger.md, "Small cells". */
export async function appendShareLeaves(tx: Db, campaignId: number, leaves: readonly ShareLeaf[]): Promise<number[]> {
  if (leaves.length === 0) return [];
  const rows = leaves.map(({ kind, day, said }, place) => ({ place, kind, day, said: said.join(' ') }));
  const appended = await tx.execute<{ sequence: string }>(sql`
    with grown as (
      update campaign_counts set size = size + ${leaves.length}, others = others + ${leaves.length}
      where campaign_id = ${campaignId} returning size - ${leaves.length} as before
    ), entries as (
      insert into count_entries (campaign_id, sequence, kind, day, entry)
      select ${campaignId}, g.before + l.place, l.kind, l.day, concat_ws(' ', 'v1', l.kind, g.before + l.place, to_char(l.day, 'YYYY-MM-DD'), l.said)
      from grown g, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l(place int, kind text, day date, said text)
      returning sequence
    )
    select sequence from entries order by sequence`);
  return appended.map(({ sequence }) => Number(sequence));
}
