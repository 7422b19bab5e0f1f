import { configuredEcfs } from '#app/domain/docket/configured.server.ts';
import { fileDelivery } from '#app/domain/docket/file.server.ts';
import type { JobKind } from './job-kind.ts';

/** Files one letter in its docket, or looks for a filing that was never answered; the verb itself enqueues what follows. Source: DESIGN section 4, "Deliver". */
export const letterFiling: JobKind<'letter.file'> = async ({ deliveryId }, { log, ecfs, ...given }) => {
  const result = await fileDelivery(deliveryId, { ...given, ecfs: ecfs === undefined ? configuredEcfs() : ecfs });
  const { ok, ...facts } = result;
  log.info({ deliveryId, ...facts }, ok ? 'filing attempted' : 'filing not attempted');
};
