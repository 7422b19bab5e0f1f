import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { MailLocale } from '#emails/catalogue.ts';
import { type ConfirmationTools, challengeSecrets, confirmationTools } from '../confirmation/challenge.server.ts';
import { type ConfirmationMailTools, mailOnce } from '../confirmation/mail.server.ts';
import { saidByAttempt } from './attempt.server.ts';
import type { SignatureState } from './signature.ts';
import { takeUpForm } from './take-up.server.ts';

/** The mails that answer a signing. */
type ConfirmationMail = 'confirmation' | 'already-signed';

/** What the worker hands over for these mails. */
export type MailTools = ConfirmationMailTools<ConfirmationMail>;

/**
 * What became of the mail. `limit`: the address had its five mails of the day, this one is not sent. `refused`: the server refused it for
 * good. `already_mailed`, `expired`, `unknown`: nothing to do.
 */
export type MailOutcome =
  | { outcome: 'mailed'; mail: ConfirmationMail }
  | { outcome: 'already_mailed' | 'expired' | 'limit' | 'refused' | 'unknown' };

type ChallengeRow = {
  claim_hash: Buffer;
  expires_at: string;
  is_reserved: boolean;
  is_settled: boolean;
  status: SignatureState;
  canonical_address: string;
  address: string;
  name: string;
  locale: MailLocale;
  confirmed_at: string | null;
  title: string | null;
  slug: string;
};

/**
 * Mails the link and the code of one challenge: "already signed" to whoever has confirmed before, the confirmation to everybody
 * else (also after a withdrawal; the page behind the link then says what that means, decision 0006), in the words of that very form
 * and to its spelling of the address (decision 0010). A retry is the same message: same
 * Message-ID, token and code. Limits and failures are those of `mailOnce`.
 */
export async function mailConfirmationFor(
  challengeId: number,
  given: Partial<ConfirmationTools> & Pick<MailTools, 'post' | 'renderMail' | 'origin'>,
): Promise<MailOutcome> {
  const { db, now, secret } = confirmationTools(given);
  const { post, renderMail, origin } = given;
  const row = (await takeUpForm(challengeId, { db, now, secret })) && (await findChallenge(db, challengeId));
  if (!row) return { outcome: 'unknown' };
  const expiresAt = new Date(row.expires_at);
  const isSigned = row.status === 'confirmed' && row.confirmed_at !== null;
  const mail: ConfirmationMail = isSigned ? 'already-signed' : 'confirmation';
  const compose = async () => {
    const { token, code } = challengeSecrets(row.claim_hash, secret);
    const props = {
      name: row.name,
      campaignTitle: row.title ?? row.slug,
      confirmUrl: `${origin}${row.locale === 'es' ? '/es' : ''}/confirm/${token}`,
      code,
      expiresAt,
    };
    const rendered = isSigned
      ? await renderMail('already-signed', row.locale, { ...props, signedAt: new Date(row.confirmed_at ?? 0) })
      : await renderMail('confirmation', row.locale, props);
    const messageId = `<confirm.${challengeId}@${new URL(origin).hostname}>`;
    return { ...rendered, kind: mail, messageId, to: { address: row.address } };
  };
  const waiting = {
    table: 'signature_challenges' as const,
    id: challengeId,
    canonicalAddress: row.canonical_address,
    expiresAt,
    isReserved: row.is_reserved,
    isSettled: row.is_settled,
  };
  const outcome = await mailOnce(waiting, compose, { db, now, post });
  return outcome === 'mailed' ? { outcome, mail } : { outcome };
}

async function findChallenge(db: Db, challengeId: number): Promise<ChallengeRow | undefined> {
  const [row] = await db.execute<ChallengeRow>(sql`
    with attempt as (
      select c.claim_hash, c.expires_at, c.mail_reserved_at is not null as is_reserved,
        num_nonnulls(c.mailed_at, c.mail_refused_at) > 0 as is_settled,
        s.status, s.canonical_address, s.confirmed_at, s.campaign_id, ${saidByAttempt}
      from signature_challenges c join signatures s on s.id = c.signature_id
      where c.id = ${challengeId}
    )
    select attempt.*, campaigns.slug, coalesce(texts.title, english.title) as title
    from attempt
      join campaigns on campaigns.id = attempt.campaign_id
      left join campaign_texts texts on texts.campaign_id = campaigns.id and texts.locale = attempt.locale
      left join campaign_texts english on english.campaign_id = campaigns.id and english.locale = 'en'`);
  return row;
}
