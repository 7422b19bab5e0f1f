import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { publicIdSchema } from '../letter/letter.ts';
import { withdrawLetter } from '../letter/withdraw.server.ts';
import { erasePerson } from '../person/erase.server.ts';
import { type CorrectionResult, correctSignature } from '../signature/correct.server.ts';
import type { Details } from '../signature/signature.ts';
import { withdrawSignature } from '../signature/withdraw.server.ts';
import { leaveByOwner } from '../subscriber/leave.server.ts';
import type { InquiryDeed, InquiryRefusal } from './inquiry.ts';
import { findInquiry } from './name-use.server.ts';

/** What a deed came to. `unknown`: the entry is not of this address, or is not there. */
export type DeedResult = { ok: true } | { ok: false; reason: InquiryRefusal | 'unknown' };

/**
 * Does what the holder of a mailed link asks: withdraws one signature or letter of the address, takes it off one list, or erases everything of it. The link stays open
 * after withdrawing and is gone after erasing. Doing it twice is success.
 */
export async function doForName(
  { token, intent, which = '' }: { token: string; intent: InquiryDeed; which?: string | undefined },
  given: Partial<Tools> = {},
): Promise<DeedResult> {
  const found = await findInquiry(token, given);
  if (!found.ok) return found;
  const { canonicalAddress } = found.inquiry;
  if (intent === 'erase') {
    await erasePerson(canonicalAddress, given);
    return { ok: true };
  }
  if (intent === 'withdraw-signature') {
    if (!/^\d{1,15}$/.test(which)) return { ok: false, reason: 'unknown' };
    const result = await withdrawSignature({ signatureId: Number(which), canonicalAddress }, given);
    return result.ok ? { ok: true } : result;
  }
  const { db } = tools(given);
  if (intent === 'unsubscribe') {
    if (!/^\d{1,15}$/.test(which)) return { ok: false, reason: 'unknown' };
    const hasLeft = await leaveByOwner({ subscriptionId: Number(which), canonicalAddress }, given);
    return hasLeft ? { ok: true } : { ok: false, reason: 'unknown' };
  }
  const publicId = publicIdSchema.safeParse(which);
  const [person] = await db.execute<{ id: string }>(
    sql`select id from people where canonical_address = ${canonicalAddress}`,
  );
  if (!publicId.success || !person) return { ok: false, reason: 'unknown' };
  const result = await withdrawLetter({ publicId: publicId.data, personId: Number(person.id) }, given);
  return result.ok ? { ok: true } : { ok: false, reason: 'unknown' };
}

/** Corrects ZIP and ISP of one signature of the address of a mailed link. Refuses as `correctSignature` does, and as the link does. */
export async function correctForName(
  { token, signatureId, ...details }: { token: string; signatureId: string } & Pick<Details, 'zip' | 'isp'>,
  given: Partial<Tools> = {},
): Promise<CorrectionResult | { ok: false; reason: InquiryRefusal }> {
  const found = await findInquiry(token, given);
  if (!found.ok) return found;
  if (!/^\d{1,15}$/.test(signatureId)) return { ok: false, reason: 'unknown' };
  const { canonicalAddress } = found.inquiry;
  return correctSignature({ signatureId: Number(signatureId), canonicalAddress, ...details }, given);
}
