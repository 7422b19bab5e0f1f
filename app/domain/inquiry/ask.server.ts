import { lt } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { nameInquiries } from '#db/schema/inquiry.ts';
import {
  type ConfirmationTools,
  challengeSecrets,
  codeDigest,
  confirmationTools,
  digestOf,
  newClaim,
} from '../confirmation/challenge.server.ts';
import { takeCode } from '../confirmation/code.server.ts';
import type { CodeFault } from '../confirmation/confirmation.ts';
import { enqueueJob } from '../job/job.server.ts';
import { canonicalAddress } from '../person/address.ts';
import { listAddressRules } from '../person/person.server.ts';
import { type InquiryEntrance, type InquiryForm, inquiryKeptMs, inquiryLifeMs } from './inquiry.ts';

/**
 * Takes the question "was my name used?", or the wish for "my page": in one transaction a row that lives a day and the job that mails its link and code. The claim that it
 * answers is for the page that takes the code; it is the same whether anything was ever sent in the name of the address. A filled trap
 * field gets a claim that leads nowhere. Throws on an address that `emailSchema` would refuse.
 */
export async function askAboutName(
  {
    email,
    name,
    website,
    locale,
    entrance = 'name',
  }: InquiryForm & { locale: 'en' | 'es'; entrance?: InquiryEntrance },
  given: Partial<ConfirmationTools> = {},
): Promise<{ claim: string }> {
  const { db, now, secret } = confirmationTools(given);
  const address = canonicalAddress(email, await listAddressRules({ db, now }));
  if (!address.ok) throw new Error(`askAboutName was handed an unparsed address: ${address.fault}`);
  const claim = newClaim();
  if (website !== '') return { claim };
  const claimHash = digestOf(claim);
  const { token, code } = challengeSecrets(claimHash, secret);
  const at = now();
  await db.transaction(async (tx) => {
    const [row] = await tx
      .insert(nameInquiries)
      .values({
        canonicalAddress: address.canonical,
        address: address.deliverable,
        name: name ?? null,
        locale,
        entrance,
        claimHash,
        tokenHash: digestOf(token),
        codeHash: codeDigest(claimHash, code, secret),
        createdAt: at,
        expiresAt: new Date(at.getTime() + inquiryLifeMs),
      })
      .returning({ id: nameInquiries.id });
    if (row) await enqueueJob(tx, { name: 'mail.inquiry', data: { inquiryId: row.id } });
  });
  return { claim };
}

/** Tries the six digits of the mail for the claim of the page after the form; right ones give the token of the mailed link. Refuses as `takeCode`. */
export async function openByCode(
  { claim, code }: { claim: string; code: string },
  given: Partial<ConfirmationTools> = {},
): Promise<{ ok: true; token: string } | { ok: false; reason: CodeFault }> {
  const { db, now, secret } = confirmationTools(given);
  const taken = await takeCode(db, 'name_inquiries', { claim, code, secret, at: now() });
  return taken.ok ? { ok: true, token: challengeSecrets(digestOf(claim), secret).token } : taken;
}

/** Deletes questions that expired a day ago or earlier; answers how many went. */
export async function deleteExpiredInquiries(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const before = new Date(now().getTime() - inquiryKeptMs);
  const gone = await db
    .delete(nameInquiries)
    .where(lt(nameInquiries.expiresAt, before))
    .returning({ id: nameInquiries.id });
  return gone.length;
}
