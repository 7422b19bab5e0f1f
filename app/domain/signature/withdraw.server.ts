import { and, eq, isNotNull, or } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { signatures } from '#db/schema/signature.ts';

/**
 * Withdraws a confirmed signature of the holder of a mailbox; the sequencer takes it out of the count. One that waits for an organizer is withdrawn too, so that
 * nobody can release it any more. One conditional statement. Doing it twice is
 * success with `isNew` false; a signature that was never confirmed counts nowhere and is left to expire. Refuses one that is not of this address.
 * It stays withdrawn (decision 0006).
 */
export async function withdrawSignature(
  { signatureId, canonicalAddress }: { signatureId: number; canonicalAddress: string },
  given: Partial<Tools> = {},
): Promise<{ ok: true; isNew: boolean } | { ok: false; reason: 'unknown' }> {
  const { db, now } = tools(given);
  const own = and(eq(signatures.id, signatureId), eq(signatures.canonicalAddress, canonicalAddress));
  const changed = await db
    .update(signatures)
    .set({ status: 'withdrawn', withdrawnAt: now() })
    .where(
      and(
        own,
        or(
          eq(signatures.status, 'confirmed'),
          and(eq(signatures.status, 'suspicious'), isNotNull(signatures.provedAt)),
        ),
      ),
    )
    .returning({ id: signatures.id });
  if (changed.length > 0) return { ok: true, isNew: true };
  const [held] = await db.select({ id: signatures.id }).from(signatures).where(own);
  return held ? { ok: true, isNew: false } : { ok: false, reason: 'unknown' };
}
