import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { campaigns, consentTexts, LOCALES } from './campaign.ts';
import { bigKey, bytes, instant, key, oneOf } from './column-types.ts';
import { isps } from './isp.ts';
import { organizations } from './organizer.ts';
import { people } from './person.ts';
import { CONFIRMATION_METHODS } from './signature.ts';

/** Life of a subscription: only `confirmed` ones are written to. What waits for its mailbox to be proved is in `subscription_requests`. */
export const SUBSCRIPTION_STATES = ['confirmed', 'unsubscribed', 'suppressed'] as const;

/** By which door somebody came onto the list: the public page, the box of the sign form, an embed, or a list that an organizer imported. */
export const SUBSCRIPTION_SOURCES = ['page', 'sign', 'embed', 'import'] as const;

/** What an organization writes about: a subscriber's own ISP, campaigns that ask for a deed, and what came of them. */
export const SUBSCRIPTION_TOPICS = ['isp', 'campaigns', 'outcomes'] as const;

/** Wordings of others, to which people of imported lists agreed elsewhere; one row per organization and text, never edited. */
export const consentWordings = pgTable(
  'consent_wordings',
  {
    id: key(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    body: text('body').notNull(),
    bodyHash: bytes('body_hash').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [unique('consent_wordings_once').on(t.organizationId, t.bodyHash)],
);

/**
 * Members of an organization's list, at most one row per canonical address and organization. Rows are made by confirming or by an import with proof of
 * consent, never by a form. Erasing empties the address and leaves the row, which counts of broadcasts refer to.
 */
export const subscriptions = pgTable(
  'subscriptions',
  {
    id: bigKey(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    personId: bigint('person_id', { mode: 'number' }).references(() => people.id),
    canonicalAddress: text('canonical_address').notNull(),
    address: text('address').notNull(),
    ispId: integer('isp_id').references(() => isps.id),
    /** Two-letter state or territory; null when it is not known. */
    state: text('state'),
    locale: text('locale', { enum: LOCALES }).notNull(),
    status: text('status', { enum: SUBSCRIPTION_STATES }).notNull(),
    source: text('source', { enum: SUBSCRIPTION_SOURCES }).notNull(),
    /** Topics that the member does not want; null: none. */
    declinedTopics: text('declined_topics', { enum: SUBSCRIPTION_TOPICS }).array(),
    /** Until when nothing is sent, at the member's wish. */
    pausedUntil: instant('paused_until'),
    /** The wording of ours, or that of others, to which the member agreed: exactly one. */
    consentTextId: integer('consent_text_id').references(() => consentTexts.id),
    consentWordingId: integer('consent_wording_id').references(() => consentWordings.id),
    consentedAt: instant('consented_at').notNull(),
    /** Where: the path of our page, or what the list says. */
    consentedWhere: text('consented_where').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** When the member came onto the list, last: confirmed, or imported. */
    confirmedAt: instant('confirmed_at').notNull(),
    unsubscribedAt: instant('unsubscribed_at'),
    /** The broadcast whose link the member left by; null when they left elsewhere. */
    leftByBroadcastId: integer('left_by_broadcast_id'),
    suppressedAt: instant('suppressed_at'),
    erasedAt: instant('erased_at'),
  },
  (t) => [
    unique('subscriptions_one_per_person').on(t.canonicalAddress, t.organizationId),
    oneOf('subscriptions_status_known', 'status', SUBSCRIPTION_STATES),
    oneOf('subscriptions_source_known', 'source', SUBSCRIPTION_SOURCES),
    oneOf('subscriptions_locale_known', 'locale', LOCALES),
    check('subscriptions_topics_known', sql`${t.declinedTopics} <@ array['isp', 'campaigns', 'outcomes']`),
    check('subscriptions_one_consent', sql`num_nonnulls(${t.consentTextId}, ${t.consentWordingId}) = 1`),
    check('subscriptions_unsubscribed_when', sql`(${t.status} = 'unsubscribed') <= (${t.unsubscribedAt} is not null)`),
    check('subscriptions_suppressed_when', sql`(${t.status} = 'suppressed') = (${t.suppressedAt} is not null)`),
    check(
      'subscriptions_erased_empty',
      sql`${t.erasedAt} is null or (${t.status} = 'suppressed' and ${t.canonicalAddress} like 'erased:%' and ${t.address} = '' and ${t.personId} is null)`,
    ),
    // Every column that a segment may ask for, so that a million members are counted from the index alone.
    index('subscriptions_segment')
      .on(t.organizationId, t.ispId, t.state, t.locale, t.confirmedAt, t.source, t.pausedUntil)
      .where(sql`${t.status} = 'confirmed'`),
    index('subscriptions_organization').on(t.organizationId, t.id),
    index('subscriptions_person').on(t.personId).where(sql`${t.personId} is not null`),
    index('subscriptions_left_by').on(t.leftByBroadcastId).where(sql`${t.leftByBroadcastId} is not null`),
  ],
);

/**
 * The form of somebody who wants to be on a list, waiting for proof of the mailbox. The claim is in the address of the page after the form, the token and the code in the
 * mail; only digests are kept. Deleted after they expire.
 */
export const subscriptionRequests = pgTable(
  'subscription_requests',
  {
    id: bigKey(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    /** The campaign on whose page the form was, if any. */
    campaignId: integer('campaign_id').references(() => campaigns.id),
    canonicalAddress: text('canonical_address').notNull(),
    address: text('address').notNull(),
    ispId: integer('isp_id').references(() => isps.id),
    state: text('state'),
    locale: text('locale', { enum: LOCALES }).notNull(),
    consentTextId: integer('consent_text_id')
      .notNull()
      .references(() => consentTexts.id),
    consentedWhere: text('consented_where').notNull(),
    claimHash: bytes('claim_hash').notNull(),
    tokenHash: bytes('token_hash').notNull(),
    codeHash: bytes('code_hash').notNull(),
    codeAttempts: smallint('code_attempts').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    mailReservedAt: instant('mail_reserved_at'),
    mailedAt: instant('mailed_at'),
    mailRefusedAt: instant('mail_refused_at'),
    mailRefusalCode: smallint('mail_refusal_code'),
    confirmedAt: instant('confirmed_at'),
    confirmedBy: text('confirmed_by', { enum: CONFIRMATION_METHODS }),
  },
  (t) => [
    unique('subscription_requests_claim_unique').on(t.claimHash),
    unique('subscription_requests_token_unique').on(t.tokenHash),
    oneOf('subscription_requests_locale_known', 'locale', LOCALES),
    oneOf('subscription_requests_confirmed_by_known', 'confirmed_by', CONFIRMATION_METHODS),
    check('subscription_requests_attempts_bounded', sql`${t.codeAttempts} between 0 and 5`),
    check('subscription_requests_mail_reserved_first', sql`${t.mailedAt} is null or ${t.mailReservedAt} is not null`),
    check('subscription_requests_mailed_or_refused', sql`num_nonnulls(${t.mailedAt}, ${t.mailRefusedAt}) <= 1`),
    check('subscription_requests_confirmed_how', sql`num_nonnulls(${t.confirmedAt}, ${t.confirmedBy}) in (0, 2)`),
    index('subscription_requests_mails_of_address').on(t.canonicalAddress, t.mailReservedAt),
    index('subscription_requests_to_delete').on(t.expiresAt),
  ],
);

/** Why an address is not written to. The first two end when its owner asks for mail again and proves the mailbox; the others do not (decision 0034). */
export const SUPPRESSION_REASONS = ['unsubscribed', 'manual', 'complaint', 'hard_bounce', 'erased'] as const;

/** Addresses that nothing is sent to, kept as a keyed digest so that erased people stay suppressed. Of one organization, or of all: `organization_id` is null. */
export const suppressions = pgTable(
  'suppressions',
  {
    id: bigKey(),
    organizationId: integer('organization_id').references(() => organizations.id),
    addressHash: bytes('address_hash').notNull(),
    reason: text('reason', { enum: SUPPRESSION_REASONS }).notNull(),
    suppressedAt: instant('suppressed_at').notNull().defaultNow(),
  },
  (t) => [
    unique('suppressions_once').on(t.addressHash, t.organizationId, t.reason).nullsNotDistinct(),
    oneOf('suppressions_reason_known', 'reason', SUPPRESSION_REASONS),
    check(
      'suppressions_reach',
      sql`(${t.organizationId} is null) = (${t.reason} in ('complaint', 'hard_bounce', 'erased'))`,
    ),
    index('suppressions_organization').on(t.organizationId, t.reason),
  ],
);

/** Segments that organizers saved; `query` is a `SegmentQuery` of `app/domain/segment/segment.ts`. Never deleted: broadcasts say whom they went to. */
export const segments = pgTable(
  'segments',
  {
    id: key(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text('name').notNull(),
    query: jsonb('query').$type<Record<string, unknown>>().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    archivedAt: instant('archived_at'),
  },
  (t) => [unique('segments_name_once').on(t.organizationId, t.name)],
);

/** Life of an imported list: uploaded, looked at without changing anything, taken in, and perhaps taken back. */
export const IMPORT_STATES = [
  'uploaded',
  'checking',
  'checked',
  'importing',
  'done',
  'undoing',
  'undone',
  'cancelled',
  'failed',
] as const;

/** A list that an organizer handed in as a CSV file, and how far it has come. `figures`: counts by what became of the rows, of the check or of the import. */
export const subscriberImports = pgTable(
  'subscriber_imports',
  {
    id: key(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text('name').notNull(),
    fileName: text('file_name').notNull(),
    fileBytes: integer('file_bytes').notNull(),
    fileSha256: bytes('file_sha256').notNull(),
    /** How the file is written: encoding, delimiter, and whether its first row names the columns. */
    format: jsonb('format').$type<Record<string, unknown>>().notNull(),
    /** Which column says what, and what holds for the whole file; null until an organizer has said so. */
    mapping: jsonb('mapping').$type<Record<string, unknown>>(),
    state: text('state', { enum: IMPORT_STATES }).notNull(),
    /** Rows of the file in all; null until it was read to its end. */
    rows: integer('rows'),
    /** Rows that are done with: where a stopped import goes on. */
    rowsDone: integer('rows_done').notNull().default(0),
    figures: jsonb('figures').$type<Record<string, number>>().notNull().default(sql`'{}'::jsonb`),
    failure: text('failure'),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    undoneAt: instant('undone_at'),
  },
  (t) => [
    unique('subscriber_imports_name_once').on(t.organizationId, t.name),
    oneOf('subscriber_imports_state_known', 'state', IMPORT_STATES),
    check('subscriber_imports_progress', sql`${t.rowsDone} >= 0 and (${t.rows} is null or ${t.rowsDone} <= ${t.rows})`),
    check(
      'subscriber_imports_mapped',
      sql`${t.mapping} is not null or ${t.state} in ('uploaded', 'cancelled', 'failed')`,
    ),
  ],
);

/** The file of an import, in pieces, so that any worker on any machine can read it. Deleted when the import has ended. */
export const importPieces = pgTable(
  'import_pieces',
  {
    importId: integer('import_id')
      .notNull()
      .references(() => subscriberImports.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    bytes: bytes('bytes').notNull(),
  },
  (t) => [primaryKey({ name: 'import_pieces_pkey', columns: [t.importId, t.position] })],
);

/** What is wrong with rows of a file: the line of the file, the column and the reason; never what stands in it. The first thousand are kept. */
export const importFaults = pgTable(
  'import_faults',
  {
    importId: integer('import_id')
      .notNull()
      .references(() => subscriberImports.id, { onDelete: 'cascade' }),
    /** Row of the file, and the line that it begins at; both count from 1. */
    row: integer('row').notNull(),
    line: integer('line').notNull(),
    column: text('column').notNull(),
    reason: text('reason').notNull(),
    /** The line that a duplicate repeats. */
    otherLine: integer('other_line'),
  },
  (t) => [primaryKey({ name: 'import_faults_pkey', columns: [t.importId, t.row, t.column] })],
);

/** Who stands on an imported list; `wasAdded`: the import made the subscription, and undoing it may remove it. */
export const listMembers = pgTable(
  'list_members',
  {
    importId: integer('import_id')
      .notNull()
      .references(() => subscriberImports.id, { onDelete: 'cascade' }),
    subscriptionId: bigint('subscription_id', { mode: 'number' })
      .notNull()
      .references(() => subscriptions.id, { onDelete: 'cascade' }),
    wasAdded: boolean('was_added').notNull(),
  },
  (t) => [
    primaryKey({ name: 'list_members_pkey', columns: [t.importId, t.subscriptionId] }),
    index('list_members_subscription').on(t.subscriptionId),
  ],
);
