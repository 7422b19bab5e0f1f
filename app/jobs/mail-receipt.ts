import { mailReceiptFor } from '#app/domain/letter/receipt.server.ts';
import type { JobKind } from './job-kind.ts';

/** Mails a writer the receipt of one letter; throws while the mail server puts it off. Source: DESIGN section 4, "Deliver". */
export const mailReceipt: JobKind<'mail.receipt'> = async ({ letterId }, { log, ...given }) => {
  const { outcome } = await mailReceiptFor(letterId, given);
  log.info({ letterId, outcome }, 'receipt');
};
