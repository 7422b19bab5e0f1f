import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, pgTable, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core';
import { bigKey, bytes, instant, oneOf } from './column-types.ts';
import { contacts } from './isp.ts';
import { letters } from './letter.ts';

/** How a letter reaches its addressee. */
export const DELIVERY_CHANNELS = ['email', 'paper'] as const;

/** Life of a delivery; the allowed changes are the rows of `delivery_transitions`. */
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
] as const;

/** Allowed changes of state, enforced by the trigger `deliveries_transition`. */
export const deliveryTransitions = pgTable(
  'delivery_transitions',
  {
    fromState: text('from_state', { enum: DELIVERY_STATES }).notNull(),
    toState: text('to_state', { enum: DELIVERY_STATES }).notNull(),
  },
  (t) => [primaryKey({ name: 'delivery_transitions_pkey', columns: [t.fromState, t.toState] })],
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
  },
  (t) => [
    unique('deliveries_public_id_unique').on(t.publicId),
    unique('deliveries_once').on(t.letterId, t.contactId),
    oneOf('deliveries_channel_known', 'channel', DELIVERY_CHANNELS),
    oneOf('deliveries_state_known', 'state', DELIVERY_STATES),
    check('deliveries_sent_when', sql`${t.state} <> 'sent' or ${t.sentAt} is not null`),
    check('deliveries_deferred_until', sql`${t.state} <> 'deferred' or ${t.nextAttemptAt} is not null`),
    index('deliveries_due').on(t.nextAttemptAt).where(sql`${t.state} in ('queued', 'deferred')`),
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
    oneOf('delivery_attempts_outcome_known', 'outcome', ATTEMPT_OUTCOMES),
  ],
);

/** Switches that need no restart: a channel ("email") is paused while its row says so. */
export const channelSwitches = pgTable(
  'channel_switches',
  {
    channel: text('channel', { enum: DELIVERY_CHANNELS }).primaryKey(),
    isPaused: boolean('is_paused').notNull().default(false),
    reason: text('reason'),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  () => [oneOf('channel_switches_channel_known', 'channel', DELIVERY_CHANNELS)],
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
