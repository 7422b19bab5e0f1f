/** Life of a broadcast; mirrors `db/schema/broadcast.ts`. */
export const BROADCAST_STATES = ['draft', 'scheduled', 'sending', 'paused', 'sent', 'cancelled'] as const;

/** One of the states. */
export type BroadcastState = (typeof BROADCAST_STATES)[number];

/**
 * The allowed changes of state, from and to; every other is refused by the trigger `broadcasts_transition`, whose rows in `broadcast_transitions` are these. A draft becomes mail
 * only by being scheduled, which an organizer does. Own choice.
 */
export const BROADCAST_TRANSITIONS: readonly (readonly [from: BroadcastState, to: BroadcastState])[] = [
  ['draft', 'scheduled'],
  ['draft', 'cancelled'],
  ['scheduled', 'draft'],
  ['scheduled', 'sending'],
  ['scheduled', 'cancelled'],
  ['sending', 'paused'],
  ['sending', 'sent'],
  ['sending', 'cancelled'],
  ['paused', 'sending'],
  ['paused', 'cancelled'],
];

/** Whether a broadcast may go from one state to another. */
export function canChange(from: BroadcastState, to: BroadcastState): boolean {
  return BROADCAST_TRANSITIONS.some(([a, b]) => a === from && b === to);
}

/** Who or what stopped a broadcast for now; mirrors `db/schema/broadcast.ts`. */
export const PAUSE_REASONS = ['organizer', 'complaints', 'bounces'] as const;

/** One of the reasons. */
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** Life of one copy; mirrors `db/schema/broadcast.ts`. */
export const RECIPIENT_STATES = ['queued', 'sending', 'sent', 'failed', 'bounced', 'skipped'] as const;

/** One of the states of a copy. */
export type RecipientState = (typeof RECIPIENT_STATES)[number];

/** What makes a draft by itself; mirrors `db/schema/broadcast.ts`. */
export const CAUSE_KINDS = ['index_fall', 'incident', 'slowdown'] as const;

/** One of the causes. */
export type CauseKind = (typeof CAUSE_KINDS)[number];

/** Languages that a broadcast may be written in. */
export const BROADCAST_LOCALES = ['en', 'es'] as const;

/** One of the languages. */
export type BroadcastLocale = (typeof BROADCAST_LOCALES)[number];

/** What became of the copies of a broadcast. */
export interface BroadcastCounts {
  recipients: number;
  sent: number;
  failed: number;
  bounced: number;
  skipped: number;
  complained: number;
}

/**
 * When a broadcast stops by itself. Complaints: above 0.1% of what was delivered, the share that Gmail and Yahoo ask senders to stay below (FIELD, "Mail"; issue 6, point 6), and at least
 * three of them, so that one member's click among few hundred does not end it. Addresses that cannot be delivered to: above 5% of what was attempted, and at least twenty. The least numbers
 * and the 5% are own choice.
 */
export const STOP_RULES = {
  complaints: { share: 0.001, least: 3 },
  bounces: { share: 0.05, least: 20 },
} as const;

/** Why a broadcast with these counts must stop; null while it may go on. A copy that came back later counts among the bounced alone. */
export function stopReason({ sent, failed, bounced, complained }: BroadcastCounts): 'complaints' | 'bounces' | null {
  const { complaints, bounces } = STOP_RULES;
  if (complained >= complaints.least && complained > sent * complaints.share) return 'complaints';
  if (bounced >= bounces.least && bounced > (sent + failed + bounced) * bounces.share) return 'bounces';
  return null;
}

/** Attempts at one copy before it counts as failed; with the waits below the last comes about two days after the first. */
export const MAX_ATTEMPTS = 6;

const WAITS_MS = [2, 10, 30, 360, 2400].map((minutes) => minutes * 60_000);

/** How long to wait after attempt number `attempt` (from 1) was put off, in milliseconds, strayed by a fifth; null when it was the last. `random` in [0, 1). Own choice. */
export function copyWaitMs(attempt: number, random: number): number | null {
  const base = attempt >= MAX_ATTEMPTS ? undefined : WAITS_MS[attempt - 1];
  return base === undefined ? null : Math.round(base * (0.8 + 0.4 * random));
}

/** How long a receiving domain is left alone after its server put a copy off, in milliseconds: so long for 421, otherwise a minute. Own choice. */
export const HOLD_MS = { closed: 300_000, deferred: 60_000 } as const;

/** How many copies one worker holds at once: what a kill may leave in doubt. Own choice. */
export const IN_HAND = 300;

/** How long after its last beat a worker's hold on its copies lasts, and how often it beats, in milliseconds. Own choice: four missed beats. */
export const LEASE = { forMs: 20_000, beatMs: 5_000 } as const;

/** How many copies a receiver gets in a day, warming up; see `db/schema/broadcast.ts`. */
export interface Warmup {
  firstDay: number;
  growth: number;
  most: number | null;
}

/** Days without mail after which a receiver is warmed up anew. Own choice. */
export const WARM_DAYS = 30;

/** Copies that a receiver may get on a day after `daysBefore` days of the last 30 on which it got some. Whole; at most 2,000,000,000. */
export function ceilingOf({ firstDay, growth, most }: Warmup, daysBefore: number): number {
  const grown = Math.floor(firstDay * growth ** Math.min(daysBefore, WARM_DAYS));
  return Math.min(grown, most ?? 2_000_000_000, 2_000_000_000);
}

/** Longest that texts may be, in characters. Own choice: a subject that a phone shows in two lines, and ten printed pages. */
export const TEXT_LIMITS = { subject: 150, body: 20_000 } as const;

/** Rows by what `keyOf` says of each, in the order of their coming. */
export function grouped<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

/** What a server said, without the address that it said it of: answers are kept, members are not named in them. */
export function withoutAddresses(answer: string): string {
  return answer.replace(/<?[^\s<>@]+@[^\s<>]+>?/g, '<…>');
}
