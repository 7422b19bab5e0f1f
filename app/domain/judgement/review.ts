/** Why an organizer takes a signature out, or leaves it out: published in the ledger's leaf `invalidate … REASON`, `[a-z0-9-]` and at most 40 characters. Own choice. */
export const INVALIDATION_REASONS = [
  { name: 'automated', about: 'forms filled in by a machine' },
  { name: 'network-burst', about: 'a burst of forms from one network that no crowd explains' },
  { name: 'disposable-mailboxes', about: 'mailboxes made for the purpose' },
  { name: 'same-person', about: 'one person who signed under several addresses' },
  { name: 'not-a-person', about: 'the name of no person' },
  { name: 'not-eligible', about: 'signed from outside those whom the petition asks' },
  { name: 'without-consent', about: 'signed in the name of somebody who did not want to' },
  { name: 'other', about: 'another reason, kept by the organizers' },
] as const;

/** One of these reasons. */
export type InvalidationReason = (typeof INVALIDATION_REASONS)[number]['name'];

/** What an organizer decides. The same list as in `db/schema/judgement.ts`. */
export const REVIEW_DECISIONS = ['release', 'refuse', 'set_aside'] as const;

/**
 * What an organizer can do to signatures: `release` suspicious ones (to confirmed where the mailbox is proved, else to pending), `refuse` suspicious ones for good,
 * `set-aside` pending ones, `invalidate` confirmed ones.
 */
export type ReviewDeed = 'release' | 'refuse' | 'set-aside' | 'invalidate';

/** How many signatures one transaction of a review takes: an interruption leaves whole batches. Own choice. */
export const reviewBatch = 500;

/** The reason of that name; null for any other word. */
export function findReason(name: string): InvalidationReason | null {
  return INVALIDATION_REASONS.find((reason) => reason.name === name)?.name ?? null;
}
