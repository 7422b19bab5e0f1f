import { sql } from 'drizzle-orm';
import { date, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { CONFIDENCES, DATE_PRECISIONS, instant, key, oneOf } from './column-types.ts';
import { isps } from './isp.ts';

/** What an incident is about. */
export const INCIDENT_TYPES = [
  'interconnection',
  'throttling',
  'blocking',
  'data-cap',
  'measurement',
  'enforcement',
  'ownership',
  'policy-commitment',
  'zero-rating',
  'disclosure',
  'paid-prioritisation',
] as const;

/** Where an editor's check of an entry stands. */
export const EDITORIAL_STATES = ['new', 'needs_information', 'verified', 'disputed', 'withdrawn'] as const;

/** The part of the path that a fact is about. */
export const NETWORK_SEGMENTS = ['last_mile', 'interconnection', 'both', 'not_applicable'] as const;

/** What happened, when, what the ISP said, how it ended; every row has at least one source. */
export const incidents = pgTable(
  'incidents',
  {
    id: key(),
    slug: text('slug').notNull(),
    occurredOn: date('occurred_on', { mode: 'string' }).notNull(),
    datePrecision: text('date_precision', { enum: DATE_PRECISIONS }).notNull(),
    dateNote: text('date_note'),
    type: text('type', { enum: INCIDENT_TYPES }).notNull(),
    segment: text('segment', { enum: NETWORK_SEGMENTS }).notNull(),
    title: text('title').notNull(),
    summary: text('summary').notNull(),
    /** One sentence with its date, fit for a letter, where the entry can be cited in one. */
    statementEn: text('statement_en'),
    statementEs: text('statement_es'),
    ispPosition: text('isp_position'),
    outcome: text('outcome'),
    figures: jsonb('figures').$type<Record<string, unknown>>(),
    tags: text('tags').array().notNull().default(sql`'{}'::text[]`),
    sources: text('sources').array().notNull(),
    confidence: text('confidence', { enum: CONFIDENCES }).notNull(),
    editorialState: text('editorial_state', { enum: EDITORIAL_STATES }).notNull(),
    /** When the entry came into the register and when anything that is shown of it last changed; feeds need both. */
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    unique('incidents_slug_unique').on(t.slug),
    oneOf('incidents_type_known', 'type', INCIDENT_TYPES),
    oneOf('incidents_segment_known', 'segment', NETWORK_SEGMENTS),
    oneOf('incidents_date_precision_known', 'date_precision', DATE_PRECISIONS),
    oneOf('incidents_confidence_known', 'confidence', CONFIDENCES),
    oneOf('incidents_editorial_state_known', 'editorial_state', EDITORIAL_STATES),
  ],
);

/** Which ISPs an incident names; `nameThen` is the name of the day, `ispId` today's ISP when there is one. */
export const incidentIsps = pgTable(
  'incident_isps',
  {
    id: key(),
    incidentId: integer('incident_id')
      .notNull()
      .references(() => incidents.id, { onDelete: 'cascade' }),
    ispId: integer('isp_id').references(() => isps.id),
    nameThen: text('name_then').notNull(),
  },
  (t) => [
    unique('incident_isps_once').on(t.incidentId, t.nameThen, t.ispId).nullsNotDistinct(),
    index('incident_isps_isp').on(t.ispId),
  ],
);
