import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { campaigns } from './campaign.ts';
import { bigKey, instant, oneOf } from './column-types.ts';
import { isps } from './isp.ts';
import { signatures } from './signature.ts';

/** What an entry of the ledger says; `docs/ledger.md`. Only the first three move the count. */
export const COUNT_ENTRY_KINDS = ['sign', 'withdraw', 'invalidate', 'correct', 'tally', 'untally', 'anchor'] as const;

/**
 * The ledger's leaves: the order in which signatures entered and left a campaign's count, with what is published beside it. Append-only (trigger
 * `count_entries_append_only`), sequence from 0 without gaps. `entry` is published; `isp_id` and `state` are for our own journals and are not.
 */
export const countEntries = pgTable(
  'count_entries',
  {
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    kind: text('kind', { enum: COUNT_ENTRY_KINDS }).notNull(),
    /** Null for the entries that speak of no single signature: `tally`, `untally` and `anchor`. */
    signatureId: bigint('signature_id', { mode: 'number' }).references(() => signatures.id),
    /** The leaf as published, byte by byte as `docs/ledger.md` says. */
    entry: text('entry').notNull(),
    /** UTC day of the confirmation or of the undoing. */
    day: date('day', { mode: 'string' }).notNull(),
    ispId: integer('isp_id').references(() => isps.id),
    state: text('state'),
  },
  (t) => [
    primaryKey({ name: 'count_entries_pkey', columns: [t.campaignId, t.sequence] }),
    uniqueIndex('count_entries_once').on(t.signatureId, t.kind).where(sql`${t.kind} <> 'correct'`),
    index('count_entries_ended')
      .on(t.campaignId, t.sequence)
      .where(sql`${t.kind} in ('withdraw', 'invalidate', 'correct')`),
    index('count_entries_corrections').on(t.signatureId, t.sequence).where(sql`${t.kind} = 'correct'`),
    check('count_entries_of_whom', sql`(${t.signatureId} is null) = (${t.kind} in ('tally', 'untally', 'anchor'))`),
    uniqueIndex('count_entries_anchor_a_day').on(t.campaignId, t.day).where(sql`${t.kind} = 'anchor'`),
    oneOf('count_entries_kind_known', 'kind', COUNT_ENTRY_KINDS),
    check('count_entries_sequence_from_zero', sql`${t.sequence} >= 0`),
  ],
);

/** Journal of counts by campaign, UTC day, ISP stated by the person and state. Only the sequencer writes it. */
export const countJournal = pgTable(
  'count_journal',
  {
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    day: date('day', { mode: 'string' }).notNull(),
    ispId: integer('isp_id').references(() => isps.id),
    state: text('state'),
    signed: integer('signed').notNull().default(0),
    withdrawn: integer('withdrawn').notNull().default(0),
    invalidated: integer('invalidated').notNull().default(0),
    /** Corrections of ISP or state: those who came to this cell and those who left it. */
    movedIn: integer('moved_in').notNull().default(0),
    movedOut: integer('moved_out').notNull().default(0),
  },
  (t) => [
    unique('count_journal_once').on(t.campaignId, t.day, t.ispId, t.state).nullsNotDistinct(),
    check(
      'count_journal_not_negative',
      sql`${t.signed} >= 0 and ${t.withdrawn} >= 0 and ${t.invalidated} >= 0 and ${t.movedIn} >= 0 and ${t.movedOut} >= 0`,
    ),
    index('count_journal_isp').on(t.campaignId, t.ispId),
  ],
);

/** Size and totals of a campaign's count, written by the sequencer in the transaction of its journals. */
export const campaignCounts = pgTable(
  'campaign_counts',
  {
    campaignId: integer('campaign_id')
      .primaryKey()
      .references(() => campaigns.id),
    size: bigint('size', { mode: 'number' }).notNull().default(0),
    signed: bigint('signed', { mode: 'number' }).notNull().default(0),
    withdrawn: bigint('withdrawn', { mode: 'number' }).notNull().default(0),
    invalidated: bigint('invalidated', { mode: 'number' }).notNull().default(0),
    /** Leaves that move no count: corrections, tallies and what undoes them, anchors of the audit. */
    others: bigint('others', { mode: 'number' }).notNull().default(0),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    check('campaign_counts_adds_up', sql`${t.size} = ${t.signed} + ${t.withdrawn} + ${t.invalidated} + ${t.others}`),
    check('campaign_counts_not_negative', sql`${t.signed} >= ${t.withdrawn} + ${t.invalidated}`),
  ],
);

/** Every recount of a campaign, kept for good: what it found that disagreed, and what is left of it after the repair. */
export const countRecounts = pgTable(
  'count_recounts',
  {
    id: bigKey(),
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    /** The UTC day whose nightly recount it was; null for one that was asked for by hand. */
    night: date('night', { mode: 'string' }),
    beganAt: instant('began_at').notNull(),
    endedAt: instant('ended_at').notNull(),
    /** Disagreements before the repair. */
    found: integer('found').notNull(),
    /** Disagreements that the repair may not or could not settle. */
    remaining: integer('remaining').notNull(),
    /** The first hundred of each kind, by ids alone. */
    differences: jsonb('differences').notNull(),
  },
  (t) => [
    unique('count_recounts_once_a_night').on(t.campaignId, t.night),
    check('count_recounts_not_negative', sql`${t.found} >= 0 and ${t.remaining} >= 0 and ${t.endedAt} >= ${t.beganAt}`),
    index('count_recounts_newest').on(t.campaignId, t.endedAt),
  ],
);
