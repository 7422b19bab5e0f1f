import { date, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { CONFIDENCES, DATE_PRECISIONS, key, oneOf } from './column-types.ts';

/** What an entry of the legal timeline is. */
export const LEGAL_KINDS = [
  'court',
  'rule',
  'proposal',
  'condition',
  'statement',
  'state-law',
  'policy',
  'enforcement',
  'investigation',
] as const;

/** Rules, judgments and proposals on net neutrality since 2005. */
export const legalEvents = pgTable(
  'legal_events',
  {
    id: key(),
    slug: text('slug').notNull(),
    occurredOn: date('occurred_on', { mode: 'string' }).notNull(),
    datePrecision: text('date_precision', { enum: DATE_PRECISIONS }).notNull(),
    dateNote: text('date_note'),
    kind: text('kind', { enum: LEGAL_KINDS }).notNull(),
    title: text('title').notNull(),
    summary: text('summary').notNull(),
    /** One sentence with its date, fit for a letter, where the entry can be cited in one. */
    statementEn: text('statement_en'),
    statementEs: text('statement_es'),
    docket: text('docket'),
    citation: text('citation'),
    vote: text('vote'),
    statusNow: text('status_now'),
    comments: jsonb('comments').$type<Record<string, unknown>>(),
    sources: text('sources').array().notNull(),
    confidence: text('confidence', { enum: CONFIDENCES }).notNull(),
  },
  (t) => [
    unique('legal_events_slug_unique').on(t.slug),
    oneOf('legal_events_kind_known', 'kind', LEGAL_KINDS),
    oneOf('legal_events_date_precision_known', 'date_precision', DATE_PRECISIONS),
    oneOf('legal_events_confidence_known', 'confidence', CONFIDENCES),
  ],
);
