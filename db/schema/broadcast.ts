import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { campaigns, LOCALES } from './campaign.ts';
import { bigKey, instant, key, oneOf } from './column-types.ts';
import { isps } from './isp.ts';
import { organizations } from './organizer.ts';
import { SUBSCRIPTION_TOPICS, segments, subscriptions } from './subscriber.ts';

/** Life of a broadcast. The allowed changes are the rows of `broadcast_transitions`. */
export const BROADCAST_STATES = ['draft', 'scheduled', 'sending', 'paused', 'sent', 'cancelled'] as const;

/** Who or what stopped a broadcast for now. */
export const PAUSE_REASONS = ['organizer', 'complaints', 'bounces'] as const;

/** What makes a draft by itself: a fall in the speed index, an incident that was verified, an evening that got slower. */
export const CAUSE_KINDS = ['index_fall', 'incident', 'slowdown'] as const;

/** Something published about an ISP that its subscribers may want to know, once. `facts`: figures, days and sources as the draft says them. */
export const broadcastCauses = pgTable(
  'broadcast_causes',
  {
    id: key(),
    kind: text('kind', { enum: CAUSE_KINDS }).notNull(),
    ispId: integer('isp_id')
      .notNull()
      .references(() => isps.id),
    /** Which fall, incident or day: with the kind and the ISP it names the cause. */
    mark: text('mark').notNull(),
    facts: jsonb('facts').$type<Record<string, unknown>>().notNull(),
    foundAt: instant('found_at').notNull(),
  },
  (t) => [
    unique('broadcast_causes_once').on(t.kind, t.ispId, t.mark),
    oneOf('broadcast_causes_kind_known', 'kind', CAUSE_KINDS),
  ],
);

/** Allowed changes of state, enforced by the trigger `broadcasts_transition`. */
export const broadcastTransitions = pgTable(
  'broadcast_transitions',
  {
    fromState: text('from_state', { enum: BROADCAST_STATES }).notNull(),
    toState: text('to_state', { enum: BROADCAST_STATES }).notNull(),
  },
  (t) => [primaryKey({ name: 'broadcast_transitions_pkey', columns: [t.fromState, t.toState] })],
);

