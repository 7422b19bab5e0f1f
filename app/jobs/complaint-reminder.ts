import { mailComplaintReminder } from '#app/domain/complaint/reminder.server.ts';
import type { JobKind } from './job-kind.ts';

/** Asks a person once whether their provider answered; throws while the mail server puts it off. Source: issue 4, point 4. */
export const complaintReminder: JobKind<'complaint.remind'> = async ({ deliveryId }, { log, ...given }) => {
  const { outcome } = await mailComplaintReminder(deliveryId, given);
  log.info({ deliveryId, outcome }, 'reminder of a complaint');
};
