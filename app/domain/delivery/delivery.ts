/**
 * How a letter reaches its addressee: mailed by the platform; filed in a docket, by the platform's programme or in a filing set; filed by the
 * person in the addressee's web form; printed and posted by the person. Own choice.
 */
export const DELIVERY_CHANNELS = ['email', 'docket', 'web_form', 'paper'] as const;

/** One of the channels. */
export type DeliveryChannel = (typeof DELIVERY_CHANNELS)[number];

/** What has a budget of its own per receiver: the channels of letters, and broadcasts. Mirrors `db/schema/delivery.ts`. */
export const BUDGET_CHANNELS = ['email', 'docket', 'web_form', 'paper', 'broadcast'] as const;

/** One of these. */
export type BudgetChannel = (typeof BUDGET_CHANNELS)[number];

/** The channels by which the platform itself sends; by the others a person does. */
export const SENT_CHANNELS = ['email', 'docket'] as const satisfies readonly DeliveryChannel[];

/** One of them. */
export type SentChannel = (typeof SENT_CHANNELS)[number];

/** The kind of job that attempts a delivery of each channel. */
export const DELIVER_JOBS = { email: 'letter.deliver', docket: 'letter.file' } as const satisfies Record<
  SentChannel,
  string
>;

/** Life of a delivery. Mirrors `db/schema/delivery.ts`; a rule test compares the two. Decision 0002. */
export const DELIVERY_STATES = [
  'queued',
  'sending',
  'sent',
  'deferred',
  'failed',
  'bounced',
  'cancelled',
  'prepared',
  'posted',
  'unknown',
  'awaiting',
  'filed',
] as const;

/** One of the states. */
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What one attempt came to. `unknown`: the process ended before the answer was written down. */
export const ATTEMPT_OUTCOMES = ['started', 'accepted', 'temporary_failure', 'permanent_failure', 'unknown'] as const;

/** One of the outcomes. */
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/**
 * The allowed changes of state per channel, as pairs from and to; every other change is refused by the trigger `deliveries_transition`, whose rows
 * in `delivery_transitions` are these. What is in nobody's hands yet may be cancelled; what left may bounce; what failed may be tried again by an
 * operator; what a person noted by mistake they may take back. Own choice, after the transitions table of mySociety's WriteToThem.
 */
export const DELIVERY_TRANSITIONS: Readonly<
  Record<DeliveryChannel, readonly (readonly [from: DeliveryState, to: DeliveryState])[]>
> = {
  email: [
    ['queued', 'sending'],
    ['queued', 'deferred'],
    ['queued', 'failed'],
    ['queued', 'cancelled'],
    ['deferred', 'sending'],
    ['deferred', 'failed'],
    ['deferred', 'cancelled'],
    ['sending', 'sent'],
    ['sending', 'deferred'],
    ['sending', 'failed'],
    ['sent', 'bounced'],
    ['failed', 'queued'],
    ['bounced', 'queued'],
  ],
  docket: [
    ['queued', 'sending'],
    ['queued', 'deferred'],
    ['queued', 'awaiting'],
    ['queued', 'cancelled'],
    ['deferred', 'sending'],
    ['deferred', 'awaiting'],
    ['deferred', 'cancelled'],
    ['sending', 'filed'],
    ['sending', 'deferred'],
    ['sending', 'failed'],
    ['sending', 'unknown'],
    ['unknown', 'filed'],
    ['unknown', 'deferred'],
    ['unknown', 'failed'],
    ['failed', 'queued'],
    ['failed', 'unknown'],
    ['failed', 'awaiting'],
    ['awaiting', 'queued'],
    ['awaiting', 'filed'],
    ['awaiting', 'cancelled'],
  ],
  web_form: [
    ['prepared', 'filed'],
    ['prepared', 'cancelled'],
    ['filed', 'prepared'],
  ],
  paper: [
    ['prepared', 'posted'],
    ['prepared', 'cancelled'],
    ['posted', 'prepared'],
  ],
};

/** Whether a delivery by `channel` in state `from` may go to state `to`; staying is no change and is not listed. */
export function canChange(channel: DeliveryChannel, from: DeliveryState, to: DeliveryState): boolean {
  return DELIVERY_TRANSITIONS[channel].some(([a, b]) => a === from && b === to);
}

