import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { type ConfirmationTools, challengeSecrets, confirmationTools } from '../confirmation/challenge.server.ts';
import { type ConfirmationMailTools, mailOnce } from '../confirmation/mail.server.ts';
import { enqueueJob } from '../job/job.server.ts';
import { type Attempt, findAttempt } from './attempt.server.ts';
import { takeUpForm } from './take-up.server.ts';

/** The mails that answer a signing. */
type ConfirmationMail = 'confirmation' | 'already-signed' | 'mailbox-shared';

/** What the worker hands over for these mails. */
export type MailTools = ConfirmationMailTools<ConfirmationMail>;

/**
 * What became of the mail. `limit`: the address had its five mails of the day, this one is not sent. `refused`: the server refused it for
 * good. `held`: it leaves some minutes later, by another job. `trapped`: a machine filled the form in, and no mail leaves. `already_mailed`, `expired`, `unknown`:
 * nothing to do.
 */
export type MailOutcome =
  | { outcome: 'mailed'; mail: ConfirmationMail }
  | { outcome: 'already_mailed' | 'expired' | 'held' | 'limit' | 'refused' | 'trapped' | 'unknown' };

/**
 * Mails what answers one form. The link and the code to whoever may still confirm it (also after a withdrawal; the page behind the link then says what that
 * means, decision 0006), in the words of that very form and to its spelling of the address (decision 0010); "already signed" to whoever has confirmed under
 * that name; the rule to whom the mailbox has no place left for (decision 0027), without link or code. What speaks of a mailbox that somebody proved before goes to the
 * spelling that was proved. A retry is the same message: same Message-ID, token and code. Limits and failures are those of `mailOnce`.
 */
export async function mailConfirmationFor(
  challengeId: number,
  given: Partial<ConfirmationTools> & Pick<MailTools, 'post' | 'renderMail' | 'origin'>,
): Promise<MailOutcome> {
  const { db, now, secret } = confirmationTools(given);
  const { post, renderMail, origin } = given;
  const takenUp = await takeUpForm(challengeId, { db, now, secret });
  if (takenUp && !takenUp.mayMail) return { outcome: 'trapped' };
  if (takenUp?.heldUntil && (await mailLater(db, challengeId, takenUp.heldUntil, now()))) return { outcome: 'held' };
  const attempt = takenUp ? await findAttempt(db, sql`c.id = ${challengeId}`, null) : null;
  if (!takenUp || !attempt) return { outcome: 'unknown' };
  const { mail, to, locale, name, signedAt } = answerTo(attempt);
  const pages = `${origin}${locale === 'es' ? '/es' : ''}`;
  const { campaignTitle, expiresAt } = attempt;
  const compose = async () => {
    const { token, code } = challengeSecrets(attempt.claimHash, secret);
    const props = { name, campaignTitle, confirmUrl: `${pages}/confirm/${token}`, code, expiresAt };
    const rendered =
      mail === 'mailbox-shared'
        ? await renderMail(mail, locale, { name, zip: attempt.zip, campaignTitle, myPageUrl: `${pages}/me` })
        : mail === 'already-signed'
          ? await renderMail(mail, locale, { ...props, signedAt: signedAt ?? now() })
          : await renderMail(mail, locale, props);
    const messageId = `<confirm.${challengeId}@${new URL(origin).hostname}>`;
    return { ...rendered, kind: mail, messageId, to: { address: to } };
  };
  const waiting = { table: 'signature_challenges' as const, ...attempt, isTrusted: takenUp.isTrusted };
  const outcome = await mailOnce(waiting, compose, { db, now, post });
  return outcome === 'mailed' ? { outcome, mail } : { outcome };
}

/** Enqueues the mail of a form that is held back, unless its time has come. Clocks that differ make another job, never none: a job too many finds the mail sent. */
async function mailLater(db: Db, challengeId: number, until: Date, at: Date): Promise<boolean> {
  const startAfterMs = until.getTime() - at.getTime();
  if (startAfterMs <= 0) return false;
  const key = `held:${challengeId}:${Math.ceil(startAfterMs / 30_000)}`;
  await enqueueJob(db, { name: 'mail.confirmation', data: { challengeId }, startAfterMs, key });
  return true;
}

interface Answer {
  mail: ConfirmationMail;
  to: string;
  locale: Attempt['locale'];
  name: string;
  signedAt: Date | null;
}

/** Which mail a form gets, where it goes, and in whose words. */
function answerTo({ choice, seats, address, locale, name }: Attempt): Answer {
  const [first] = seats;
  if (choice.kind === 'shared' && first)
    return { mail: 'mailbox-shared', to: first.address, locale: first.locale, name, signedAt: null };
  if (choice.kind !== 'taken') return { mail: 'confirmation', to: address, locale, name, signedAt: null };
  const { seat } = choice;
  const own = { to: seat.address, locale: seat.locale, name: seat.name, signedAt: seat.confirmedAt };
  return { mail: seat.status === 'confirmed' ? 'already-signed' : 'confirmation', ...own };
}
