import { and, asc, eq } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { organizerPasskeys, organizerSessions } from '#db/schema/organizer-account.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { tellOrganizer } from './notice.server.ts';

/** A passkey as its owner sees it. `isSynced`: its maker copies it to the owner's other devices. */
export interface PasskeyEntry {
  id: string;
  name: string | null;
  isSynced: boolean;
  createdAt: Date | null;
}

/** The passkeys of an organizer, oldest first; at most 100. */
export async function listPasskeys(organizerId: string, given: Partial<Tools> = {}): Promise<PasskeyEntry[]> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(organizerPasskeys)
    .where(eq(organizerPasskeys.userId, organizerId))
    .orderBy(asc(organizerPasskeys.createdAt), asc(organizerPasskeys.id))
    .limit(100);
  return rows.map(({ id, name, backedUp, createdAt }) => ({ id, name, isSynced: backedUp, createdAt }));
}

/** After better-auth stored a passkey: its person has just shown two factors, so the session counts as opened by it; written down, and told by mail. */
export async function settlePasskey(
  { organizerId, sessionId }: { organizerId: string; sessionId: string },
  given: Partial<Tools> = {},
): Promise<void> {
  const { db, now } = tools(given);
  await db.transaction(async (tx) => {
    await tx
      .update(organizerSessions)
      .set({ provedAt: now(), provedBy: 'passkey' })
      .where(and(eq(organizerSessions.id, sessionId), eq(organizerSessions.userId, organizerId)));
    await recordPasskey(tx, organizerId, 'passkey.add', now());
    await tellOrganizer(tx, { organizerId, what: 'passkey_added' });
  });
}

/** Gives a passkey of an organizer a name; false when it is not theirs. */
export async function namePasskey(
  { organizerId, id, name }: { organizerId: string; id: string; name: string },
  given: Partial<Tools> = {},
): Promise<boolean> {
  const { db } = tools(given);
  const named = await db
    .update(organizerPasskeys)
    .set({ name: name === '' ? null : name })
    .where(and(eq(organizerPasskeys.id, id), eq(organizerPasskeys.userId, organizerId)))
    .returning({ id: organizerPasskeys.id });
  return named.length > 0;
}

/** Why a passkey stays: it is not theirs, or it is the last one and the person did not say that they are sure. */
export type PasskeyRefusal = 'unknown' | 'last_unsure';

/** Takes a passkey away from an account; the last one only from whoever said that they are sure. Written down, and told by mail. */
export async function removePasskey(
  { organizerId, id, isSure }: { organizerId: string; id: string; isSure: boolean },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: PasskeyRefusal }> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const own = await tx
      .select({ id: organizerPasskeys.id })
      .from(organizerPasskeys)
      .where(eq(organizerPasskeys.userId, organizerId))
      .for('update');
    if (!own.some((one) => one.id === id)) return { ok: false, reason: 'unknown' };
    if (own.length === 1 && !isSure) return { ok: false, reason: 'last_unsure' };
    await tx.delete(organizerPasskeys).where(eq(organizerPasskeys.id, id));
    await recordPasskey(tx, organizerId, 'passkey.remove', now());
    await tellOrganizer(tx, { organizerId, what: 'passkey_removed' });
    return { ok: true };
  });
}

function recordPasskey(db: Tools['db'], organizerId: string, action: string, at: Date): Promise<void> {
  const actor = `organizer:${organizerId}`;
  return recordDeed(db, { organizationId: null, actor, action, subject: `organizer ${organizerId}`, at });
}
