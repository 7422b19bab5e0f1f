import { sql } from 'drizzle-orm';
import { type ConfirmationTools, challengeSecrets, confirmationTools } from '../confirmation/challenge.server.ts';
import { type ConfirmationMailed, type ConfirmationMailTools, mailOnce } from '../confirmation/mail.server.ts';
import { listSuppressed, suppressionDigest } from './suppression.server.ts';

/** What the worker hands over for this mail. */
export type SubscriptionMailTools = ConfirmationMailTools<'subscription-confirmation'>;

type Row = {
  organization_id: number;
  organization: string;
  canonical_address: string;
  address: string;
  isp: string | null;
  locale: 'en' | 'es';
  claim_hash: Buffer;
  expires_at: string;
  mail_reserved_at: string | null;
  mailed_at: string | null;
  mail_refused_at: string | null;
};

/**
 * Mails the link and the code of one form, in its language; the same whether the address is a member. A retry is the same message. An address that complained, bounced or was
 * erased gets none, however often somebody types it. Limits and failures are those of `mailOnce`; `unknown`: the form is gone.
 */
export async function mailSubscriptionFor(
  requestId: number,
  given: Partial<ConfirmationTools> & Pick<SubscriptionMailTools, 'post' | 'renderMail' | 'origin'>,
): Promise<{ outcome: ConfirmationMailed | 'unknown' | 'suppressed' }> {
  const { db, now, secret } = confirmationTools(given);
  const { post, renderMail, origin } = given;
  const [row] = await db.execute<Row>(sql`
    select r.organization_id, o.name as organization, r.canonical_address, r.address, i.name as isp, r.locale, r.claim_hash, r.expires_at,
      r.mail_reserved_at, r.mailed_at, r.mail_refused_at
    from subscription_requests r join organizations o on o.id = r.organization_id left join isps i on i.id = r.isp_id where r.id = ${requestId}`);
  if (!row) return { outcome: 'unknown' };
  const { organization_id: organizationId, canonical_address: canonicalAddress, claim_hash: claimHash, locale } = row;
  const digests = [suppressionDigest(canonicalAddress, secret)];
  if ((await listSuppressed(db, { organizationId, digests, isFresh: true })).size > 0) return { outcome: 'suppressed' };
  const expiresAt = new Date(row.expires_at);
  const compose = async () => {
    const { token, code } = challengeSecrets(claimHash, secret);
    const rendered = await renderMail('subscription-confirmation', locale, {
      organization: row.organization,
      ispName: row.isp ?? '',
      confirmUrl: `${origin}${locale === 'es' ? '/es' : ''}/alerts/confirm/${token}`,
      code,
      expiresAt,
    });
    const messageId = `<subscription.${requestId}@${new URL(origin).hostname}>`;
    return { ...rendered, kind: 'subscription-confirmation', messageId, to: { address: row.address } };
  };
  const waiting = {
    table: 'subscription_requests' as const,
    id: requestId,
    canonicalAddress,
    expiresAt,
    isReserved: row.mail_reserved_at !== null,
    isSettled: row.mailed_at !== null || row.mail_refused_at !== null,
  };
  return { outcome: await mailOnce(waiting, compose, { db, now, post }) };
}
