import { createHmac } from 'node:crypto';
import { lt, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { organizerAttempts, organizerLinkRequests } from '#db/schema/organizer-account.ts';
import { type ConfirmationTools, confirmationTools } from '../confirmation/challenge.server.ts';

/** What is limited: asking for a link and trying a recovery code, each by address and by network, and how often in an hour. ASVS 5.0, 6.3.1; own choice of figures. */
const MOST = { 'link address': 5, 'link network': 20, 'recovery address': 10, 'recovery network': 10 } as const;

const WINDOW_MS = 60 * 60_000;
const LINK_REQUEST_KEPT_MS = 24 * 60 * 60_000;

/** An attempt was taken, or there were too many; then when the window ends. */
export type Attempt = { ok: true } | { ok: false; reason: 'too_many'; retryAfterMs: number };

/**
 * Takes one attempt of somebody for something in one statement, so that attempts at once are all counted. `who`: an address, or the text of a network's key; only a keyed
 * digest of it is kept. Holds over processes.
 */
export async function takeAttempt(
  { what, who }: { what: keyof typeof MOST; who: string },
  given: Partial<ConfirmationTools> = {},
): Promise<Attempt> {
  const { db, now, secret } = confirmationTools(given);
  const digest = createHmac('sha256', secret).update(`organizer-attempt\n${what}\n${who}`).digest();
  const at = now();
  const ends = new Date(at.getTime() + WINDOW_MS);
  const isOver = sql`${organizerAttempts.endsAt} <= ${at.toISOString()}::timestamptz`;
  const [row] = await db
    .insert(organizerAttempts)
    .values({ digest, count: 1, endsAt: ends })
    .onConflictDoUpdate({
      target: organizerAttempts.digest,
      set: {
        count: sql`case when ${isOver} then 1 else ${organizerAttempts.count} + 1 end`,
        endsAt: sql`case when ${isOver} then excluded.ends_at else ${organizerAttempts.endsAt} end`,
      },
    })
    .returning({ count: organizerAttempts.count, endsAt: organizerAttempts.endsAt });
  if (!row || row.count <= MOST[what]) return { ok: true };
  return { ok: false, reason: 'too_many', retryAfterMs: Math.max(1000, row.endsAt.getTime() - at.getTime()) };
}

/** Deletes attempts whose window is over and wishes for links of yesterday; answers how many rows went. */
export async function forgetAttempts(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const old = await db
    .delete(organizerAttempts)
    .where(lt(organizerAttempts.endsAt, now()))
    .returning({ at: organizerAttempts.endsAt });
  const asked = await db
    .delete(organizerLinkRequests)
    .where(lt(organizerLinkRequests.createdAt, new Date(now().getTime() - LINK_REQUEST_KEPT_MS)))
    .returning({ id: organizerLinkRequests.id });
  return old.length + asked.length;
}
