import { attemptDelivery } from '#app/domain/delivery/delivery.server.ts';
import type { JobKind } from './job-kind.ts';

/** Attempts one delivery; the verb itself enqueues the next attempt, so that only a fault is thrown. Source: DESIGN section 4, "Deliver". */
export const letterDelivery: JobKind<'letter.deliver'> = async ({ deliveryId }, { log, ...given }) => {
  const result = await attemptDelivery(deliveryId, given);
  const { ok, ...facts } = result;
  log.info({ deliveryId, ...facts }, ok ? 'delivery attempted' : 'delivery not attempted');
};
