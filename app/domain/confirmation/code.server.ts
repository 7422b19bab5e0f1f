import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { codeDigest, digestOf } from './challenge.server.ts';
import { type CodeFault, hasTokenShape, maxCodeAttempts } from './confirmation.ts';

/** The tables whose rows wait for a mailbox to be proved; all have the same columns for it. */
export type ChallengeTable = 'signature_challenges' | 'submissions' | 'name_inquiries' | 'subscription_requests';

const names: Record<ChallengeTable, SQL> = {
  signature_challenges: sql`signature_challenges`,
  submissions: sql`submissions`,
  name_inquiries: sql`name_inquiries`,
  subscription_requests: sql`subscription_requests`,
};

/** The name of the table, fit to stand in a statement. */
export function tableName(table: ChallengeTable): SQL {
  return names[table];
}

/**
 * Tries the six digits for a claim and answers the row's id when they are right. A wrong code uses up one of five attempts in one conditional
 * statement. A code that no mail was taken for does not open, or the daily limit of mails would not bound the guesses; a stranger sees no
 * difference. The mail may be there before it is written down that it left, so that it counts from when it was taken. Refuses as `CodeFault` says; an unknown claim is a wrong code.
 */
export async function takeCode(
  db: Db,
  table: ChallengeTable,
  { claim, code, secret, at }: { claim: string; code: string; secret: string; at: Date },
): Promise<{ ok: true; id: string } | { ok: false; reason: CodeFault }> {
  if (!hasTokenShape(claim)) return { ok: false, reason: 'code_wrong' };
  const claimHash = digestOf(claim);
  const isRight = sql`(mail_reserved_at is not null and code_hash = ${codeDigest(claimHash, code, secret)}::bytea)`;
  const [attempt] = await db.execute<{ id: string; is_right: boolean }>(sql`
    update ${tableName(table)} set code_attempts = code_attempts + case when ${isRight} then 0 else 1 end
    where claim_hash = ${claimHash}::bytea and code_attempts < ${maxCodeAttempts} and expires_at > ${at.toISOString()}::timestamptz
    returning id, ${isRight} as is_right`);
  if (attempt) return attempt.is_right ? { ok: true, id: attempt.id } : { ok: false, reason: 'code_wrong' };
  const [row] = await db.execute<{ is_expired: boolean }>(sql`
    select expires_at <= ${at.toISOString()}::timestamptz as is_expired
    from ${tableName(table)} where claim_hash = ${claimHash}::bytea`);
  if (!row) return { ok: false, reason: 'code_wrong' };
  return { ok: false, reason: row.is_expired ? 'expired' : 'code_locked' };
}
