import { eq } from 'drizzle-orm';
import { nameInquiries } from '#db/schema/inquiry.ts';
import { type ConfirmationTools, challengeSecrets, confirmationTools } from '../confirmation/challenge.server.ts';
import { type ConfirmationMailed, type ConfirmationMailTools, mailOnce } from '../confirmation/mail.server.ts';

/** What the worker hands over for this mail. */
export type InquiryMailTools = ConfirmationMailTools<'name-inquiry' | 'my-page'>;

/**
 * Mails the link and the code of one question, in the language of its form and the words of its door; the same whether anything was sent in the name of the
 * address. A retry is the same message. Limits and failures are those of `mailOnce`; `unknown`: the question is gone.
 */
export async function mailInquiryFor(
  inquiryId: number,
  given: Partial<ConfirmationTools> & Pick<InquiryMailTools, 'post' | 'renderMail' | 'origin'>,
): Promise<{ outcome: ConfirmationMailed | 'unknown' }> {
  const { db, now, secret } = confirmationTools(given);
  const { post, renderMail, origin } = given;
  const [row] = await db.select().from(nameInquiries).where(eq(nameInquiries.id, inquiryId));
  if (!row) return { outcome: 'unknown' };
  const compose = async () => {
    const { token, code } = challengeSecrets(row.claimHash, secret);
    const [kind, path] = row.entrance === 'me' ? (['my-page', 'me'] as const) : (['name-inquiry', 'my-name'] as const);
    const rendered = await renderMail(kind, row.locale, {
      openUrl: `${origin}${row.locale === 'es' ? '/es' : ''}/${path}/${token}`,
      code,
      expiresAt: row.expiresAt,
    });
    const messageId = `<name-inquiry.${inquiryId}@${new URL(origin).hostname}>`;
    return { ...rendered, kind, messageId, to: { address: row.address } };
  };
  const waiting = {
    table: 'name_inquiries' as const,
    id: inquiryId,
    canonicalAddress: row.canonicalAddress,
    expiresAt: row.expiresAt,
    isReserved: row.mailReservedAt !== null,
    isSettled: row.mailedAt !== null || row.mailRefusedAt !== null,
  };
  return { outcome: await mailOnce(waiting, compose, { db, now, post }) };
}
