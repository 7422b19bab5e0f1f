import { z } from 'zod';
import { TOPICS, type Topic } from '../segment/segment.ts';
import { emailSchema } from '../signature/signature.ts';
import { stateOfZip, zipDigits } from '../signature/zip.ts';

/** Life of a subscription; `db/schema` keeps the same list. */
export type SubscriptionState = 'confirmed' | 'unsubscribed' | 'suppressed';

/** Why an address is not written to; `db/schema` keeps the same list. */
export const SUPPRESSION_REASONS = ['unsubscribed', 'manual', 'complaint', 'hard_bounce', 'erased'] as const;

/** One of `SUPPRESSION_REASONS`. */
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** Reasons that end when the owner of the mailbox asks for mail again and proves it. The others stay until whoever runs the installation lifts them. Decision 0034. */
export const LIFTED_BY_OWNER: readonly SuppressionReason[] = ['unsubscribed', 'manual'];

/** Whether a reason holds for every organization of the installation: what it says is about the mailbox or the installation's name as a sender. Decision 0034. */
export function isForAll(reason: SuppressionReason): boolean {
  return !LIFTED_BY_OWNER.includes(reason);
}

/** How long a pause lasts: 30 days, in milliseconds. Issue 6. */
export const pauseMs = 30 * 24 * 60 * 60 * 1000;

const optionalText = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value);

/** The ISP of a form: a slug of the catalogue; empty: not known. */
const ispField = z.preprocess(
  optionalText,
  z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,99}$/)
    .optional(),
);

/** An optional ZIP; the state is read from it and the ZIP is not kept. Messages are codes of `SIGN_FAULTS`. */
const zipField = z.preprocess(
  optionalText,
  z
    .string()
    .transform((typed, context) => {
      const read = zipDigits(typed);
      if (read.ok) return stateOfZip(read.zip);
      context.addIssue({ code: 'custom', message: `zip_${read.reason}` });
      return z.NEVER;
    })
    .optional(),
);

/** The form of the page by which one comes onto a list. `consent`: the wording that was shown; `website` is the trap. Messages are codes of `SIGN_FAULTS`. */
export const subscribeForm = z.object({
  email: emailSchema,
  isp: ispField,
  zip: zipField,
  consent: z.coerce.number().int().positive(),
  website: z.string().max(500).default('').catch('filled'),
});

/** The form as parsed. */
export type SubscribeForm = z.output<typeof subscribeForm>;

/** The form by which an organizer notes that an address is never to be written to. */
export const suppressForm = z.object({ email: emailSchema });

/** What the holder of a mailed link may do on the preference page. */
export const PREFERENCE_DEEDS = ['save', 'pause', 'resume', 'leave'] as const;

/** The form of the preference page. `topics`: those that are wanted; `state`: two letters, empty when it is not known. */
export const preferenceForm = z.object({
  intent: z.enum(PREFERENCE_DEEDS),
  isp: ispField,
  state: z.preprocess(
    optionalText,
    z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
  ),
  locale: z.enum(['en', 'es']).default('en'),
  topics: z.array(z.enum(TOPICS)).default([]),
});

/** The form of the preference page as parsed. */
export type PreferenceForm = z.output<typeof preferenceForm>;

/** Topics that are not among those wanted, or null when all are: what a row keeps. */
export function declinedOf(wanted: readonly Topic[]): Topic[] | null {
  const declined = TOPICS.filter((topic) => !wanted.includes(topic));
  return declined.length === 0 ? null : declined;
}

/** Why a mailed link of a list does not open: it is none of ours, or its time is over. */
export type SubscriptionRefusal = 'unknown' | 'expired' | 'suppressed';
