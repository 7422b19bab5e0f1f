import { mailStopped } from '#app/domain/broadcast/stopped-mail.server.ts';
import { env } from '#app/env.server.ts';
import type { JobKind } from './job-kind.ts';

/** Tells organizers and the operator that a broadcast stopped by itself; throws while the mail server puts it off. Source: issue 6, point 6. */
export const mailBroadcastStopped: JobKind<'mail.broadcast-stopped'> = async (data, { log, ...given }) => {
  const { mailed } = await mailStopped(data, { ...given, alertTo: env().alertTo ?? null });
  log.info({ broadcastId: data.broadcastId, mailed }, 'told that a broadcast stopped');
};
