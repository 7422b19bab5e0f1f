import { sql } from 'drizzle-orm';
import { bigint, check, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bigKey, instant, oneOf } from './column-types.ts';

/**
 * What happened and is not yet in the journals: rows are only added, by triggers and by web processes, and the dashboard's loop takes them away in the transaction that
 * adds them up, so that nobody waits for anybody. `at` is the minute. References to campaigns carry no foreign key: a key's check locks the row it points at (decision 0029).
 */
export const dashboardInbox = pgTable(
  'dashboard_inbox',
  {
    id: bigKey(),
    campaignId: integer('campaign_id').notNull(),
    /** One of the figures of `dashboard_spans`. */
    figure: text('figure').notNull(),
    at: instant('at').notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
  },
  (t) => [check('dashboard_inbox_positive', sql`${t.amount} > 0`)],
);

/** What a row of `dashboard_letter_moves` tells of: a letter that was sent, or a delivery that changed its state. */
export const LETTER_MOVES = ['letter', 'delivery'] as const;

/** Letters that were sent and changes of state of deliveries that are not yet in the journals; as `dashboard_inbox`. */
export const dashboardLetterMoves = pgTable(
  'dashboard_letter_moves',
  {
    id: bigKey(),
    kind: text('kind', { enum: LETTER_MOVES }).notNull(),
    campaignId: integer('campaign_id').notNull(),
    signatureId: bigint('signature_id', { mode: 'number' }).notNull(),
    at: instant('at').notNull(),
    /** The sender's state and the share of own words, of a letter. */
    state: text('state'),
    ownShare: doublePrecision('own_share'),
    /** Of a delivery; `fromState` null: it is new. */
    channel: text('channel'),
    fromState: text('from_state'),
    toState: text('to_state'),
  },
  (t) => [
    oneOf('dashboard_letter_moves_kind_known', 'kind', LETTER_MOVES),
    check(
      'dashboard_letter_moves_whole',
      sql`(${t.kind} = 'letter') = (${t.ownShare} is not null) and (${t.kind} = 'delivery') = (${t.channel} is not null and ${t.toState} is not null)`,
    ),
  ],
);

/** Signers who sent a letter, once each, and when one of theirs first reached an addressee's system. */
export const dashboardWriters = pgTable('dashboard_writers', {
  signatureId: bigint('signature_id', { mode: 'number' }).primaryKey(),
  campaignId: integer('campaign_id').notNull(),
  wroteAt: instant('wrote_at'),
  deliveredAt: instant('delivered_at'),
});

/** Lengths of time that figures are kept by. */
export const DASHBOARD_SPANS = ['minute', 'hour', 'day'] as const;

/** What happened of a campaign by UTC minute (two days of them), hour and day. Only the dashboard's loop writes it. */
export const dashboardSpans = pgTable(
  'dashboard_spans',
  {
    campaignId: integer('campaign_id').notNull(),
    figure: text('figure').notNull(),
    span: text('span', { enum: DASHBOARD_SPANS }).notNull(),
    startsAt: instant('starts_at').notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
  },
  (t) => [
    primaryKey({ name: 'dashboard_spans_pkey', columns: [t.campaignId, t.span, t.figure, t.startsAt] }),
    oneOf('dashboard_spans_span_known', 'span', DASHBOARD_SPANS),
    index('dashboard_spans_to_forget').on(t.startsAt).where(sql`${t.span} = 'minute'`),
  ],
);

/**
 * How many of a campaign stand in one cell of a breakdown. Of what counts: `isp` and `partner` (ids), `state`, `source`; of letters: `letter-state` (the senders' states),
 * `delivery` (channel and state, parted by a space). An empty value: none. Only the dashboard's loop writes it.
 */
export const dashboardCells = pgTable(
  'dashboard_cells',
  {
    campaignId: integer('campaign_id').notNull(),
    dimension: text('dimension').notNull(),
    value: text('value').notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ name: 'dashboard_cells_pkey', columns: [t.campaignId, t.dimension, t.value] })],
);

/** How many leaves of a campaign's ledger are in the journals. */
export const dashboardMarks = pgTable(
  'dashboard_marks',
  {
    campaignId: integer('campaign_id').primaryKey(),
    size: bigint('size', { mode: 'number' }).notNull(),
  },
  (t) => [check('dashboard_marks_not_negative', sql`${t.size} >= 0`)],
);

/** Figures that are read from time to time, for all who look: by name, of one campaign or (0) of the installation. */
export const dashboardReadings = pgTable(
  'dashboard_readings',
  {
    campaignId: integer('campaign_id').notNull(),
    name: text('name').notNull(),
    facts: jsonb('facts').$type<Record<string, unknown>>().notNull(),
    readAt: instant('read_at').notNull(),
    /** How long reading took, in milliseconds: what takes long is read more rarely. */
    tookMs: integer('took_ms').notNull(),
  },
  (t) => [primaryKey({ name: 'dashboard_readings_pkey', columns: [t.campaignId, t.name] })],
);