/** A mail to the members of a segment. Whom it goes to and what it says are kept from the moment it leaves its draft (trigger `broadcasts_transition`). */
export const broadcasts = pgTable(
  'broadcasts',
  {
    id: key(),
    publicId: uuid('public_id').notNull().defaultRandom(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    /** The campaign that its links lead to; null: none. */
    campaignId: integer('campaign_id').references(() => campaigns.id),
    /** What it was drafted for; null: an organizer wrote it. */
    causeId: integer('cause_id').references(() => broadcastCauses.id),
    state: text('state', { enum: BROADCAST_STATES }).notNull().default('draft'),
    /** A `SegmentQuery`, as it was when the saved segment was chosen. */
    query: jsonb('query').$type<Record<string, unknown>>().notNull(),
    segmentId: integer('segment_id').references(() => segments.id),
    /** What it is about: members who declined that get no copy. */
    topic: text('topic', { enum: SUBSCRIPTION_TOPICS }).notNull().default('campaigns'),
    /** Rises with every change of a draft, so that a second editor is told. */
    revision: integer('revision').notNull().default(1),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    changedBy: text('changed_by').notNull(),
    changedAt: instant('changed_at').notNull().defaultNow(),
    /** The organizer who let it leave. Nothing is sent without. */
    approvedBy: text('approved_by'),
    approvedAt: instant('approved_at'),
    scheduledAt: instant('scheduled_at'),
    /** IANA name of the time zone in which the organizer chose the hour. */
    zone: text('zone'),
    /** When its members were written down, and how many. */
    startedAt: instant('started_at'),
    recipients: integer('recipients').notNull().default(0),
    pausedBecause: text('paused_because', { enum: PAUSE_REASONS }),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    unique('broadcasts_public_id_unique').on(t.publicId),
    unique('broadcasts_once_per_cause').on(t.organizationId, t.causeId),
    oneOf('broadcasts_state_known', 'state', BROADCAST_STATES),
    oneOf('broadcasts_topic_known', 'topic', SUBSCRIPTION_TOPICS),
    oneOf('broadcasts_pause_known', 'paused_because', PAUSE_REASONS),
    check(
      'broadcasts_approved',
      sql`${t.state} in ('draft', 'cancelled') or (${t.approvedBy} like 'organizer:%' and ${t.approvedAt} is not null)`,
    ),
    check('broadcasts_scheduled_when', sql`${t.state} <> 'scheduled' or ${t.scheduledAt} is not null`),
    check(
      'broadcasts_started_when',
      sql`${t.state} not in ('sending', 'paused', 'sent') or ${t.startedAt} is not null`,
    ),
    check('broadcasts_paused_why', sql`(${t.state} = 'paused') = (${t.pausedBecause} is not null)`),
    check('broadcasts_finished_when', sql`(${t.state} in ('sent', 'cancelled')) = (${t.finishedAt} is not null)`),
    index('broadcasts_organization').on(t.organizationId, t.id),
    index('broadcasts_open').on(t.state).where(sql`${t.state} in ('scheduled', 'sending')`),
  ],
);

/** What a broadcast says in one language: a subject of one line, and Markdown with blanks. */
export const broadcastTexts = pgTable(
  'broadcast_texts',
  {
    broadcastId: integer('broadcast_id')
      .notNull()
      .references(() => broadcasts.id, { onDelete: 'cascade' }),
    locale: text('locale', { enum: LOCALES }).notNull(),
    subject: text('subject').notNull(),
    body: text('body').notNull(),
  },
  (t) => [
    primaryKey({ name: 'broadcast_texts_pkey', columns: [t.broadcastId, t.locale] }),
    oneOf('broadcast_texts_locale_known', 'locale', LOCALES),
  ],
);

/**
 * Life of one copy of a broadcast. `sending`: in the hands of a worker; `failed`: refused, and not because of the address, or put off too often; `bounced`: the address cannot be
 * delivered to; `skipped`: the member had left, or wanted a pause, when their turn came.
 */
export const RECIPIENT_STATES = ['queued', 'sending', 'sent', 'failed', 'bounced', 'skipped'] as const;

/** A worker's hold on the copies that it sends, for as long as it says that it lives. */
export const broadcastClaims = pgTable('broadcast_claims', {
  id: bigKey(),
  leaseUntil: instant('lease_until').notNull(),
});

/** One row per broadcast and member, so that a crash resumes and nobody gets it twice. Its id gives the Message-ID, so that a retry is the same message. */
export const broadcastRecipients = pgTable(
  'broadcast_recipients',
  {
    id: bigKey(),
    broadcastId: integer('broadcast_id')
      .notNull()
      .references(() => broadcasts.id),
    subscriptionId: bigint('subscription_id', { mode: 'number' })
      .notNull()
      .references(() => subscriptions.id),
    /** Receiving mail domain, lower case. */
    domain: text('domain').notNull(),
    /** Language of the text that the member gets. */
    locale: text('locale', { enum: LOCALES }).notNull(),
    state: text('state', { enum: RECIPIENT_STATES }).notNull().default('queued'),
    attempts: smallint('attempts').notNull().default(0),
    dueAt: instant('due_at').notNull(),
    /** The claim of the worker that sends it. No foreign key: claims go when their work is written down. */
    claimId: bigint('claim_id', { mode: 'number' }),
    sentAt: instant('sent_at'),
    /** The server's answer to a copy that was not taken. */
    answer: text('answer'),
    complainedAt: instant('complained_at'),
  },
  (t) => [
    // The member first, so that erasing one finds their rows.
    unique('broadcast_recipients_once').on(t.subscriptionId, t.broadcastId),
    oneOf('broadcast_recipients_state_known', 'state', RECIPIENT_STATES),
    oneOf('broadcast_recipients_locale_known', 'locale', LOCALES),
    check('broadcast_recipients_sent_when', sql`${t.state} <> 'sent' or ${t.sentAt} is not null`),
    check('broadcast_recipients_claimed', sql`(${t.state} = 'sending') = (${t.claimId} is not null)`),
    index('broadcast_recipients_waiting').on(t.broadcastId, t.domain, t.dueAt, t.id).where(sql`${t.state} = 'queued'`),
    index('broadcast_recipients_in_hand').on(t.claimId).where(sql`${t.state} = 'sending'`),
  ],
);

/** The receiving domains of a broadcast; `readyAt`: when the next copy may be due there. `infinity`: nothing waits. */
export const broadcastLanes = pgTable(
  'broadcast_lanes',
  {
    broadcastId: integer('broadcast_id')
      .notNull()
      .references(() => broadcasts.id),
    domain: text('domain').notNull(),
    readyAt: instant('ready_at').notNull(),
  },
  (t) => [
    primaryKey({ name: 'broadcast_lanes_pkey', columns: [t.broadcastId, t.domain] }),
    index('broadcast_lanes_ready').on(t.readyAt),
  ],
);

/** What became of the copies of a broadcast, kept by whoever changes one, in the same transaction; `unsubscribed` and `acted` are looked up now and then (`lookedAt`). */
export const broadcastCounts = pgTable('broadcast_counts', {
  broadcastId: integer('broadcast_id')
    .primaryKey()
    .references(() => broadcasts.id),
  sent: integer('sent').notNull().default(0),
  failed: integer('failed').notNull().default(0),
  bounced: integer('bounced').notNull().default(0),
  skipped: integer('skipped').notNull().default(0),
  complained: integer('complained').notNull().default(0),
  unsubscribed: integer('unsubscribed').notNull().default(0),
  signed: integer('signed').notNull().default(0),
  wrote: integer('wrote').notNull().default(0),
  lookedAt: instant('looked_at'),
});

/**
 * How many copies a receiver gets in a day: `firstDay` at first, `growth` times as many after each day on which it got some, never more than `most` (null: no end). `receiver`:
 * a mail domain; `*`: every other; `all`: all of them together.
 */
export const broadcastWarmups = pgTable(
  'broadcast_warmups',
  {
    receiver: text('receiver').primaryKey(),
    firstDay: integer('first_day').notNull(),
    growth: doublePrecision('growth').notNull(),
    most: integer('most'),
    changedBy: text('changed_by').notNull(),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  (t) => [
    check('broadcast_warmups_positive', sql`${t.firstDay} > 0 and ${t.growth} >= 1 and coalesce(${t.most}, 1) > 0`),
  ],
);

/** Copies that were handed over on one day (UTC), by receiver, and for `all`. */
export const broadcastDays = pgTable(
  'broadcast_days',
  {
    receiver: text('receiver').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    sent: integer('sent').notNull(),
  },
  (t) => [primaryKey({ name: 'broadcast_days_pkey', columns: [t.receiver, t.day] })],
);

/** What an organization has drafted by itself. A trigger is on from its instant (`…Since`), and only for what is published later; null: off. */
export const broadcastSettings = pgTable(
  'broadcast_settings',
  {
    organizationId: integer('organization_id')
      .primaryKey()
      .references(() => organizations.id),
    indexFallSince: instant('index_fall_since'),
    /** Fall that is needed, in percent of the figure before. */
    indexFallPercent: doublePrecision('index_fall_percent').notNull().default(5),
    incidentSince: instant('incident_since'),
    slowdownSince: instant('slowdown_since'),
    /** By how many percentage points the evening's share of the daytime's speed must have sunk. */
    slowdownPoints: doublePrecision('slowdown_points').notNull().default(5),
    changedBy: text('changed_by').notNull(),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  (t) => [
    check(
      'broadcast_settings_steps',
      sql`${t.indexFallPercent} between 0.1 and 100 and ${t.slowdownPoints} between 0.1 and 100`,
    ),
  ],
);

/** The evening ratio of an ISP as each day's figures had it, so that a worse one can be told from a bad one. */
export const eveningRatios = pgTable(
  'evening_ratios',
  {
    ispId: integer('isp_id')
      .notNull()
      .references(() => isps.id),
    asOf: date('as_of', { mode: 'string' }).notNull(),
    ratio: doublePrecision('ratio').notNull(),
    low: doublePrecision('low').notNull(),
    high: doublePrecision('high').notNull(),
  },
  (t) => [primaryKey({ name: 'evening_ratios_pkey', columns: [t.ispId, t.asOf] })],
);
