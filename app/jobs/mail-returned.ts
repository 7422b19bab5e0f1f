import { mailReturnOf } from '#app/domain/bounce/returned.server.ts';
import type { JobKind } from './job-kind.ts';

/** Tells a writer that a letter came back; throws while the mail server puts it off. Own choice. */
export const mailReturned: JobKind<'mail.returned'> = async ({ bounceId }, { log, ...given }) => {
  const { outcome } = await mailReturnOf(bounceId, given);
  log.info({ bounceId, outcome }, 'letter came back');
};
