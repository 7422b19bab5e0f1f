import { createHmac, randomInt } from 'node:crypto';
import { and, count, eq, isNull } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { organizerRecoveryCodes, organizers } from '#db/schema/organizer-account.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { type ConfirmationTools, confirmationTools } from '../confirmation/challenge.server.ts';
import { recoveryCodeCount } from './account.ts';
import { type Attempt, takeAttempt } from './attempts.server.ts';
import { tellOrganizer } from './notice.server.ts';

/** Crockford's base 32 in lower case: no i, l, o and u, which are misread. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CODE_CHARS = 16;

/** A code of 80 random bits in four groups of four. ASVS 5.0, 6.5.4. */
function newCode(): string {
  const letters = Array.from({ length: CODE_CHARS }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return letters.join('').replace(/.{4}(?=.)/g, '$&-');
}

/** The form in which a code is kept: keyed, of what was typed without blanks and hyphens, misread letters put right. */
function codeHashOf(organizerId: string, typed: string, secret: string): Buffer {
  const code = typed
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '')
    .replace(/[il]/g, '1')
    .replace(/o/g, '0');
  return createHmac('sha256', secret).update(`organizer-recovery\n${organizerId}\n${code}`).digest();
}

/** Makes ten new codes for an organizer in the place of all earlier ones, and answers them: they are never to be had again. Written down, and told by mail. */
export async function makeRecoveryCodes(
  organizerId: string,
  given: Partial<ConfirmationTools> = {},
): Promise<readonly string[]> {
  const { db, now, secret } = confirmationTools(given);
  const codes = Array.from({ length: recoveryCodeCount }, newCode);
  await db.transaction(async (tx) => {
    // Two who ask at once wait for each other, so that only the later ten are left.
    await tx.select({ id: organizers.id }).from(organizers).where(eq(organizers.id, organizerId)).for('update');
    await tx.delete(organizerRecoveryCodes).where(eq(organizerRecoveryCodes.organizerId, organizerId));
    await tx
      .insert(organizerRecoveryCodes)
      .values(
        codes.map((code) => ({ organizerId, codeHash: codeHashOf(organizerId, code, secret), createdAt: now() })),
      );
    await recordRecovery(tx, organizerId, 'recovery.make', now());
    await tellOrganizer(tx, { organizerId, what: 'codes_made' });
  });
  return codes;
}

/** How many codes of an organizer are left. */
export async function countRecoveryCodes(organizerId: string, given: Partial<Tools> = {}): Promise<number> {
  const { db } = tools(given);
  const [row] = await db
    .select({ left: count() })
    .from(organizerRecoveryCodes)
    .where(and(eq(organizerRecoveryCodes.organizerId, organizerId), isNull(organizerRecoveryCodes.usedAt)));
  return row?.left ?? 0;
}

/**
 * Takes one code of the account of an address, once: of two uses at the same time one is refused. The same refusal for an unknown address, a used and a wrong code. Ten
 * attempts an hour for an address and for a network. Written down, and told by mail.
 */
export async function takeRecoveryCode(
  { email, code, network }: { email: string; code: string; network: string | null },
  given: Partial<ConfirmationTools> = {},
): Promise<{ ok: true; organizerId: string } | { ok: false; reason: 'wrong' } | Exclude<Attempt, { ok: true }>> {
  const { db, now, secret } = confirmationTools(given);
  const own = { db, now, secret };
  const byNetwork = await takeAttempt({ what: 'recovery network', who: network ?? 'unknown' }, own);
  if (!byNetwork.ok) return byNetwork;
  const byAddress = await takeAttempt({ what: 'recovery address', who: email }, own);
  if (!byAddress.ok) return byAddress;
  return db.transaction(async (tx) => {
    const holder = await tx
      .select({ id: organizers.id })
      .from(organizers)
      .where(and(eq(organizers.email, email), isNull(organizers.disabledAt)));
    const organizerId = holder[0]?.id ?? '';
    const [taken] = await tx
      .update(organizerRecoveryCodes)
      .set({ usedAt: now() })
      .where(
        and(
          eq(organizerRecoveryCodes.organizerId, organizerId),
          eq(organizerRecoveryCodes.codeHash, codeHashOf(organizerId, code, secret)),
          isNull(organizerRecoveryCodes.usedAt),
        ),
      )
      .returning({ id: organizerRecoveryCodes.id });
    if (!taken) return { ok: false, reason: 'wrong' };
    await recordRecovery(tx, organizerId, 'recovery.use', now());
    await tellOrganizer(tx, { organizerId, what: 'code_used' });
    return { ok: true, organizerId };
  });
}

function recordRecovery(db: Tools['db'], organizerId: string, action: string, at: Date): Promise<void> {
  const actor = `organizer:${organizerId}`;
  return recordDeed(db, { organizationId: null, actor, action, subject: `organizer ${organizerId}`, at });
}
