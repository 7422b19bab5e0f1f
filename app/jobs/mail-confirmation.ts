import { mailConfirmationFor } from '#app/domain/signature/mail.server.ts';
import type { JobKind } from './job-kind.ts';

/** Mails the confirmation of one challenge; throws while the mail server puts it off. Source: DESIGN section 4, "Sign". */
export const mailConfirmation: JobKind<'mail.confirmation'> = async ({ challengeId }, { log, ...given }) => {
  const { outcome } = await mailConfirmationFor(challengeId, given);
  log.info({ challengeId, outcome }, 'confirmation');
};
