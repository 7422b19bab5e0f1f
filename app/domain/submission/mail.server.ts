import { and, eq, inArray, isNull, lt } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { incidents } from '#db/schema/incident.ts';
import { isps } from '#db/schema/isp.ts';
import { submissions } from '#db/schema/submission.ts';
import { type ConfirmationTools, challengeSecrets, confirmationTools } from '../confirmation/challenge.server.ts';
import { type ConfirmationMailed, type ConfirmationMailTools, mailOnce } from '../confirmation/mail.server.ts';

/** What the worker hands over for these mails. */
export type SubmissionMailTools = ConfirmationMailTools<'submission-confirmation'>;

/**
 * Mails the link and the code of one submission, in the language of its form. A retry is the same message: same Message-ID, token and code.
 * Limits and failures are those of `mailOnce`; `unknown`: the submission is gone.
 */
export async function mailSubmissionFor(
  submissionId: number,
  given: Partial<ConfirmationTools> & Pick<SubmissionMailTools, 'post' | 'renderMail' | 'origin'>,
): Promise<{ outcome: ConfirmationMailed | 'unknown' }> {
  const { db, now, secret } = confirmationTools(given);
  const { post, renderMail, origin } = given;
  const [found] = await db
    .select({ row: submissions, ispName: isps.name, incidentTitle: incidents.title })
    .from(submissions)
    .leftJoin(isps, eq(isps.id, submissions.ispId))
    .leftJoin(incidents, eq(incidents.id, submissions.incidentId))
    .where(eq(submissions.id, submissionId));
  if (!found) return { outcome: 'unknown' };
  const { row, ispName, incidentTitle } = found;
  const compose = async () => {
    const { token, code } = challengeSecrets(row.claimHash, secret);
    const rendered = await renderMail('submission-confirmation', row.locale, {
      kind: row.kind,
      name: row.name,
      about: incidentTitle ?? ispName ?? '',
      confirmUrl: `${origin}${row.locale === 'es' ? '/es' : ''}/submissions/confirm/${token}`,
      code,
      expiresAt: row.expiresAt,
    });
    const messageId = `<submission.${submissionId}@${new URL(origin).hostname}>`;
    return { ...rendered, kind: 'submission-confirmation', messageId, to: { address: row.address } };
  };
  const waiting = {
    table: 'submissions' as const,
    id: submissionId,
    canonicalAddress: row.canonicalAddress,
    expiresAt: row.expiresAt,
    isReserved: row.mailReservedAt !== null,
    isSettled: row.mailedAt !== null || row.mailRefusedAt !== null,
  };
  return { outcome: await mailOnce(waiting, compose, { db, now, post }) };
}

/** How long a submission that nobody confirmed is kept after it expired, in milliseconds: a day. Own choice. */
export const keptAfterExpiryMs = 24 * 60 * 60 * 1000;

const rowsAtOnce = 1000;

/** Deletes submissions that expired unconfirmed a day ago or earlier, a thousand at a time; answers how many went. */
export async function deleteExpiredSubmissions(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const before = new Date(now().getTime() - keptAfterExpiryMs);
  let deleted = 0;
  for (;;) {
    const due = db
      .select({ id: submissions.id })
      .from(submissions)
      .where(and(isNull(submissions.confirmedAt), lt(submissions.expiresAt, before)))
      .limit(rowsAtOnce)
      .for('update', { skipLocked: true });
    const gone = await db.delete(submissions).where(inArray(submissions.id, due)).returning({ id: submissions.id });
    deleted += gone.length;
    if (gone.length < rowsAtOnce) return deleted;
  }
}
