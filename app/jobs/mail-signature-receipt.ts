import { mailSignatureReceipt as mail } from '#app/domain/ledger/receipt-mail.server.ts';
import type { JobKind } from './job-kind.ts';

/** Mails a signer the receipt of one leaf; throws while the mail server puts it off. Decision 0022. */
export const mailSignatureReceipt: JobKind<'mail.signature-receipt'> = async (data, { log, ...given }) => {
  const { outcome } = await mail(data, given);
  log.info({ ...data, outcome }, 'receipt of a signature');
};
