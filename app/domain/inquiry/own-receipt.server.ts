import { sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { readReceipt } from '../ledger/receipt.server.ts';
import type { ReceiptStanding } from '../ledger/receipt.ts';
import type { InquiryRefusal } from './inquiry.ts';
import { findInquiry } from './name-use.server.ts';

/** The receipt of one signature of the mailbox of a mailed link, as `readReceipt`. Refuses as the link does; `unknown`: no signature of this mailbox that counts. */
export async function readOwnReceipt(
  { token, signatureId }: { token: string; signatureId: string },
  given: Partial<Tools> = {},
): Promise<{ ok: true; standing: ReceiptStanding } | { ok: false; reason: InquiryRefusal | 'unknown' }> {
  const { db } = tools(given);
  const found = await findInquiry(token, given);
  if (!found.ok) return found;
  const own = /^\d{1,15}$/.test(signatureId)
    ? await db.execute(sql`
        select from signatures where id = ${Number(signatureId)} and canonical_address = ${found.inquiry.canonicalAddress}`)
    : [];
  const standing = own.length > 0 ? await readReceipt({ signatureId: Number(signatureId) }, given) : null;
  return standing ? { ok: true, standing } : { ok: false, reason: 'unknown' };
}
