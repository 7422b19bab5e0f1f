import { mailSubscriptionFor } from '#app/domain/subscriber/mail.server.ts';
import type { JobKind } from './job-kind.ts';

/** Mails the link and the code of one form for a list; throws while the mail server puts it off. Own choice. */
export const mailSubscription: JobKind<'mail.subscription'> = async ({ requestId }, { log, ...given }) => {
  const { outcome } = await mailSubscriptionFor(requestId, given);
  log.info({ requestId, outcome }, 'form for a list');
};
