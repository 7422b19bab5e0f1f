import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { bigKey, bytes, instant } from './column-types.ts';
import { organizations } from './organizer.ts';

/** Who did what to what, append-only (trigger `audit_events_append_only`). `actor` is "organizer:ID", "token:ID", "system" or "command"; `facts` holds no personal data. */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: bigKey(),
    at: instant('at').notNull().defaultNow(),
    organizationId: integer('organization_id').references(() => organizations.id),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    facts: jsonb('facts').$type<Record<string, unknown>>().notNull().default(sql`'{}'::jsonb`),
  },
  (t) => [index('audit_events_at').on(t.at), index('audit_events_organization').on(t.organizationId, t.id)],
);

/** Events that are not in the chain yet, written with each by the trigger `audit_events_awaited`, so that late commits are missed by nobody and no writer waits for another. */
export const auditPending = pgTable('audit_pending', {
  eventId: bigint('event_id', { mode: 'number' }).primaryKey(),
});

/**
 * The chain over the events: each hash covers the event as it is, its place and the hash before it (docs/audit.md). The worker appends to it under a lock; append-only
 * (trigger `audit_chain_append_only`), sequence from 0 without gaps.
 */
export const auditChain = pgTable(
  'audit_chain',
  {
    sequence: bigint('sequence', { mode: 'number' }).primaryKey(),
    eventId: bigint('event_id', { mode: 'number' })
      .notNull()
      .references(() => auditEvents.id),
    hash: bytes('hash').notNull(),
    chainedAt: instant('chained_at').notNull(),
  },
  (t) => [
    unique('audit_chain_event_once').on(t.eventId),
    check('audit_chain_hash_whole', sql`length(${t.hash}) = 32`),
    check('audit_chain_sequence_from_zero', sql`${t.sequence} >= 0`),
  ],
);
