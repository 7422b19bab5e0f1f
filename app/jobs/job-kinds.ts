import { runBatch } from '#app/domain/review/batch.server.ts';
import { audienceImport } from './audience-import.ts';
import { complaintReminder } from './complaint-reminder.ts';
import { exportMake, mailExport } from './export-make.ts';
import type { JobKinds } from './job-kind.ts';
import { letterDelivery } from './letter-delivery.ts';
import { letterFiling } from './letter-filing.ts';
import { letterPrint } from './letter-print.ts';
import { mailBroadcastStopped } from './mail-broadcast-stopped.ts';
import { mailBroadcastTest } from './mail-broadcast-test.ts';
import { mailConfirmation } from './mail-confirmation.ts';
import { mailInquiry } from './mail-inquiry.ts';
import {
  mailOrganizerEmail,
  mailOrganizerInvitation,
  mailOrganizerLink,
  mailOrganizerNotice,
} from './mail-organizer.ts';
import { mailReceipt } from './mail-receipt.ts';
import { mailReturned } from './mail-returned.ts';
import { mailSignatureReceipt } from './mail-signature-receipt.ts';
import { mailDecision, mailSubmission } from './mail-submission.ts';
import { mailSubscription } from './mail-subscription.ts';

/** Every kind of job with the function that does it. Own choice. */
export const jobKinds: JobKinds = {
  'mail.confirmation': mailConfirmation,
  'mail.signature-receipt': mailSignatureReceipt,
  'mail.receipt': mailReceipt,
  'mail.submission': mailSubmission,
  'mail.correction-decision': mailDecision,
  'mail.inquiry': mailInquiry,
  'mail.subscription': mailSubscription,
  'audience.import': audienceImport,
  'mail.returned': mailReturned,
  'mail.organizer-link': mailOrganizerLink,
  'mail.organizer-invitation': mailOrganizerInvitation,
  'mail.organizer-email': mailOrganizerEmail,
  'mail.organizer-notice': mailOrganizerNotice,
  'mail.broadcast-test': mailBroadcastTest,
  'mail.broadcast-stopped': mailBroadcastStopped,
  'complaint.remind': complaintReminder,
  'letter.print': letterPrint,
  'letter.deliver': letterDelivery,
  'letter.file': letterFiling,
  'review.batch': ({ batchId }, given) => runBatch({ batchId }, given),
  'export.make': exportMake,
  'mail.export': mailExport,
};
