import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, smallint, text, unique } from 'drizzle-orm/pg-core';
import { campaigns, consentTexts, LOCALES } from './campaign.ts';
import { bigKey, bytes, instant, key, oneOf } from './column-types.ts';
import { isps } from './isp.ts';
import { organizations } from './organizer.ts';
import { people } from './person.ts';

/** Life of a subscription: double opt-in. */
export const SUBSCRIPTION_STATES = ['pending', 'confirmed', 'unsubscribed'] as const;

/** Members who asked for alerts, by organization; the ISP and state decide which alerts. */
export const subscriptions = pgTable(
  'subscriptions',
  {
    id: bigKey(),
    organizationId: integer('organization_id').references(() => organizations.id),
    personId: bigint('person_id', { mode: 'number' }).references(() => people.id),
    canonicalAddress: text('canonical_address').notNull(),
    address: text('address').notNull(),
    ispId: integer('isp_id').references(() => isps.id),
    state: text('state'),
    locale: text('locale', { enum: LOCALES }).notNull(),
    status: text('status', { enum: SUBSCRIPTION_STATES }).notNull(),
    consentTextId: integer('consent_text_id')
      .notNull()
      .references(() => consentTexts.id),
    proofOfConsent: text('proof_of_consent').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    confirmedAt: instant('confirmed_at'),
    unsubscribedAt: instant('unsubscribed_at'),
  },
  (t) => [
    unique('subscriptions_one_per_person').on(t.organizationId, t.canonicalAddress).nullsNotDistinct(),
    oneOf('subscriptions_status_known', 'status', SUBSCRIPTION_STATES),
    oneOf('subscriptions_locale_known', 'locale', LOCALES),
    check('subscriptions_confirmed_when', sql`${t.status} <> 'confirmed' or ${t.confirmedAt} is not null`),
    index('subscriptions_isp').on(t.ispId).where(sql`${t.status} = 'confirmed'`),
  ],
);

/** Why an address is never written to. */
export const SUPPRESSION_REASONS = ['unsubscribed', 'complaint', 'hard_bounce', 'erased', 'manual'] as const;

/** Addresses that broadcasts skip, kept as a keyed digest so that erased people stay suppressed. */
export const suppressions = pgTable(
  'suppressions',
  {
    id: bigKey(),
    addressHash: bytes('address_hash').notNull(),
    reason: text('reason', { enum: SUPPRESSION_REASONS }).notNull(),
    suppressedAt: instant('suppressed_at').notNull().defaultNow(),
  },
  (t) => [
    unique('suppressions_address_unique').on(t.addressHash),
    oneOf('suppressions_reason_known', 'reason', SUPPRESSION_REASONS),
  ],
);

/** Life of a broadcast. */
export const BROADCAST_STATES = ['draft', 'scheduled', 'sending', 'paused', 'sent', 'cancelled'] as const;

/** A mail to the members of a segment. */
export const broadcasts = pgTable(
  'broadcasts',
  {
    id: key(),
    organizationId: integer('organization_id').references(() => organizations.id),
    campaignId: integer('campaign_id').references(() => campaigns.id),
    ispId: integer('isp_id').references(() => isps.id),
    status: text('status', { enum: BROADCAST_STATES }).notNull(),
    subject: text('subject').notNull(),
    body: text('body').notNull(),
    scheduledAt: instant('scheduled_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  () => [oneOf('broadcasts_status_known', 'status', BROADCAST_STATES)],
);

/** Life of one copy of a broadcast. */
export const RECIPIENT_STATES = ['queued', 'sent', 'failed', 'bounced', 'skipped'] as const;

/** One row per (broadcast, member), so that a crash resumes and nobody gets it twice. */
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
    status: text('status', { enum: RECIPIENT_STATES }).notNull(),
    attempts: smallint('attempts').notNull().default(0),
    sentAt: instant('sent_at'),
  },
  (t) => [
    unique('broadcast_recipients_once').on(t.broadcastId, t.subscriptionId),
    oneOf('broadcast_recipients_status_known', 'status', RECIPIENT_STATES),
  ],
);
