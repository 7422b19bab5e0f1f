import type { KeyObject } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { publicKeyBytes, signCheckpoint, writeVerifierKey } from './note.server.ts';

/** What this process's key is to the ledgers: the one that signs, one that signed before, or one that they do not know. Own choice. */
export type KeyStanding = 'current' | 'former' | 'unknown';

/** A public key that checkpoints were or are signed under. `publicKey`: 32 bytes. Own choice. */
export interface LedgerKey {
  publicKey: Buffer;
  since: Date;
}

/** Key of the lock under which the ledgers' keys change. */
const KEYS_LOCK = 6_140_121;

/** The public keys of the ledgers, oldest first; the last one signs. Own choice. */
export async function listLedgerKeys(given: Partial<Tools> = {}): Promise<LedgerKey[]> {
  const { db } = tools(given);
  const rows = await db.execute<{ public_key: Buffer; since: string }>(
    sql`select public_key, since from ledger_keys order by id limit 1000`,
  );
  return rows.map((row) => ({ publicKey: row.public_key, since: new Date(row.since) }));
}

/** A log's verifier keys, oldest first, as witnesses and verifiers are given them. Source: C2SP signed-note, "Verifier keys". */
export async function listVerifierKeys(logOrigin: string, given: Partial<Tools> = {}): Promise<string[]> {
  const keys = await listLedgerKeys(given);
  return keys.map(({ publicKey }) => writeVerifierKey(logOrigin, 1, publicKey));
}

/**
 * Says what a key is to the ledgers, and makes the first one theirs. Any later key is adopted by `adoptKey` alone, so that a worker with a wrong
 * key cannot take over. Own choice, decision 0021.
 */
export async function standingOfKey(key: KeyObject, given: Partial<Tools> = {}): Promise<KeyStanding> {
  const { db, now } = tools(given);
  const publicKey = publicKeyBytes(key);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${KEYS_LOCK})`);
    const keys = await listLedgerKeys({ db: tx });
    if (keys.length === 0)
      await tx.execute(
        sql`insert into ledger_keys (public_key, since) values (${publicKey}, ${now().toISOString()}::timestamptz)`,
      );
    if (keys.length === 0 || keys.at(-1)?.publicKey.equals(publicKey)) return 'current';
    return keys.some((known) => known.publicKey.equals(publicKey)) ? 'former' : 'unknown';
  });
}

/** Makes a key the one that signs from now on. Refuses one that signed before, because "since when" could not be told then. Own choice, decision 0021. */
export async function adoptKey(
  key: KeyObject,
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'is_current' | 'is_former' }> {
  const { db, now } = tools(given);
  const publicKey = publicKeyBytes(key);
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${KEYS_LOCK})`);
    const keys = await listLedgerKeys({ db: tx });
    if (keys.at(-1)?.publicKey.equals(publicKey)) return { ok: false, reason: 'is_current' };
    if (keys.some((known) => known.publicKey.equals(publicKey))) return { ok: false, reason: 'is_former' };
    await tx.execute(
      sql`insert into ledger_keys (public_key, since) values (${publicKey}, ${now().toISOString()}::timestamptz)`,
    );
    return { ok: true };
  });
}

/** What one round of signing did: how many checkpoints it signed. `isOtherKey`: the ledgers are signed under another key than this one. Own choice. */
export interface SigningRun {
  signed: number;
  isOtherKey: boolean;
}

/** Most checkpoints that one round signs: one a campaign. */
const MAX_SIGNED = 1_000;

/**
 * Signs the newest checkpoint of each campaign that has an unsigned one newer than its newest signed one, from the stored row alone. Two workers with one key
 * write the same bytes, and the first stands; a key that is not the current one signs nothing. Source: C2SP tlog-checkpoint, "Signatures".
 */
export async function signCheckpoints({ key }: { key: KeyObject }, given: Partial<Tools> = {}): Promise<SigningRun> {
  const { db } = tools(given);
  const rows = await db.execute<{ campaign_id: number; origin: string; size: string; root: Buffer }>(sql`
    select l.campaign_id, l.origin, k.size, k.root
    from ledgers l, lateral (
      select size, root, note from ledger_checkpoints k where k.campaign_id = l.campaign_id order by size desc limit 1) k
    where k.note is null order by l.campaign_id limit ${MAX_SIGNED}`);
  if (rows.length === 0) return { signed: 0, isOtherKey: false };
  if ((await standingOfKey(key, given)) !== 'current') return { signed: 0, isOtherKey: true };
  let signed = 0;
  for (const { campaign_id, origin, size, root } of rows) {
    const note = signCheckpoint({ origin, size: Number(size), root }, { name: origin, key });
    const written = await db.execute(sql`
      update ledger_checkpoints set note = ${note}
      where campaign_id = ${campaign_id} and size = ${size}::bigint and root = ${root} and note is null
        and ${publicKeyBytes(key)} = (select public_key from ledger_keys order by id desc limit 1)
      returning 1`);
    signed += written.length;
  }
  return { signed, isOtherKey: false };
}
