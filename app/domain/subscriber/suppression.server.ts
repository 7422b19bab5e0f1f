import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { type ConfirmationTools, confirmationTools } from '../confirmation/challenge.server.ts';
import { canonicalAddress } from '../person/address.ts';
import { listAddressRules } from '../person/person.server.ts';
import { isForAll, LIFTED_BY_OWNER, type SuppressionReason } from './subscriber.ts';

/** The keyed digest by which a canonical address is known among the suppressed: HMAC-SHA-256 under SECRET, so that the table names nobody. */
export function suppressionDigest(canonical: string, secret: string): Buffer {
  return createHmac('sha256', secret).update('suppression:').update(canonical).digest();
}

/**
 * Lets a transaction add members and no address be suppressed until it ends; any number of such transactions run at once. Without it an address could be suppressed between the
 * look and the insert, and be written to.
 */
export async function holdSuppressions(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtext('suppressions'))`);
}

/** Which of these digests stand for addresses that the organization may not write to, in hexadecimal. `isFresh`: those that their owner's own wish lifts do not count. */
export async function listSuppressed(
  db: Db,
  { organizationId, digests, isFresh }: { organizationId: number; digests: readonly Buffer[]; isFresh: boolean },
): Promise<Set<string>> {
  const asked = JSON.stringify(digests.map((digest) => digest.toString('hex')));
  const rows = await db.execute<{ digest: string }>(sql`
    select distinct encode(x.address_hash, 'hex') as digest from suppressions x
    where x.address_hash in (select decode(jsonb_array_elements_text(${asked}::text::jsonb), 'hex'))
      and (x.organization_id is null or (x.organization_id = ${organizationId} and not ${isFresh}::boolean))`);
  return new Set(rows.map(({ digest }) => digest));
}

/** Whom a suppression is about: a member, an address as typed, or one in its canonical form. */
export type Suppressed = { subscriptionId: number } | { address: string } | { canonical: string };

/** Why nobody was suppressed: the address is none, or the member is not there (any more). */
export type SuppressRefusal = 'address' | 'unknown';

async function canonicalOf(db: Db, who: Suppressed, now: () => Date) {
  if ('canonical' in who) return { canonical: who.canonical, organizationId: null };
  if ('address' in who) {
    const read = canonicalAddress(who.address, await listAddressRules({ db, now }));
    return read.ok ? { canonical: read.canonical, organizationId: null } : 'address';
  }
  const [row] = await db.execute<{ canonical_address: string; organization_id: number }>(sql`
    select canonical_address, organization_id from subscriptions where id = ${who.subscriptionId} and erased_at is null`);
  return row ? { canonical: row.canonical_address, organizationId: row.organization_id } : 'unknown';
}

/**
 * Sees to it that nobody writes to an address any more: its keyed digest is kept, and memberships end at once. `complaint`, `hard_bounce` and `erased` hold for every
 * organization, `unsubscribed` and `manual` for one, which is needed unless a member is named. Doing it twice changes nothing. Works inside the caller's transaction.
 */
export async function suppress(
  who: Suppressed,
  { reason, organizationId: named }: { reason: SuppressionReason; organizationId?: number },
  given: Partial<ConfirmationTools> = {},
): Promise<{ ok: true; memberships: number } | { ok: false; reason: SuppressRefusal }> {
  const { db, now, secret } = confirmationTools(given);
  const at = now().toISOString();
  return db.transaction(async (tx) => {
    const found = await canonicalOf(tx, who, now);
    if (typeof found === 'string') return { ok: false, reason: found };
    const organizationId = isForAll(reason) ? null : (named ?? found.organizationId);
    if (organizationId === null && !isForAll(reason)) throw new Error(`${reason} suppresses for an organization`);
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('suppressions'))`);
    await tx.execute(sql`
      insert into suppressions (organization_id, address_hash, reason, suppressed_at)
      values (${organizationId}, ${suppressionDigest(found.canonical, secret)}::bytea, ${reason}, ${at}::timestamptz)
      on conflict on constraint suppressions_once do nothing`);
    const isOwnWish = reason === 'unsubscribed';
    const ended = await tx.execute(sql`
      update subscriptions set status = ${isOwnWish ? 'unsubscribed' : 'suppressed'},
        ${sql.raw(isOwnWish ? 'unsubscribed_at' : 'suppressed_at')} = ${at}::timestamptz
      where canonical_address = ${found.canonical} and status = 'confirmed'
        and (${organizationId}::integer is null or organization_id = ${organizationId}::integer)`);
    return { ok: true, memberships: ended.count };
  });
}

/**
 * Lets an address be written to again, for a reason on record: nobody becomes a member by it. `reasons` narrows it down. Answers how many suppressions ended. For whoever runs the
 * installation; organizations lift none themselves.
 */
export async function liftSuppressions(
  {
    address,
    reasons,
    by,
    because,
  }: { address: string; reasons?: readonly SuppressionReason[]; by: string; because: string },
  given: Partial<ConfirmationTools> = {},
): Promise<{ ok: true; lifted: SuppressionReason[] } | { ok: false; reason: SuppressRefusal }> {
  const { db, now, secret } = confirmationTools(given);
  return db.transaction(async (tx) => {
    const found = await canonicalOf(tx, { address }, now);
    if (typeof found === 'string') return { ok: false, reason: found };
    const only = reasons ? sql`and reason in ${reasons}` : sql``;
    const gone = await tx.execute<{ id: string; reason: SuppressionReason }>(sql`
      delete from suppressions where address_hash = ${suppressionDigest(found.canonical, secret)}::bytea ${only} returning id, reason`);
    const lifted = gone.map(({ reason }) => reason);
    if (gone.length > 0)
      await recordDeed(tx, {
        organizationId: null,
        actor: 'command',
        action: 'suppression.lift',
        subject: `suppression ${gone.map(({ id }) => id).join(', ')}`,
        facts: { by, because, reasons: lifted },
        at: now(),
      });
    return { ok: true, lifted };
  });
}

/** Ends what an owner's own wish for mail ends: `unsubscribed` and `manual` of one organization. */
export async function liftByOwner(
  tx: Db,
  { organizationId, digest }: { organizationId: number; digest: Buffer },
): Promise<void> {
  await tx.execute(sql`
    delete from suppressions where address_hash = ${digest}::bytea and organization_id = ${organizationId} and reason in ${LIFTED_BY_OWNER}`);
}
