import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
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
import { bigKey, bytes, instant, key, oneOf } from './column-types.ts';
import { organizations } from './organizer.ts';

/** What a token of the API may do; `app/domain/token/token.ts` says it in words. */
export const TOKEN_SCOPES = [
  'campaigns.read',
  'counts.read',
  'people.read',
  'signatures.read',
  'signatures.write',
  'exports.read',
  'exports.write',
  'webhooks.write',
] as const;

/** Tokens by which programmes act for an organization. Only digests are kept; `hint` is the beginning, by which people tell them apart. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: key(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text('name').notNull(),
    tokenHash: bytes('token_hash').notNull(),
    hint: text('hint').notNull(),
    scopes: text('scopes', { enum: TOKEN_SCOPES }).array().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** To the hour or so: written at most every few minutes. */
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
    revokedBy: text('revoked_by'),
  },
  (t) => [
    unique('api_tokens_hash_unique').on(t.tokenHash),
    check('api_tokens_hash_whole', sql`length(${t.tokenHash}) = 32`),
    check('api_tokens_named', sql`${t.name} <> ''`),
    check(
      'api_tokens_scopes_known',
      sql.raw(
        `cardinality("scopes") > 0 and "scopes" <@ array[${TOKEN_SCOPES.map((scope) => `'${scope}'`).join(', ')}]::text[]`,
      ),
    ),
    check('api_tokens_revoked_by', sql`(${t.revokedAt} is null) = (${t.revokedBy} is null)`),
    index('api_tokens_organization').on(t.organizationId, t.id),
  ],
);

/** Answers to writes that carried an `Idempotency-Key`: the same key gives the same answer for a day, another request under it is refused. */
export const apiAnswers = pgTable(
  'api_answers',
  {
    tokenId: integer('token_id')
      .notNull()
      .references(() => apiTokens.id),
    key: text('key').notNull(),
    /** Digest of method, address and body. */
    requestHash: bytes('request_hash').notNull(),
    /** Null while the first request is under way. */
    status: smallint('status'),
    body: text('body'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ name: 'api_answers_pkey', columns: [t.tokenId, t.key] }),
    check('api_answers_key_short', sql`length(${t.key}) between 1 and 200`),
    check('api_answers_whole', sql`(${t.status} is null) = (${t.body} is null)`),
    index('api_answers_created').on(t.createdAt),
  ],
);

/** What webhooks tell of. */
export const WEBHOOK_EVENTS = [
  'signature.confirmed',
  'signature.withdrawn',
  'letter.sent',
  'subscription.confirmed',
  'subscription.ended',
  'campaign.changed',
  'export.done',
  'broadcast.sent',
  'test',
] as const;

/** Addresses that are told of an organization's events by signed POSTs (Standard Webhooks). The secret is derived from SECRET and `publicId`, so that none is kept. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: key(),
    publicId: uuid('public_id').notNull().defaultRandom(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    url: text('url').notNull(),
    events: text('events', { enum: WEBHOOK_EVENTS }).array().notNull(),
    /** Counts up when the secret is changed; both the newest and the one before it sign for a day. */
    secretVersion: integer('secret_version').notNull().default(1),
    secretChangedAt: instant('secret_changed_at').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    /** Since when it has failed without a success; null while it answers. */
    failingSince: instant('failing_since'),
    disabledAt: instant('disabled_at'),
    disabledWhy: text('disabled_why'),
  },
  (t) => [
    unique('webhooks_public_id_unique').on(t.publicId),
    check('webhooks_url_https', sql`${t.url} ~ '^https?://'`),
    check(
      'webhooks_events_known',
      sql.raw(
        `cardinality("events") > 0 and "events" <@ array[${WEBHOOK_EVENTS.map((event) => `'${event}'`).join(', ')}]::text[]`,
      ),
    ),
    check('webhooks_disabled_why', sql`(${t.disabledAt} is null) = (${t.disabledWhy} is null)`),
    index('webhooks_organization').on(t.organizationId),
  ],
);

/**
 * Events as they are told: ids and figures, the payload as it is signed. Kept for 30 days, so that they can be told again. Triggers write them (`webhook_tell`) in the transaction of
 * what happened, where an organization has a webhook for it; those of signatures are written by the worker from the ledger's leaves (decision 0040).
 */
export const webhookMessages = pgTable(
  'webhook_messages',
  {
    id: bigKey(),
    publicId: uuid('public_id').notNull().defaultRandom(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    event: text('event', { enum: WEBHOOK_EVENTS }).notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('webhook_messages_public_id_unique').on(t.publicId),
    oneOf('webhook_messages_event_known', 'event', WEBHOOK_EVENTS),
    index('webhook_messages_newest').on(t.organizationId, t.id),
    index('webhook_messages_to_forget').using('brin', t.createdAt),
  ],
);

/** Where telling an event to one address stands. */
export const WEBHOOK_STATES = ['queued', 'delivered', 'failed'] as const;

/** One event for one address, with what came of the last attempt. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    messageId: bigint('message_id', { mode: 'number' })
      .notNull()
      .references(() => webhookMessages.id, { onDelete: 'cascade' }),
    webhookId: integer('webhook_id')
      .notNull()
      .references(() => webhooks.id),
    state: text('state', { enum: WEBHOOK_STATES }).notNull().default('queued'),
    attempts: smallint('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at').notNull(),
    claimedUntil: instant('claimed_until'),
    lastStatus: smallint('last_status'),
    lastAnswer: text('last_answer'),
    deliveredAt: instant('delivered_at'),
  },
  (t) => [
    primaryKey({ name: 'webhook_deliveries_pkey', columns: [t.messageId, t.webhookId] }),
    oneOf('webhook_deliveries_state_known', 'state', WEBHOOK_STATES),
    check('webhook_deliveries_delivered_when', sql`(${t.state} = 'delivered') = (${t.deliveredAt} is not null)`),
    // By address, so that one that does not answer keeps no other waiting.
    index('webhook_deliveries_due').on(t.webhookId, t.nextAttemptAt).where(sql`${t.state} = 'queued'`),
    index('webhook_deliveries_webhook').on(t.webhookId, t.messageId),
  ],
);

/** How far the ledgers have been read for events: `source` is `count:` and a campaign's id, `mark` the next leaf. Campaigns whose organization has no webhook for signatures have no row. */
export const webhookMarks = pgTable('webhook_marks', {
  source: text('source').primaryKey(),
  mark: bigint('mark', { mode: 'number' }).notNull(),
});
