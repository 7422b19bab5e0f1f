import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { auditTree } from '../ledger/ledger-audit.server.ts';
import { CHAIN_START, chainHash, columnsOfEvent, type EventRow, toChained } from './chain.server.ts';

/** Links that one question reads. Own choice. */
const CHUNK = 5000;

/** Most faults of one kind that are named. Own choice. */
const MOST_NAMED = 100;

/** An event may bear a time so much before the newest that went before it in the chain, in milliseconds: transactions end late and clocks differ. Own choice. */
const MOST_BACKDATED_MS = 3_600_000;

/**
 * What does not hold: `changed`: an event, its place or its hash is not what was chained; `removed`: a chained event is gone; `gap`: a link is gone; `unchained`: an event got in past
 * the chain, or its link is gone; `lost`: an event was taken away before it was chained; `backdated`: it bears an older time than its place allows; `anchor`: the chain
 * does not hold what a ledger says that it held; `ledger`: the ledger with the anchors is not sound itself.
 */
export interface AuditFault {
  kind: 'changed' | 'removed' | 'gap' | 'unchained' | 'lost' | 'backdated' | 'anchor' | 'ledger';
  where: string;
}

/** An anchor as a ledger has it: the hash of 32 bytes in base64url, its UTC day, and the ledger and leaf where it stands. */
export interface Anchor {
  hash: string;
  day: string;
  where: string;
}

/** What a check of the audit came to. `chained`: events in the chain; `waiting`: events that the worker has not chained yet, the oldest since `waitingSince`. */
export interface AuditVerdict {
  faults: AuditFault[];
  chained: number;
  waiting: number;
  waitingSince: Date | null;
  anchors: number;
  newestAnchor: string | null;
}

/**
 * Holds every event to the chain, the chain to itself, and both to the anchors of all ledgers and of copies kept elsewhere (`outside`); changes nothing. It reads every event and
 * every leaf, in one snapshot. Source: docs/audit.md, "Checking".
 */
export async function verifyAudit(
  { outside = [] }: { outside?: readonly Anchor[] },
  given: Partial<Tools> = {},
): Promise<AuditVerdict> {
  const { db } = tools(given);
  return db.transaction(
    async (tx) => {
      const anchors = [...(await listAnchors(tx)), ...outside];
      const unmet = new Map(anchors.map((anchor) => [anchor.hash, anchor]));
      const faults = [
        ...(await walkChain(tx, (hash) => unmet.delete(hash))),
        ...(await strayEvents(tx)),
        ...anchors.filter(({ hash }) => unmet.has(hash)).map(({ day, where }) => fault('anchor', `${where}, ${day}`)),
        ...(await ledgerFaults(tx)),
      ];
      const [count] = await tx.execute<{ chained: string; waiting: string; since: string | null }>(sql`
        select (select count(*) from audit_chain) as chained, count(*) as waiting, min(e.at) as since
        from audit_pending p join audit_events e on e.id = p.event_id`);
      return {
        faults,
        chained: Number(count?.chained ?? 0),
        waiting: Number(count?.waiting ?? 0),
        waitingSince: count?.since ? new Date(count.since) : null,
        anchors: anchors.length,
        newestAnchor:
          anchors
            .map(({ day }) => day)
            .toSorted()
            .at(-1) ?? null,
      };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

const fault = (kind: AuditFault['kind'], where: string): AuditFault => ({ kind, where });

async function listAnchors(db: Db): Promise<Anchor[]> {
  return [
    ...(await db.execute<{ hash: string; day: string; where: string }>(sql`
      select split_part(e.entry, ' ', 7) as hash, to_char(e.day, 'YYYY-MM-DD') as day, format('ledger of %s, leaf %s', c.slug, e.sequence) as where
      from count_entries e join campaigns c on c.id = e.campaign_id where e.kind = 'anchor' order by e.day, e.campaign_id`)),
  ];
}

type LinkRow = { [Column in keyof EventRow]: EventRow[Column] | null } & {
  sequence: string;
  event_id: string;
  hash: Buffer;
};

/** Walks the chain from its start and names what does not fit; `met` hears of every hash. */
async function walkChain(db: Db, met: (hash: string) => void): Promise<AuditFault[]> {
  const faults: AuditFault[] = [];
  let next = 0;
  let previous: Buffer = CHAIN_START;
  let newestAtMs = Number.NEGATIVE_INFINITY;
  for (;;) {
    const rows = await db.execute<LinkRow>(sql`
      select k.sequence, k.event_id, k.hash, ${columnsOfEvent(sql`k.chained_at`)}
      from audit_chain k left join audit_events e on e.id = k.event_id where k.sequence >= ${next} order by k.sequence limit ${CHUNK}`);
    for (const { sequence, event_id, hash, ...row } of rows) {
      const place = Number(sequence);
      const where = `link ${place}, event ${event_id}`;
      if (place !== next)
        faults.push(fault('gap', place === next + 1 ? `link ${next}` : `links ${next} to ${place - 1}`));
      if (row.event === null) faults.push(fault('removed', where));
      else if (place === next && !chainHash(previous, toChained(row as EventRow, place)).equals(hash))
        faults.push(fault('changed', where));
      const atMs = row.at === null ? Number.NaN : Date.parse(row.at);
      if (atMs < newestAtMs - MOST_BACKDATED_MS) faults.push(fault('backdated', where));
      if (atMs > newestAtMs) newestAtMs = atMs;
      met(hash.toString('base64url'));
      previous = hash;
      next = place + 1;
    }
    if (rows.length < CHUNK || faults.length > MOST_NAMED) return faults;
  }
}

/** Events that are neither in the chain nor waiting for it, and those that wait and are gone. */
async function strayEvents(db: Db): Promise<AuditFault[]> {
  const rows = await db.execute<AuditFault & { [key: string]: unknown }>(sql`
    (select 'unchained' as kind, 'event ' || e.id as where from audit_events e
      where not exists (select from audit_chain k where k.event_id = e.id) and not exists (select from audit_pending p where p.event_id = e.id)
      order by e.id limit ${MOST_NAMED})
    union all
    (select 'lost', 'event ' || p.event_id from audit_pending p
      where not exists (select from audit_events e where e.id = p.event_id) order by p.event_id limit ${MOST_NAMED})`);
  return rows.map(({ kind, where }) => ({ kind, where }));
}

async function ledgerFaults(db: Db): Promise<AuditFault[]> {
  const ledgers = await db.execute<{ id: number; slug: string }>(
    sql`select c.id, c.slug from ledgers l join campaigns c on c.id = l.campaign_id order by c.id`,
  );
  const faults: AuditFault[] = [];
  for (const { id, slug } of ledgers)
    for (const { where } of await auditTree(db, id, 10)) faults.push(fault('ledger', `ledger of ${slug}, ${where}`));
  return faults;
}
