import { and, desc, eq, gt, ne } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { organizerSessions } from '#db/schema/organizer-account.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { deviceOf, type Proof } from './account.ts';

/** One session of an organizer as its owner sees it. */
export interface SessionEntry {
  id: string;
  browser: string | null;
  system: string | null;
  provedBy: Proof;
  createdAt: Date;
  expiresAt: Date;
  isThis: boolean;
}

/**
 * Writes down that a session was opened, and ends the one that the same browser had before, so that every sign-in and every proof of identity has a session of its own.
 * `againAs`: the account that has to show again who it is; another one's session is ended at once. ASVS 5.0, 7.2.4.
 */
export async function settleSignIn(
  opened: { sessionId: string; organizerId: string; by: Proof; replaces: string | null; againAs?: string | null },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'someone_else' }> {
  const { db, now } = tools(given);
  const { sessionId, organizerId, by, replaces, againAs = null } = opened;
  if (againAs !== null && againAs !== organizerId) {
    await db.delete(organizerSessions).where(eq(organizerSessions.id, sessionId));
    return { ok: false, reason: 'someone_else' };
  }
  await db.transaction(async (tx) => {
    if (replaces !== null && replaces !== sessionId)
      await tx.delete(organizerSessions).where(eq(organizerSessions.id, replaces));
    await recordDeed(tx, {
      organizationId: null,
      actor: `organizer:${organizerId}`,
      action: againAs === null ? 'session.open' : 'session.prove',
      subject: `organizer ${organizerId}`,
      facts: { by },
      at: now(),
    });
  });
  return { ok: true };
}

/** The sessions of an organizer that hold, newest first; at most 100. */
export async function listSessions(
  { organizerId, sessionId }: { organizerId: string; sessionId: string },
  given: Partial<Tools> = {},
): Promise<SessionEntry[]> {
  const { db, now } = tools(given);
  const rows = await db
    .select()
    .from(organizerSessions)
    .where(and(eq(organizerSessions.userId, organizerId), gt(organizerSessions.expiresAt, now())))
    .orderBy(desc(organizerSessions.createdAt))
    .limit(100);
  return rows.map(({ id, userAgent, provedBy, createdAt, expiresAt }) => ({
    id,
    ...deviceOf(userAgent),
    provedBy,
    createdAt,
    expiresAt,
    isThis: id === sessionId,
  }));
}

/** Ends one session of an organizer; false when it is not theirs or has ended. */
export function endSession(
  { organizerId, sessionId }: { organizerId: string; sessionId: string },
  given: Partial<Tools> = {},
): Promise<boolean> {
  return endWhere({ organizerId, action: 'session.end' }, eq(organizerSessions.id, sessionId), given).then(
    (count) => count > 0,
  );
}

/** Ends every session of an organizer but one; answers how many. */
export function endOtherSessions(
  { organizerId, sessionId }: { organizerId: string; sessionId: string },
  given: Partial<Tools> = {},
): Promise<number> {
  return endWhere({ organizerId, action: 'session.end-others' }, ne(organizerSessions.id, sessionId), given);
}

function endWhere(
  { organizerId, action }: { organizerId: string; action: string },
  which: ReturnType<typeof eq>,
  given: Partial<Tools>,
): Promise<number> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const gone = await tx
      .delete(organizerSessions)
      .where(and(eq(organizerSessions.userId, organizerId), which))
      .returning({ id: organizerSessions.id });
    if (gone.length > 0)
      await recordDeed(tx, {
        organizationId: null,
        actor: `organizer:${organizerId}`,
        action,
        subject: `organizer ${organizerId}`,
        facts: { sessions: gone.length },
        at: now(),
      });
    return gone.length;
  });
}
