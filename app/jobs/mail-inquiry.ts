import { mailInquiryFor } from '#app/domain/inquiry/mail.server.ts';
import type { JobKind } from './job-kind.ts';

/** Mails the link to what was sent in the name of an address; throws while the mail server puts it off. Own choice. */
export const mailInquiry: JobKind<'mail.inquiry'> = async ({ inquiryId }, { log, ...given }) => {
  const { outcome } = await mailInquiryFor(inquiryId, given);
  log.info({ inquiryId, outcome }, 'question about a name');
};
