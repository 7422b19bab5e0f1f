import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { broadcastRecipients } from './broadcast.ts';
import { bigKey, bytes, instant, oneOf } from './column-types.ts';
import { contacts, isps } from './isp.ts';
import { letters } from './letter.ts';

/**
 * How a letter reaches its addressee: mailed by the platform; filed in a docket, by the platform's programme or in a filing set; filed by the
 * person in the addressee's web form; printed and posted by the person.
 */
export const DELIVERY_CHANNELS = ['email', 'docket', 'web_form', 'paper'] as const;

/** What has a budget of its own per receiver: the channels of letters, and broadcasts. */
export const BUDGET_CHANNELS = ['email', 'docket', 'web_form', 'paper', 'broadcast'] as const;

/**
 * Life of a delivery. `unknown`: a filing was posted and never answered, to be looked for before any retry; `awaiting`: in the pool of letters
 * that a filing set takes; `filed`: the addressee's own system has it. The allowed changes are the rows of `delivery_transitions`. */
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

/** Allowed changes of state, enforced by the trigger `deliveries_transition`. */
export const deliveryTransitions = pgTable(
  'delivery_transitions',
  {
    channel: text('channel', { enum: DELIVERY_CHANNELS }).notNull(),
    fromState: text('from_state', { enum: DELIVERY_STATES }).notNull(),
    toState: text('to_state', { enum: DELIVERY_STATES }).notNull(),
  },
  (t) => [primaryKey({ name: 'delivery_transitions_pkey', columns: [t.channel, t.fromState, t.toState] })],
);

/** One letter on its way to one contact. `publicId` gives the Message-ID, so a retry is the same message. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: bigKey(),
    publicId: uuid('public_id').notNull().defaultRandom(),
    letterId: bigint('letter_id', { mode: 'number' })
      .notNull()
      .references(() => letters.id),
    contactId: bigint('contact_id', { mode: 'number' })
      .notNull()
      .references(() => contacts.id),
    channel: text('channel', { enum: DELIVERY_CHANNELS }).notNull(),
    state: text('state', { enum: DELIVERY_STATES }).notNull(),
    attempts: smallint('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    changedAt: instant('changed_at').notNull().defaultNow(),
    sentAt: instant('sent_at'),
    /** The channel's own receipt, e.g. the last SMTP answer. */
    receipt: text('receipt'),
    /** The addressee's own number and instant: a docket's confirmation, or the ticket that the person noted. */
    externalId: text('external_id'),
    externalAt: instant('external_at'),
  },
  (t) => [
    unique('deliveries_public_id_unique').on(t.publicId),
    unique('deliveries_once').on(t.letterId, t.channel, t.contactId),
    oneOf('deliveries_channel_known', 'channel', DELIVERY_CHANNELS),
    oneOf('deliveries_state_known', 'state', DELIVERY_STATES),
    check('deliveries_sent_when', sql`${t.state} <> 'sent' or ${t.sentAt} is not null`),
    check('deliveries_filed_when', sql`${t.state} <> 'filed' or ${t.externalAt} is not null`),
    check('deliveries_deferred_until', sql`${t.state} <> 'deferred' or ${t.nextAttemptAt} is not null`),
    index('deliveries_due').on(t.nextAttemptAt).where(sql`${t.state} in ('queued', 'deferred', 'unknown')`),
    index('deliveries_by_state').on(t.channel, t.state, t.id),
  ],
);

/** What one attempt came to. */
export const ATTEMPT_OUTCOMES = ['started', 'accepted', 'temporary_failure', 'permanent_failure', 'unknown'] as const;

/** Every attempt at a delivery, with the server's answer. */
export const deliveryAttempts = pgTable(
  'delivery_attempts',
  {
    id: bigKey(),
    deliveryId: bigint('delivery_id', { mode: 'number' })
      .notNull()
      .references(() => deliveries.id),
    number: smallint('number').notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    outcome: text('outcome', { enum: ATTEMPT_OUTCOMES }).notNull(),
    responseCode: smallint('response_code'),
    response: text('response'),
  },
  (t) => [
    unique('delivery_attempts_once').on(t.deliveryId, t.number),
    /** Attempts are added in the order of their time, so that a small index finds the latest. */
    index('delivery_attempts_latest').using('brin', t.startedAt),
    oneOf('delivery_attempts_outcome_known', 'outcome', ATTEMPT_OUTCOMES),
  ],
);

