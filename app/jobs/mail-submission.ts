import { mailCorrectionDecision } from '#app/domain/correction/correction.server.ts';
import { mailSubmissionFor } from '#app/domain/submission/mail.server.ts';
import type { JobKind } from './job-kind.ts';

/** Mails the link and the code of one submission; throws while the mail server puts it off. Source: DESIGN section 4, "Sign". */
export const mailSubmission: JobKind<'mail.submission'> = async ({ submissionId }, { log, ...given }) => {
  const { outcome } = await mailSubmissionFor(submissionId, given);
  log.info({ submissionId, outcome }, 'submission');
};

/** Mails a sender what editors decided about their correction; throws while the mail server puts it off. Own choice. */
export const mailDecision: JobKind<'mail.correction-decision'> = async ({ correctionId }, { log, ...given }) => {
  const { outcome } = await mailCorrectionDecision(correctionId, given);
  log.info({ correctionId, outcome }, 'decision on a correction');
};
