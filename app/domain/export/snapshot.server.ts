import type { KeyObject } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { listLedgerKeys } from '../ledger/ledger-key.server.ts';
import { publicKeyBytes, signCheckpoint, writeVerifierKey } from '../ledger/note.server.ts';
import { COUNTING_RULES, type Manifest, type ManifestCheckpoint } from './manifest.ts';
import type { ExportedCampaign } from './rows.server.ts';

/** The ledger has leaves that are not hashed yet: right after an upgrade. What was asked for is tried again later. Own choice. */
export class LedgerBehind extends Error {}

/** The key of this process is not the one that signs the ledgers. Own choice, decision 0021. */
export class OtherKey extends Error {}

/**
 * Does `work` in one transaction that sees the database as it was at one moment, and hands it the name under which another connection sees the same. Writing is
 * possible and may fail where somebody else wrote meanwhile. Source: PostgreSQL, "Snapshot Synchronization Functions".
 */
export function inSnapshot<T>(db: Db, work: (tx: Db, snapshot: string, readAt: Date) => Promise<T>): Promise<T> {
  return db.transaction(
    async (tx) => {
      await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`);
      const [row] = await tx.execute<{ snapshot: string; read_at: string }>(
        sql`select pg_export_snapshot() as snapshot, now() as read_at`,
      );
      return work(tx, row?.snapshot ?? '', new Date(row?.read_at ?? 0));
    },
    { isolationLevel: 'repeatable read' },
  );
}

/** Throws `OtherKey` unless a key is the one that signs the ledgers. An installation that has none yet takes any. */
async function assertCurrent(tx: Db, key: KeyObject): Promise<Buffer[]> {
  const keys = (await listLedgerKeys({ db: tx })).map(({ publicKey }) => publicKey);
  if (keys.length === 0) return [publicKeyBytes(key)];
  if (!keys.at(-1)?.equals(publicKeyBytes(key))) throw new OtherKey('the ledgers are signed under another key');
  return keys;
}

type CheckpointRow = {
  slug: string;
  origin: string;
  size: string;
  signed: string;
  withdrawn: string;
  invalidated: string;
  others: string;
  known: string | null;
  root: Buffer | null;
  note: string | null;
  lines: string | null;
};

/**
 * The ledgers of campaigns as a snapshot has them: the checkpoint of all their leaves, and what entered them. One that the sequencer has not signed yet is signed here, from the
 * stored row alone, which gives the very same bytes. Campaigns without a ledger have none. Throws `LedgerBehind`, `OtherKey`. Source: C2SP tlog-checkpoint.
 */
export async function readCheckpoints(
  tx: Db,
  campaigns: readonly ExportedCampaign[],
  key: KeyObject,
): Promise<ManifestCheckpoint[]> {
  const keys = await assertCurrent(tx, key);
  const rows = await tx.execute<CheckpointRow>(sql`
    select c.slug, l.origin, t.size, t.signed, t.withdrawn, t.invalidated, t.others, k.size as known, k.root, k.note,
      (select string_agg(o.line, '' order by o.received_at, o.witness) from ledger_cosignatures o
        where o.campaign_id = c.id and o.size = k.size) as lines
    from jsonb_array_elements_text(${JSON.stringify(campaigns.map(({ id }) => id))}::text::jsonb) as wanted(id)
      join campaigns c on c.id = wanted.id::int join campaign_counts t on t.campaign_id = c.id join ledgers l on l.campaign_id = c.id
      left join lateral (select * from ledger_checkpoints k where k.campaign_id = c.id order by k.size desc limit 1) k on true
    where t.size > 0 order by c.slug`);
  return rows.map((row) => {
    const size = Number(row.size);
    if (Number(row.known) !== size || !row.root) throw new LedgerBehind(`${row.origin} is not hashed to its end yet`);
    const { origin, root } = row;
    return {
      campaign: row.slug,
      origin,
      size,
      root: root.toString('base64'),
      note:
        row.note === null
          ? signCheckpoint({ origin, size, root }, { name: origin, key })
          : row.note + (row.lines ?? ''),
      keys: keys.map((publicKey) => writeVerifierKey(origin, 1, publicKey)),
      counts: {
        signed: Number(row.signed),
        withdrawn: Number(row.withdrawn),
        invalidated: Number(row.invalidated),
        others: Number(row.others),
      },
    };
  });
}

/** The rules by which a snapshot's rows came to be: their versions, and a digest of those that are rows themselves. Own choice. */
export async function readRules(tx: Db): Promise<Manifest['rules']> {
  const [row] = await tx.execute<{ rules: number; last_change: number; sha256: string }>(sql`
    select count(*)::int as rules, (select coalesce(max(id), 0) from address_rule_changes) as last_change,
      encode(sha256(convert_to(coalesce(string_agg(concat_ws(' ', domain, coalesce(alias_of, '-'), ignores_dots, coalesce(tag_separator, '-'),
        is_one_mailbox), E'\\n' order by domain collate "C"), ''), 'UTF8')), 'hex') as sha256
    from address_rules`);
  return {
    counting: { version: COUNTING_RULES, text: 'docs/counting.md' },
    suppression: {
      applied: false,
      text: 'Rows are exact, however small: a row of one or two may point at a person. Do not publish them as they are.',
    },
    addresses: { rules: row?.rules ?? 0, lastChange: row?.last_change ?? 0, sha256: row?.sha256 ?? '' },
  };
}