/** Each time that an operator sent a delivery round again. `attemptsBefore`: how many attempts had been made, so that waits begin anew. */
export const deliveryRetries = pgTable(
  'delivery_retries',
  {
    id: bigKey(),
    deliveryId: bigint('delivery_id', { mode: 'number' })
      .notNull()
      .references(() => deliveries.id),
    fromState: text('from_state', { enum: DELIVERY_STATES }).notNull(),
    attemptsBefore: smallint('attempts_before').notNull(),
    askedBy: text('asked_by').notNull(),
    reason: text('reason'),
    askedAt: instant('asked_at').notNull(),
  },
  (t) => [
    index('delivery_retries_delivery').on(t.deliveryId, t.id),
    oneOf('delivery_retries_state_known', 'from_state', DELIVERY_STATES),
  ],
);

/** Switches that need no restart: a channel ("email") is paused while its row says so. */
export const channelSwitches = pgTable(
  'channel_switches',
  {
    channel: text('channel', { enum: DELIVERY_CHANNELS }).primaryKey(),
    isPaused: boolean('is_paused').notNull().default(false),
    reason: text('reason'),
    changedBy: text('changed_by'),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  () => [oneOf('channel_switches_channel_known', 'channel', DELIVERY_CHANNELS)],
);

/**
 * How many letters a receiver may get in a minute and in an hour. `receiver`: the receiving mail domain or the docket system in lower case; `*`: every
 * other receiver of the channel. Null: no limit of that length.
 */
export const channelBudgets = pgTable(
  'channel_budgets',
  {
    channel: text('channel', { enum: BUDGET_CHANNELS }).notNull(),
    receiver: text('receiver').notNull(),
    perMinute: integer('per_minute'),
    perHour: integer('per_hour'),
    changedBy: text('changed_by').notNull(),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: 'channel_budgets_pkey', columns: [t.channel, t.receiver] }),
    oneOf('channel_budgets_channel_known', 'channel', BUDGET_CHANNELS),
    check('channel_budgets_positive', sql`coalesce(${t.perMinute}, 1) > 0 and coalesce(${t.perHour}, 1) > 0`),
  ],
);

/** What was spent of a budget, by second; one row per receiver and second in which something was spent, over all processes. */
export const channelSpends = pgTable(
  'channel_spends',
  {
    channel: text('channel', { enum: BUDGET_CHANNELS }).notNull(),
    receiver: text('receiver').notNull(),
    beganAt: instant('began_at').notNull(),
    spent: integer('spent').notNull(),
  },
  (t) => [
    primaryKey({ name: 'channel_spends_pkey', columns: [t.channel, t.receiver, t.beganAt] }),
    oneOf('channel_spends_channel_known', 'channel', BUDGET_CHANNELS),
    check('channel_spends_positive', sql`${t.spent} >= 0`),
  ],
);

/**
 * The waiting line of a receiver. Its row is the lock under which a budget is spent; `freeAt` is the first place in the line that nobody has yet, so
 * that those who wait come back one after the other.
 */
export const channelLines = pgTable(
  'channel_lines',
  {
    channel: text('channel', { enum: BUDGET_CHANNELS }).notNull(),
    receiver: text('receiver').notNull(),
    freeAt: instant('free_at').notNull(),
  },
  (t) => [
    primaryKey({ name: 'channel_lines_pkey', columns: [t.channel, t.receiver] }),
    oneOf('channel_lines_channel_known', 'channel', BUDGET_CHANNELS),
  ],
);

