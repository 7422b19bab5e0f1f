import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { LOCALES } from './campaign.ts';
import { bigKey, bytes, instant, oneOf } from './column-types.ts';
import { EDITORIAL_STATES } from './incident.ts';
import { isps } from './isp.ts';
import { measurements } from './measurement.ts';
import { people } from './person.ts';

/** The line that a report is about: a home connection or a phone. */
export const REPORT_LINES = ['home', 'mobile'] as const;

/** What went wrong with the service, in a word that others can confirm without reading the rest. */
export const REPORT_TROUBLES = ['stalls', 'blurry', 'slow', 'blocked', 'other'] as const;

/**
 * What a subscriber says they saw; made by confirming a submission. Public only when an editor verified it or when at least three other
 * people confirmed it from the ISP's own network.
 */
export const reports = pgTable(
  'reports',
  {
    id: bigKey(),
    publicId: uuid('public_id').notNull().defaultRandom(),
    ispId: integer('isp_id')
      .notNull()
      .references(() => isps.id),
    personId: bigint('person_id', { mode: 'number' }).references(() => people.id),
    /** A key of the services in `app/domain/report/report.ts`. */
    service: text('service').notNull(),
    trouble: text('trouble', { enum: REPORT_TROUBLES }).notNull(),
    occurredOn: date('occurred_on', { mode: 'string' }).notNull(),
    /** Local hour, 0 to 23, where it was said. */
    occurredHour: smallint('occurred_hour'),
    line: text('line', { enum: REPORT_LINES }).notNull(),
    plan: text('plan'),
    whatHappened: text('what_happened').notNull(),
    /** Two letters, where it was said. */
    state: text('state'),
    measurementId: bigint('measurement_id', { mode: 'number' }).references(() => measurements.id),
    ispSeenId: integer('isp_seen_id').references(() => isps.id),
    isOwnNetwork: boolean('is_own_network').notNull(),
    networkKey: bytes('network_key'),
    locale: text('locale', { enum: LOCALES }).notNull(),
    editorialState: text('editorial_state', { enum: EDITORIAL_STATES }).notNull().default('new'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    unique('reports_public_id_unique').on(t.publicId),
    oneOf('reports_line_known', 'line', REPORT_LINES),
    oneOf('reports_trouble_known', 'trouble', REPORT_TROUBLES),
    oneOf('reports_locale_known', 'locale', LOCALES),
    oneOf('reports_editorial_state_known', 'editorial_state', EDITORIAL_STATES),
    check('reports_hour_of_day', sql`${t.occurredHour} between 0 and 23`),
    check('reports_own_network_seen', sql`not ${t.isOwnNetwork} or ${t.ispSeenId} = ${t.ispId}`),
    index('reports_isp').on(t.ispId, t.occurredOn),
  ],
);

/** "Me too": one person's confirmation of somebody else's report; at most one per person and report. */
export const reportConfirmations = pgTable(
  'report_confirmations',
  {
    id: bigKey(),
    reportId: bigint('report_id', { mode: 'number' })
      .notNull()
      .references(() => reports.id, { onDelete: 'cascade' }),
    personId: bigint('person_id', { mode: 'number' })
      .notNull()
      .references(() => people.id),
    /** Whether it was sent from a network of the ISP that the report is about. */
    isOwnNetwork: boolean('is_own_network').notNull(),
    networkKey: bytes('network_key'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [unique('report_confirmations_once').on(t.reportId, t.personId)],
);
