import { mailInvitationFor } from '#app/domain/organizer/invitation-mail.server.ts';
import { mailLinkFor } from '#app/domain/organizer/link.server.ts';
import { mailNoticeFor } from '#app/domain/organizer/notice.server.ts';
import { mailEmailChangeFor } from '#app/domain/organizer/profile.server.ts';
import type { JobKind } from './job-kind.ts';

/** Makes the link that one form asked for and mails it, when the address has an account; throws while the mail server puts it off. Own choice. */
export const mailOrganizerLink: JobKind<'mail.organizer-link'> = async ({ requestId }, { log, ...given }) => {
  const { outcome } = await mailLinkFor(requestId, given);
  log.info({ requestId, outcome }, 'link for an organizer');
};

/** Mails an invitation; throws while the mail server puts it off. Own choice. */
export const mailOrganizerInvitation: JobKind<'mail.organizer-invitation'> = async (
  { invitationId },
  { log, ...given },
) => {
  const { outcome } = await mailInvitationFor(invitationId, given);
  log.info({ invitationId, outcome }, 'invitation of an organizer');
};

/** Mails the link that confirms a new address; throws while the mail server puts it off. Own choice. */
export const mailOrganizerEmail: JobKind<'mail.organizer-email'> = async ({ changeId }, { log, ...given }) => {
  const { outcome } = await mailEmailChangeFor(changeId, given);
  log.info({ changeId, outcome }, 'new address of an organizer');
};

/** Tells the owner of an account what was done to it; throws while the mail server puts it off. Own choice. */
export const mailOrganizerNotice: JobKind<'mail.organizer-notice'> = async (data, { log, ...given }) => {
  const { outcome } = await mailNoticeFor(data, given);
  log.info({ organizerId: data.organizerId, what: data.what, outcome }, 'notice to an organizer');
};