/** A receiver that asked to be left alone until an instant (`Retry-After`, 421). */
export const channelHolds = pgTable(
  'channel_holds',
  {
    channel: text('channel', { enum: BUDGET_CHANNELS }).notNull(),
    receiver: text('receiver').notNull(),
    heldUntil: instant('held_until').notNull(),
    reason: text('reason'),
  },
  (t) => [
    primaryKey({ name: 'channel_holds_pkey', columns: [t.channel, t.receiver] }),
    oneOf('channel_holds_channel_known', 'channel', BUDGET_CHANNELS),
  ],
);

/** What a bounce turned out to be. `complaint`: a receiver called the mail spam; `forged`: its address carries no valid signature of ours; `unrelated`: no bounce at all. */
export const BOUNCE_VERDICTS = ['permanent', 'temporary', 'delayed', 'complaint', 'forged', 'unrelated'] as const;

/** Bounce messages that came in, each once by its digest. Nothing of the message is kept but what is read from it. */
export const bounces = pgTable(
  'bounces',
  {
    id: bigKey(),
    messageSha256: bytes('message_sha256').notNull(),
    deliveryId: bigint('delivery_id', { mode: 'number' }).references(() => deliveries.id),
    /** The copy of a broadcast that it is about; never beside a delivery. */
    recipientId: bigint('recipient_id', { mode: 'number' }).references(() => broadcastRecipients.id),
    verdict: text('verdict', { enum: BOUNCE_VERDICTS }).notNull(),
    /** Enhanced status code of RFC 3463, e.g. `5.1.1`. */
    status: text('status'),
    diagnostic: text('diagnostic'),
    cameBy: text('came_by').notNull(),
    receivedAt: instant('received_at').notNull(),
    /** When the writer was told by mail that the letter came back. */
    senderMailedAt: instant('sender_mailed_at'),
  },
  (t) => [
    unique('bounces_message_once').on(t.messageSha256),
    oneOf('bounces_verdict_known', 'verdict', BOUNCE_VERDICTS),
    check('bounces_about_one', sql`num_nonnulls(${t.deliveryId}, ${t.recipientId}) <= 1`),
    index('bounces_delivery').on(t.deliveryId),
  ],
);

/** What a person says became of their complaint. */
export const COMPLAINT_OUTCOMES = ['resolved', 'answered', 'no_answer', 'not_served'] as const;

/** The clock of a complaint that a person filed in a regulator's form: 30 days for the provider's written answer, one reminder, one outcome. */
export const complaints = pgTable(
  'complaints',
  {
    deliveryId: bigint('delivery_id', { mode: 'number' })
      .primaryKey()
      .references(() => deliveries.id),
    ispId: integer('isp_id').references(() => isps.id),
    filedAt: instant('filed_at').notNull(),
    answerDueAt: instant('answer_due_at').notNull(),
    reminderReservedAt: instant('reminder_reserved_at'),
    reminderMailedAt: instant('reminder_mailed_at'),
    outcome: text('outcome', { enum: COMPLAINT_OUTCOMES }),
    outcomeAt: instant('outcome_at'),
  },
  (t) => [
    oneOf('complaints_outcome_known', 'outcome', COMPLAINT_OUTCOMES),
    check('complaints_outcome_when', sql`(${t.outcome} is null) = (${t.outcomeAt} is null)`),
    check('complaints_due_after', sql`${t.answerDueAt} > ${t.filedAt}`),
    index('complaints_to_remind').on(t.answerDueAt).where(sql`${t.reminderMailedAt} is null and ${t.outcome} is null`),
    index('complaints_isp').on(t.ispId),
  ],
);

/** Messages kept instead of sent when no SMTP server is set: what `/dev/mailbox` shows. `messageId` keeps retries single. */
export const mailboxMessages = pgTable(
  'mailbox_messages',
  {
    id: bigKey(),
    messageId: text('message_id').notNull(),
    kind: text('kind').notNull(),
    fromAddress: text('from_address').notNull(),
    toAddress: text('to_address').notNull(),
    subject: text('subject').notNull(),
    source: bytes('source').notNull(),
    keptAt: instant('kept_at').notNull().defaultNow(),
  },
  (t) => [unique('mailbox_messages_message_id_unique').on(t.messageId), index('mailbox_messages_kept_at').on(t.keptAt)],
);
