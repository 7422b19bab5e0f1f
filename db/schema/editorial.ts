import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { LOCALES } from './campaign.ts';
import { bigKey, CONFIDENCES, instant, key, oneOf } from './column-types.ts';
import { EDITORIAL_STATES, incidents } from './incident.ts';
import { isps } from './isp.ts';
import { people } from './person.ts';
import { reports } from './report.ts';

/** Every change of the editorial state of an incident or a report, with reason and editor. Append-only. */
export const editorialChanges = pgTable(
  'editorial_changes',
  {
    id: bigKey(),
    incidentId: integer('incident_id').references(() => incidents.id, { onDelete: 'cascade' }),
    reportId: bigint('report_id', { mode: 'number' }).references(() => reports.id, { onDelete: 'cascade' }),
    /** Null for the entry's first state. */
    fromState: text('from_state', { enum: EDITORIAL_STATES }),
    toState: text('to_state', { enum: EDITORIAL_STATES }).notNull(),
    reason: text('reason').notNull(),
    changedBy: text('changed_by').notNull(),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  (t) => [
    check('editorial_changes_one_subject', sql`num_nonnulls(${t.incidentId}, ${t.reportId}) = 1`),
    check('editorial_changes_reason_given', sql`length(${t.reason}) > 0`),
    oneOf('editorial_changes_from_state_known', 'from_state', EDITORIAL_STATES),
    oneOf('editorial_changes_to_state_known', 'to_state', EDITORIAL_STATES),
    index('editorial_changes_incident').on(t.incidentId, t.id),
    index('editorial_changes_report').on(t.reportId, t.id),
    uniqueIndex('editorial_changes_first_of_incident').on(t.incidentId).where(sql`${t.fromState} is null`),
    uniqueIndex('editorial_changes_first_of_report').on(t.reportId).where(sql`${t.fromState} is null`),
  ],
);

/** Allowed changes of editorial state, enforced by the triggers `incidents_editorial_transition` and `reports_editorial_transition`. */
export const editorialTransitions = pgTable(
  'editorial_transitions',
  {
    fromState: text('from_state', { enum: EDITORIAL_STATES }).notNull(),
    toState: text('to_state', { enum: EDITORIAL_STATES }).notNull(),
  },
  (t) => [primaryKey({ name: 'editorial_transitions_pkey', columns: [t.fromState, t.toState] })],
);

/** What an editor decided about a correction. */
export const CORRECTION_STATES = ['new', 'accepted', 'declined'] as const;

/** "This is wrong": a confirmed hint about an incident. Only the editors read it; the answer to it is public as a change of the incident. */
export const incidentCorrections = pgTable(
  'incident_corrections',
  {
    id: bigKey(),
    publicId: uuid('public_id').notNull().defaultRandom(),
    incidentId: integer('incident_id')
      .notNull()
      .references(() => incidents.id, { onDelete: 'cascade' }),
    personId: bigint('person_id', { mode: 'number' }).references(() => people.id),
    whatIsWrong: text('what_is_wrong').notNull(),
    source: text('source'),
    locale: text('locale', { enum: LOCALES }).notNull(),
    state: text('state', { enum: CORRECTION_STATES }).notNull().default('new'),
    editorNote: text('editor_note'),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    /** When the mail with the decision was handed over, or refused for good. */
    decisionMailedAt: instant('decision_mailed_at'),
    decisionRefusedAt: instant('decision_refused_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    unique('incident_corrections_public_id_unique').on(t.publicId),
    oneOf('incident_corrections_state_known', 'state', CORRECTION_STATES),
    oneOf('incident_corrections_locale_known', 'locale', LOCALES),
    check(
      'incident_corrections_decided_by_whom',
      sql`(${t.state} = 'new') = (num_nonnulls(${t.decidedBy}, ${t.decidedAt}) = 0)`,
    ),
    check(
      'incident_corrections_mailed_once',
      sql`num_nonnulls(${t.decisionMailedAt}, ${t.decisionRefusedAt}) <= case when ${t.state} = 'new' then 0 else 1 end`,
    ),
    index('incident_corrections_incident').on(t.incidentId),
  ],
);

/**
 * An ISP's own words beside a claim, sent from a mailbox at its own domain and never edited by us. About one incident, or about the ISP's
 * record as a whole when `incidentId` is null. Words do not change; a withdrawn reply says why.
 */
export const ispReplies = pgTable(
  'isp_replies',
  {
    id: bigKey(),
    publicId: uuid('public_id').notNull().defaultRandom(),
    ispId: integer('isp_id')
      .notNull()
      .references(() => isps.id),
    incidentId: integer('incident_id').references(() => incidents.id, { onDelete: 'cascade' }),
    personId: bigint('person_id', { mode: 'number' }).references(() => people.id),
    authorName: text('author_name').notNull(),
    authorRole: text('author_role').notNull(),
    /** The part of the mailbox behind the @ that was proved, e.g. "comcast.com". */
    domain: text('domain').notNull(),
    body: text('body').notNull(),
    locale: text('locale', { enum: LOCALES }).notNull(),
    receivedAt: instant('received_at').notNull().defaultNow(),
    withdrawnAt: instant('withdrawn_at'),
    withdrawnReason: text('withdrawn_reason'),
  },
  (t) => [
    unique('isp_replies_public_id_unique').on(t.publicId),
    oneOf('isp_replies_locale_known', 'locale', LOCALES),
    check('isp_replies_withdrawn_why', sql`num_nonnulls(${t.withdrawnAt}, ${t.withdrawnReason}) in (0, 2)`),
    index('isp_replies_isp').on(t.ispId, t.incidentId),
  ],
);

/** Mail domains that belong to an ISP: a reply in its name must come from a mailbox at one of them. */
export const ispMailDomains = pgTable(
  'isp_mail_domains',
  {
    id: key(),
    ispId: integer('isp_id')
      .notNull()
      .references(() => isps.id, { onDelete: 'cascade' }),
    domain: text('domain').notNull(),
    source: text('source').notNull(),
    addedBy: text('added_by').notNull(),
    addedAt: instant('added_at').notNull().defaultNow(),
    /** Set when an editor took it off; the row stays, so that the seed does not bring it back. */
    removedAt: instant('removed_at'),
    removedBy: text('removed_by'),
  },
  (t) => [
    check('isp_mail_domains_removed_by_whom', sql`num_nonnulls(${t.removedAt}, ${t.removedBy}) in (0, 2)`),
    unique('isp_mail_domains_once').on(t.ispId, t.domain),
    check('isp_mail_domains_shape', sql`${t.domain} = lower(${t.domain}) and ${t.domain} like '%_._%'`),
  ],
);

/** The lines that an answer may be about: a home connection or a phone. */
export const FINDING_LINES = ['home', 'mobile'] as const;

/** What an editor found about a question of the criteria table that no incident answers, such as a disclosure page. Append-only but for the withdrawal. */
export const criterionFindings = pgTable(
  'criterion_findings',
  {
    id: key(),
    ispId: integer('isp_id')
      .notNull()
      .references(() => isps.id, { onDelete: 'cascade' }),
    criterion: text('criterion').notNull(),
    /** The line that the answer is about; null where it makes no difference. */
    line: text('line', { enum: FINDING_LINES }),
    answer: text('answer', { enum: ['yes', 'no'] }).notNull(),
    foundOn: date('found_on', { mode: 'string' }).notNull(),
    note: text('note').notNull(),
    sources: text('sources').array().notNull(),
    confidence: text('confidence', { enum: CONFIDENCES }).notNull(),
    enteredBy: text('entered_by').notNull(),
    enteredAt: instant('entered_at').notNull().defaultNow(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [
    oneOf('criterion_findings_line_known', 'line', FINDING_LINES),
    oneOf('criterion_findings_answer_known', 'answer', ['yes', 'no']),
    oneOf('criterion_findings_confidence_known', 'confidence', CONFIDENCES),
    check('criterion_findings_has_source', sql`cardinality(${t.sources}) >= 1`),
    index('criterion_findings_isp').on(t.ispId, t.criterion, t.foundOn),
  ],
);
