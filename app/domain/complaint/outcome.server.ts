import { createHmac, timingSafeEqual } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { complaints, deliveries } from '#db/schema/delivery.ts';
import { isps } from '#db/schema/isp.ts';
import { letters } from '#db/schema/letter.ts';
import { type ConfirmationTools, confirmationTools } from '../confirmation/challenge.server.ts';
import { hasTokenShape } from '../confirmation/confirmation.ts';
import type { LetterOwner } from '../letter/letter.ts';
import { COMPLAINT_OUTCOMES, type ComplaintClock, type ComplaintOutcome, linkLifeMs } from './complaint.ts';
import { COMPLAINT_CELLS, type ComplaintCell, type ComplaintFigures, complaintFigures } from './figures.ts';

/** Who answers for a complaint: the writer by their session, or whoever holds the mailed link of the delivery. */
export type ComplaintKey = LetterOwner | { deliveryPublicId: string; token: string };

/**
 * The token in the mailed link of a complaint, by HMAC-SHA-256 under the secret: a retry of the mail carries the same, nothing of it is stored, and it
 * opens this one question only. Source: RFC 2104; OWASP ASVS 5.0, 11.5.1.
 */
export function complaintToken(deliveryPublicId: string, secret: string): string {
  return createHmac('sha256', secret).update('complaint:').update(deliveryPublicId).digest('base64url');
}

function isRightToken(key: { deliveryPublicId: string; token: string }, secret: string): boolean {
  if (!hasTokenShape(key.token)) return false;
  const right = Buffer.from(complaintToken(key.deliveryPublicId, secret));
  const given = Buffer.from(key.token);
  return right.length === given.length && timingSafeEqual(right, given);
}

/**
 * The complaint that a key opens, or null: unknown, another's, withdrawn and a link that is 180 days past the due day are the same. It says nothing of
 * who complained and what they wrote.
 */
export async function findComplaint(
  key: ComplaintKey,
  given: Partial<ConfirmationTools> = {},
): Promise<ComplaintClock | null> {
  return (await readComplaint(confirmationTools(given), key))?.clock ?? null;
}

async function readComplaint(given: ConfirmationTools, key: ComplaintKey) {
  const { db, now } = given;
  if ('token' in key && !isRightToken(key, given.secret)) return null;
  const isKeys =
    'token' in key
      ? sql`${deliveries.publicId} = ${key.deliveryPublicId} and ${complaints.answerDueAt} > ${new Date(now().getTime() - linkLifeMs).toISOString()}::timestamptz`
      : and(eq(letters.publicId, key.publicId), eq(letters.personId, key.personId));
  const [row] = await db
    .select({ complaint: complaints, ispName: isps.name })
    .from(complaints)
    .innerJoin(deliveries, eq(deliveries.id, complaints.deliveryId))
    .innerJoin(letters, eq(letters.id, deliveries.letterId))
    .leftJoin(isps, eq(isps.id, complaints.ispId))
    .where(and(isKeys, sql`${letters.withdrawnAt} is null`));
  if (!row) return null;
  const { deliveryId, filedAt, answerDueAt, outcome, outcomeAt } = row.complaint;
  return { deliveryId, clock: { ispName: row.ispName, filedAt, answerDueAt, outcome, outcomeAt } };
}

/** Notes what the person says became of their complaint; a later word replaces an earlier one. */
export async function noteOutcome(
  { outcome, ...key }: ComplaintKey & { outcome: ComplaintOutcome },
  given: Partial<ConfirmationTools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'unknown' }> {
  const all = confirmationTools(given);
  const found = await readComplaint(all, key);
  if (!found) return { ok: false, reason: 'unknown' };
  const noted = await all.db
    .update(complaints)
    .set({ outcome, outcomeAt: all.now() })
    .where(eq(complaints.deliveryId, found.deliveryId))
    .returning({ id: complaints.deliveryId });
  return noted.length > 0 ? { ok: true } : { ok: false, reason: 'unknown' };
}

/** Complaints about an ISP by what people say became of them, as far as they may be shown (`complaintFigures`). Withdrawn letters do not count. */
export async function listComplaintOutcomes(ispId: number, given: Partial<Tools> = {}): Promise<ComplaintFigures> {
  const { db, now } = tools(given);
  return complaintFigures(await countOutcomes(db, ispId), now().toISOString().slice(0, 10));
}

async function countOutcomes(db: Db, ispId: number): Promise<Record<ComplaintCell, number>> {
  const rows = await db
    .select({ cell: sql<ComplaintCell>`coalesce(${complaints.outcome}, 'open')`, count: sql<number>`count(*)::int` })
    .from(complaints)
    .innerJoin(deliveries, eq(deliveries.id, complaints.deliveryId))
    .innerJoin(letters, eq(letters.id, deliveries.letterId))
    .where(and(eq(complaints.ispId, ispId), sql`${letters.withdrawnAt} is null`))
    .groupBy(complaints.outcome)
    .limit(COMPLAINT_OUTCOMES.length + 1);
  return Object.fromEntries(
    COMPLAINT_CELLS.map((cell) => [cell, rows.find((row) => row.cell === cell)?.count ?? 0]),
  ) as Record<ComplaintCell, number>;
}
