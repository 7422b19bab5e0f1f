import { recordDeed } from '../audit/audit.server.ts';
import { type ConfirmationTools, confirmationTools } from '../confirmation/challenge.server.ts';
import { suppress } from './suppression.server.ts';

/** Puts an address on the organization's own list of those not to be written to, because its owner said so in another way, and keeps who did it. Refuses what is no address. */
export async function suppressByHand(
  { organizationId, actor, address }: { organizationId: number; actor: string; address: string },
  given: Partial<ConfirmationTools> = {},
): Promise<{ ok: true; memberships: number } | { ok: false; reason: 'address' }> {
  const { db, now, secret } = confirmationTools(given);
  return db.transaction(async (tx) => {
    const result = await suppress({ address }, { reason: 'manual', organizationId }, { db: tx, now, secret });
    if (!result.ok) return { ok: false, reason: 'address' };
    const facts = { memberships: result.memberships };
    await recordDeed(tx, { organizationId, actor, action: 'audience.suppress', subject: 'address', facts, at: now() });
    return result;
  });
}