/** Attempts at one delivery before it counts as failed; with the waits below the last comes about two days after the first. */
export const MAX_ATTEMPTS = 6;

/** Waits after the first, second, ... attempt, in milliseconds: 1, 5 and 25 minutes, then 6 and 40 hours. Own choice. */
export const BACK_OFF_MS: readonly number[] = [1, 5, 25, 360, 2400].map((minutes) => minutes * 60_000);

/** How far a wait may stray from the table, as a share of it, so that many letters deferred at once do not return at once. */
export const JITTER_SHARE = 0.2;

/**
 * How long to wait after attempt number `attempt` (from 1) failed for now, in whole milliseconds, or null when it was the last.
 * `random`: a number in [0, 1), so that the wait lies within plus or minus `JITTER_SHARE` of the table. `table`: other waits, for tests.
 */
export function backOffMs(attempt: number, random: number, table: readonly number[] = BACK_OFF_MS): number | null {
  if (attempt >= MAX_ATTEMPTS) return null;
  const base = table[attempt - 1];
  if (base === undefined) return null;
  return Math.round(base * (1 + JITTER_SHARE * (2 * random - 1)));
}

/** Number of attempt `number` within its series: waits and the limit begin anew after an operator's retry, which came after `attemptsBefore`. */
export function attemptsInSeries(number: number, attemptsBefore: number): number {
  return number - attemptsBefore;
}

/** How often an attempt under way says that it still is, in milliseconds. */
export const ATTEMPT_BEAT_MS = 5_000;

/**
 * How long after its last beat an attempt without an answer is taken to be under way, in milliseconds. A retry that comes earlier
 * waits; a later one marks the attempt `unknown` and sends again under the same Message-ID. Own choice: four missed beats.
 */
export const ATTEMPT_LEASE_MS = 20_000;

/** How long after it became `unknown` a filing is looked for at first, in milliseconds: a minute. Own choice. */
export const RECONCILE_FIRST_MS = 60_000;

/** For how long a filing without an answer is looked for before it counts as failed and waits for an operator, in milliseconds: three days. Own choice. */
export const RECONCILE_FOR_MS = 3 * 86_400_000;

/** Longest pause between two looks for a filing, in milliseconds: six hours. Own choice. */
const RECONCILE_MAX_MS = 6 * 3_600_000;

/**
 * How long to wait before a filing without an answer is looked for again, in milliseconds, when it has been unknown for `sinceMs`: as long as it has
 * been already; null when it is given up. `random` in [0, 1) gives the jitter of `backOffMs`. Own choice.
 */
export function reconcileWaitMs(sinceMs: number, random: number): number | null {
  if (sinceMs >= RECONCILE_FOR_MS) return null;
  const base = Math.min(Math.max(sinceMs, RECONCILE_FIRST_MS), RECONCILE_MAX_MS);
  return Math.round(base * (1 + JITTER_SHARE * (2 * random - 1)));
}

/** Server answers are kept to this many characters. */
export const MAX_RESPONSE_CHARS = 500;

/** The delivery's Message-ID with angle brackets, the same on every attempt. `origin`: the site's, e.g. `https://untolled.example`. */
export function letterMessageId(deliveryPublicId: string, origin: string): string {
  return `<letter.${deliveryPublicId}@${new URL(origin).hostname}>`;
}

/** The name that stands beside the platform's address in the From line, so that nobody takes the platform for the writer. */
export function senderLabel(name: string, locale: 'en' | 'es'): string {
  return `${name} ${locale === 'es' ? 'vía' : 'via'} Untolled`;
}

/** One attempt as the status page shows it. */
export interface AttemptView {
  number: number;
  startedAt: Date;
  finishedAt: Date | null;
  outcome: AttemptOutcome;
  responseCode: number | null;
  response: string | null;
}

/** One delivery as the status page shows it, with its attempts in order. */
export interface DeliveryView {
  publicId: string;
  channel: DeliveryChannel;
  state: DeliveryState;
  address: string;
  isDemonstration: boolean;
  source: string | null;
  nextAttemptAt: Date | null;
  sentAt: Date | null;
  attempts: AttemptView[];
}
