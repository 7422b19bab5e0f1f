import type { JobKinds } from './job-kind.ts';
import { letterDelivery } from './letter-delivery.ts';
import { mailConfirmation } from './mail-confirmation.ts';
import { mailReceipt } from './mail-receipt.ts';

/** Every kind of job with the function that does it. Own choice. */
export const jobKinds: JobKinds = {
  'mail.confirmation': mailConfirmation,
  'mail.receipt': mailReceipt,
  'letter.deliver': letterDelivery,
};
