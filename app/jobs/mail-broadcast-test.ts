import { mailTest } from '#app/domain/broadcast/test-mail.server.ts';
import { copyDeskOf } from './broadcasts.ts';
import type { JobKind } from './job-kind.ts';

/** Mails an organizer a broadcast as a member would get it; throws while the mail server puts it off. Source: issue 6, point 6. */
export const mailBroadcastTest: JobKind<'mail.broadcast-test'> = async (data, { log, ...given }) => {
  const outcome = await mailTest(data, { ...given, desk: copyDeskOf(given) });
  log.info({ publicId: data.publicId, outcome }, 'test of a broadcast');
};
