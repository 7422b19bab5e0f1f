import { z } from 'zod';

const id = z.number().int().positive();

/** What each kind of job carries: ids only, never an address, a name or a text. Own choice. */
export const JOB_DATA = {
  /** Mail the confirmation, or "already signed", of one challenge. */
  'mail.confirmation': z.object({ challengeId: id }),
  /** Mail a signer the receipt of one leaf of the ledger. */
  'mail.signature-receipt': z.object({ campaignId: id, sequence: z.number().int().nonnegative() }),
  /** Mail a sender the receipt of one letter. */
  'mail.receipt': z.object({ letterId: id }),
  /** Mail the link and the code of one submission. */
  'mail.submission': z.object({ submissionId: id }),
  /** Mail a sender what editors decided about their correction. */
  'mail.correction-decision': z.object({ correctionId: id }),
  /** Mail the link to what was sent in the name of an address. */
  'mail.inquiry': z.object({ inquiryId: id }),
  /** Mail the link and the code of one form for a list. */
  'mail.subscription': z.object({ requestId: id }),
  /** Look at, take in or take back an imported list, as its state says. */
  'audience.import': z.object({ importId: id }),
  /** Tell a writer that a letter came back. */
  'mail.returned': z.object({ bounceId: id }),
  /** Mail an organizer a broadcast as a reader of a language, an ISP and a state would get it; both empty: not known. */
  'mail.broadcast-test': z.object({
    publicId: z.uuid(),
    organizerId: z.string().max(100),
    locale: z.enum(['en', 'es']),
    isp: z.string().max(100),
    state: z.string().max(2),
    askedAtMs: z.number().int(),
  }),
  /** Tell organizers that a broadcast stopped by itself. */
  'mail.broadcast-stopped': z.object({ broadcastId: id, reason: z.enum(['complaints', 'bounces']) }),
  /** Ask a person once what became of their complaint. */
  'complaint.remind': z.object({ deliveryId: id }),
  /** Make and mail a link that signs an organizer in, if the wish for it was of an account. */
  'mail.organizer-link': z.object({ requestId: id }),
  /** Mail an invitation to an organization. */
  'mail.organizer-invitation': z.object({ invitationId: id }),
  /** Mail the link that confirms an organizer's new address. */
  'mail.organizer-email': z.object({ changeId: id }),
  /** Tell the owner of an account what was done to it. */
  'mail.organizer-notice': z.object({
    organizerId: z.uuid(),
    what: z.enum([
      'passkey_added',
      'passkey_removed',
      'codes_made',
      'code_used',
      'email_changed',
      'role_changed',
      'member_removed',
    ]),
    organizationId: id.optional(),
    changeId: id.optional(),
    at: z.iso.datetime(),
  }),
  /** Compare one sent letter with the others of its campaign. */
  'letter.print': z.object({ letterId: id }),
  /** Attempt one delivery. */
  'letter.deliver': z.object({ deliveryId: id }),
  /** File one letter in its docket, or look for a filing that was never answered. */
  'letter.file': z.object({ deliveryId: id }),
  /** Do or undo a batch of decisions about signatures. */
  'review.batch': z.object({ batchId: id }),
  /** Make one export. */
  'export.make': z.object({ exportId: id }),
  /** Tell whoever asked for an export what became of it. */
  'mail.export': z.object({ exportId: id }),
} as const;

/** Name of a kind of job. Own choice. */
export type JobName = keyof typeof JOB_DATA;

/** Every kind of job, in the order of `JOB_DATA`. Own choice. */
export const JOB_NAMES = Object.keys(JOB_DATA) as JobName[];

/** What a job of one kind carries. Own choice. */
export type JobData<Name extends JobName> = z.infer<(typeof JOB_DATA)[Name]>;

/**
 * A job to enqueue. `startAfterMs` holds it back that long, in milliseconds (default 0). `key`: a second job of the same
 * name and key is not enqueued while the first is kept (until a day after it ended), so a retry that must run again needs
 * another key. Own choice.
 */
export type NewJob = {
  [Name in JobName]: { name: Name; data: JobData<Name>; startAfterMs?: number; key?: string };
}[JobName];
