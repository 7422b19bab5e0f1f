import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { MailLocale, MailProps, RenderedMail } from '#emails/catalogue.ts';
import { saidByAttempt } from './attempt.server.ts';
import { challengeSecrets, type SignatureTools, signatureTools } from './challenge.server.ts';
import { mailWindowMs, maxMailsPerWindow, type SignatureState } from './signature.ts';

/** What the post is handed and answers, as in `emails/transport.ts`; a refusal is an outcome, never thrown. */
export interface ConfirmationPost {
  send(mail: {
    kind: string;
    messageId: string;
    to: { address: string };
    subject: string;
    text: string;
    html?: string;
    headers?: Record<string, string>;
  }): Promise<
    | { outcome: 'accepted'; response: string }
    | { outcome: 'temporary_failure' | 'permanent_failure'; code: number | null; response: string }
  >;
}

/** The mails that answer a signing. */
type ConfirmationMail = 'confirmation' | 'already-signed';

/** What the worker hands over: the post, the renderer of `emails/render.ts`, and the public origin without a trailing slash. */
export interface MailTools extends SignatureTools {
  post: ConfirmationPost;
  renderMail<N extends ConfirmationMail>(name: N, locale: MailLocale, props: MailProps[N]): Promise<RenderedMail>;
  origin: string;
}

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
 * and to its spelling of the address (decision 0010). At most five mails to one canonical address in 24 hours over all campaigns; a
 * retry takes no second of them and is the same message: same Message-ID, token and code. A temporary failure is thrown, so that the
 * job runs again; a permanent one is recorded and not tried again.
 */
export async function mailConfirmationFor(
  challengeId: number,
  given: Partial<SignatureTools> & Pick<MailTools, 'post' | 'renderMail' | 'origin'>,
): Promise<MailOutcome> {
  const { db, now, secret } = signatureTools(given);
  const { post, renderMail, origin } = given;
  const row = await findChallenge(db, challengeId);
  if (!row) return { outcome: 'unknown' };
  if (row.is_settled) return { outcome: 'already_mailed' };
  const expiresAt = new Date(row.expires_at);
  if (expiresAt <= now()) return { outcome: 'expired' };
  if (!row.is_reserved && !(await reserveMail(db, challengeId, row.canonical_address, now())))
    return { outcome: 'limit' };

  const { token, code } = challengeSecrets(row.claim_hash, secret);
  const props = {
    name: row.name,
    campaignTitle: row.title ?? row.slug,
    confirmUrl: `${origin}${row.locale === 'es' ? '/es' : ''}/confirm/${token}`,
    code,
    expiresAt,
  };
  const isSigned = row.status === 'confirmed' && row.confirmed_at !== null;
  const rendered = isSigned
    ? await renderMail('already-signed', row.locale, { ...props, signedAt: new Date(row.confirmed_at ?? 0) })
    : await renderMail('confirmation', row.locale, props);
  const result = await post.send({
    ...rendered,
    kind: isSigned ? 'already-signed' : 'confirmation',
    messageId: `<confirm.${challengeId}@${new URL(origin).hostname}>`,
    to: { address: row.address },
  });
  if (result.outcome === 'temporary_failure')
    throw Object.assign(
      new Error(`the mail of challenge ${challengeId} was put off with code ${result.code ?? 'none'}`),
      {
        code: result.code ?? 'NO_ANSWER',
      },
    );
  const at = now().toISOString();
  if (result.outcome === 'permanent_failure') {
    await db.execute(sql`update signature_challenges set mail_refused_at = ${at}::timestamptz, mail_refusal_code = ${result.code}::smallint
      where id = ${challengeId} and mailed_at is null`);
    return { outcome: 'refused' };
  }
  await db.execute(sql`update signature_challenges set mailed_at = ${at}::timestamptz
    where id = ${challengeId} and mailed_at is null and mail_refused_at is null`);
  return { outcome: 'mailed', mail: isSigned ? 'already-signed' : 'confirmation' };
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

/**
 * Takes one of the address's mails of the day, before the mail leaves. The lock makes one address's jobs take turns, so that two
 * workers cannot both take the fifth. Signatures are looked up campaign by campaign: their index begins with the campaign.
 */
function reserveMail(db: Db, challengeId: number, canonical: string, at: Date): Promise<boolean> {
  const since = new Date(at.getTime() - mailWindowMs).toISOString();
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`confirmation-mail:${canonical}`}, 0))`);
    const rows = await tx.execute(sql`
      update signature_challenges set mail_reserved_at = ${at.toISOString()}::timestamptz
      where id = ${challengeId} and (
        select count(*) from campaigns
          join signatures s on s.campaign_id = campaigns.id and s.canonical_address = ${canonical}
          join signature_challenges c on c.signature_id = s.id
        where c.mail_reserved_at > ${since}::timestamptz) < ${maxMailsPerWindow}
      returning id`);
    return rows.length > 0;
  });
}
