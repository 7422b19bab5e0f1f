import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, key, oneOf } from './column-types.ts';
import { organizations } from './organizer.ts';
import { signatures } from './signature.ts';

/** What a batch does to the signatures that its conditions name. */
export const BATCH_DEEDS = ['release', 'refuse', 'set-aside', 'invalidate'] as const;

/** Life of a batch; `undoing` and `undone` only after one that took signatures out. Trigger `review_batches_transition`. */
export const BATCH_STATES = ['queued', 'running', 'done', 'cancelled', 'undoing', 'undone'] as const;

/**
 * A deed done to many signatures by their conditions: previewed, asked for, carried out by the worker in transactions of some hundreds, stopped and undone.
 * `filter` names conditions, never an address. Only signatures up to `upToId` are meant: those that were there when it was previewed.
 */
export const reviewBatches = pgTable(
  'review_batches',
  {
    id: key(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    deed: text('deed', { enum: BATCH_DEEDS }).notNull(),
    state: text('state', { enum: BATCH_STATES }).notNull().default('queued'),
    filter: jsonb('filter').$type<Record<string, unknown>>().notNull(),
    /** Published in the ledger for what is taken out; `note` is kept here. */
    reason: text('reason').notNull(),
    note: text('note').notNull(),
    /** How many the preview counted, and how many were done so far. */
    expected: integer('expected').notNull(),
    changed: integer('changed').notNull().default(0),
    confirmed: integer('confirmed').notNull().default(0),
    restored: integer('restored').notNull().default(0),
    upToId: bigint('up_to_id', { mode: 'number' }).notNull(),
    /** How far it is, by the signatures' numbers. */
    lastId: bigint('last_id', { mode: 'number' }).notNull().default(0),
    askedBy: text('asked_by').notNull(),
    askedAt: instant('asked_at').notNull(),
    endedAt: instant('ended_at'),
    undoneBy: text('undone_by'),
    undoneWhy: text('undone_why'),
    undoneAt: instant('undone_at'),
  },
  (t) => [
    oneOf('review_batches_deed_known', 'deed', BATCH_DEEDS),
    oneOf('review_batches_state_known', 'state', BATCH_STATES),
    check('review_batches_why', sql`${t.note} <> '' and ${t.reason} <> '' and ${t.askedBy} <> ''`),
    check('review_batches_ended', sql`(${t.state} in ('queued', 'running')) = (${t.endedAt} is null)`),
    check(
      'review_batches_undone_why',
      sql`${t.state} not in ('undoing', 'undone') or (${t.undoneBy} <> '' and ${t.undoneWhy} <> '')`,
    ),
    check('review_batches_figures', sql`${t.changed} >= 0 and ${t.restored} between 0 and ${t.changed}`),
    index('review_batches_newest').on(t.organizationId, t.id),
  ],
);

/** The signatures that a batch changed. `restoredAs`: the row that stands for it since the batch was undone, itself where it had not left the count yet. */
export const reviewBatchSignatures = pgTable(
  'review_batch_signatures',
  {
    batchId: integer('batch_id')
      .notNull()
      .references(() => reviewBatches.id),
    signatureId: bigint('signature_id', { mode: 'number' })
      .notNull()
      .references(() => signatures.id, { onDelete: 'cascade' }),
    restoredAs: bigint('restored_as', { mode: 'number' }),
  },
  (t) => [primaryKey({ name: 'review_batch_signatures_pkey', columns: [t.batchId, t.signatureId] })],
);
