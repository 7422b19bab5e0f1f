import { sql } from 'drizzle-orm';
import { check, date, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { CONFIDENCES, instant, key, oneOf } from './column-types.ts';

/** What sort of public body a regulator is. */
export const REGULATOR_KINDS = ['federal', 'attorney_general', 'utility_commission'] as const;

/** Public bodies that letters can be addressed to. `slug`: fcc, ftc, congress, ag-ca, puc-ca. */
export const regulators = pgTable(
  'regulators',
  {
    id: key(),
    slug: text('slug').notNull(),
    kind: text('kind', { enum: REGULATOR_KINDS }).notNull(),
    state: text('state'),
    stateName: text('state_name'),
    name: text('name').notNull(),
    division: text('division'),
    authorityNow: text('authority_now'),
    note: text('note'),
    doubt: text('doubt'),
    /** The part of the doubt that is known only from memory. */
    doubtUnpublished: text('doubt_unpublished'),
    /** What the seed file says beyond the columns: channels, hand delivery, precedent. Holds unpublished facts too. */
    details: jsonb('details').$type<Record<string, unknown>>(),
    source: text('source'),
    /** The day on which the source was read. */
    readOn: date('read_on', { mode: 'string' }).notNull().default(sql`current_date`),
    confidence: text('confidence', { enum: CONFIDENCES }).notNull(),
    /** The organizer who read it on the office's own page; the seed leaves such a row alone. */
    verifiedBy: text('verified_by'),
    verifiedAt: instant('verified_at'),
  },
  (t) => [
    unique('regulators_slug_unique').on(t.slug),
    unique('regulators_one_per_state').on(t.kind, t.state),
    oneOf('regulators_kind_known', 'kind', REGULATOR_KINDS),
    oneOf('regulators_confidence_known', 'confidence', CONFIDENCES),
    check(
      'regulators_verified_sourced',
      sql`${t.verifiedAt} is null or (${t.verifiedBy} is not null and ${t.confidence} = 'sourced' and ${t.source} is not null)`,
    ),
  ],
);

/** Proceedings of a regulator. `number` as the regulator writes it, e.g. "CG 22-2". */
export const dockets = pgTable(
  'dockets',
  {
    id: key(),
    regulatorId: integer('regulator_id')
      .notNull()
      .references(() => regulators.id),
    number: text('number').notNull(),
    title: text('title').notNull(),
    stateNote: text('state_note').notNull(),
  },
  (t) => [unique('dockets_once').on(t.regulatorId, t.number)],
);

/** Whether a window takes first comments or replies. */
export const DOCKET_WINDOW_KINDS = ['comments', 'replies'] as const;

/** When a docket takes comments; days in `timeZone`, both inclusive. */
export const docketWindows = pgTable(
  'docket_windows',
  {
    id: key(),
    docketId: integer('docket_id')
      .notNull()
      .references(() => dockets.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: DOCKET_WINDOW_KINDS }).notNull(),
    opensOn: date('opens_on', { mode: 'string' }),
    closesOn: date('closes_on', { mode: 'string' }).notNull(),
    timeZone: text('time_zone').notNull().default('America/New_York'),
    source: text('source').notNull(),
  },
  (t) => [
    unique('docket_windows_once').on(t.docketId, t.kind),
    oneOf('docket_windows_kind_known', 'kind', DOCKET_WINDOW_KINDS),
  ],
);

/** State laws and orders on net neutrality. */
export const stateInstruments = pgTable(
  'state_instruments',
  {
    id: key(),
    state: text('state').notNull(),
    instrument: text('instrument').notNull(),
    covers: text('covers').array().notNull(),
    since: text('since').notNull(),
    enforcedBy: text('enforced_by'),
    sources: text('sources').array().notNull().default(sql`'{}'::text[]`),
    /** The day on which the sources were read. */
    readOn: date('read_on', { mode: 'string' }).notNull().default(sql`current_date`),
    confidence: text('confidence', { enum: CONFIDENCES }).notNull(),
    /** The organizer who read the law itself; the seed leaves such a row alone. */
    verifiedBy: text('verified_by'),
    verifiedAt: instant('verified_at'),
  },
  (t) => [
    unique('state_instruments_once').on(t.state, t.instrument),
    oneOf('state_instruments_confidence_known', 'confidence', CONFIDENCES),
    check(
      'state_instruments_verified_sourced',
      sql`${t.verifiedAt} is null or (${t.verifiedBy} is not null and ${t.confidence} = 'sourced' and cardinality(${t.sources}) > 0)`,
    ),
  ],
);
