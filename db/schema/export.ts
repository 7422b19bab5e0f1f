import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, smallint, text, unique, uuid } from 'drizzle-orm/pg-core';
import { LOCALES } from './campaign.ts';
import { bigKey, bytes, instant, key, oneOf } from './column-types.ts';
import { organizations } from './organizer.ts';

/** Life of an export. */
export const EXPORT_STATES = ['queued', 'running', 'done', 'failed', 'cancelled', 'expired'] as const;

/** What an export holds. */
export const EXPORT_KINDS = ['counts', 'signatures', 'letters', 'filing', 'ledger'] as const;

/** Where the files of an export go: to whoever asks for them on the page, below the operator's folder, or into the operator's bucket. */
export const EXPORT_DESTINATIONS = ['page', 'folder', 'bucket'] as const;

/** How often a scheduled export is made. */
export const EXPORT_RHYTHMS = ['day', 'week'] as const;

/** Exports that are made by themselves, at an hour of a time zone, into the operator's folder or bucket. Never deleted: `endedAt`. */
export const exportSchedules = pgTable(
  'export_schedules',
  {
    id: key(),
    publicId: uuid('public_id').notNull().defaultRandom(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    kind: text('kind', { enum: EXPORT_KINDS }).notNull(),
    query: jsonb('query').$type<Record<string, unknown>>().notNull(),
    format: text('format').notNull(),
    purpose: text('purpose'),
    destination: text('destination', { enum: EXPORT_DESTINATIONS }).notNull(),
    rhythm: text('rhythm', { enum: EXPORT_RHYTHMS }).notNull(),
    /** 1 Monday to 7 Sunday; null for every day. */
    weekday: smallint('weekday'),
    hour: smallint('hour').notNull(),
    /** IANA name, e.g. `America/New_York`. */
    timeZone: text('time_zone').notNull(),
    locale: text('locale', { enum: LOCALES }).notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    /** The next time that it is due. */
    nextAt: instant('next_at').notNull(),
    endedAt: instant('ended_at'),
    endedBy: text('ended_by'),
  },
  (t) => [
    unique('export_schedules_public_id_unique').on(t.publicId),
    oneOf('export_schedules_kind_known', 'kind', EXPORT_KINDS),
    oneOf('export_schedules_destination_known', 'destination', ['folder', 'bucket']),
    oneOf('export_schedules_rhythm_known', 'rhythm', EXPORT_RHYTHMS),
    oneOf('export_schedules_locale_known', 'locale', LOCALES),
    check('export_schedules_hour_of_day', sql`${t.hour} between 0 and 23`),
    check(
      'export_schedules_weekday_of_week',
      sql`(${t.rhythm} = 'week') = (${t.weekday} is not null) and coalesce(${t.weekday}, 1) between 1 and 7`,
    ),
    check(
      'export_schedules_people_for_a_purpose',
      sql`${t.kind} not in ('signatures', 'filing') or coalesce(${t.purpose}, '') <> ''`,
    ),
    check('export_schedules_ended_by', sql`(${t.endedAt} is null) = (${t.endedBy} is null)`),
    index('export_schedules_due').on(t.nextAt).where(sql`${t.endedAt} is null`),
    index('export_schedules_organization').on(t.organizationId, t.id),
  ],
);

/** A finished file of an export. `rows`: records without a header, or documents; `sha256`: hexadecimal. */
export interface ExportFileRow {
  name: string;
  bytes: number;
  sha256: string;
  rows: number | null;
}

/**
 * One export asked for: by whom, what, for what purpose, and what came of it. The row is kept for good; its files are deleted when it expires. A worker that makes it holds
 * `claim` and renews `heartbeatAt`; only the holder may finish it, so that no half-made file is ever shown.
 */
export const exportRuns = pgTable(
  'export_runs',
  {
    id: bigKey(),
    publicId: uuid('public_id').notNull().defaultRandom(),
    /** Null for those of the installation: asked for on its command line. */
    organizationId: integer('organization_id').references(() => organizations.id),
    scheduleId: integer('schedule_id').references(() => exportSchedules.id),
    kind: text('kind', { enum: EXPORT_KINDS }).notNull(),
    state: text('state', { enum: EXPORT_STATES }).notNull().default('queued'),
    /** "organizer:ID", "command", "system". */
    requestedBy: text('requested_by').notNull(),
    purpose: text('purpose'),
    query: jsonb('query').$type<Record<string, unknown>>().notNull(),
    format: text('format').notNull(),
    destination: text('destination', { enum: EXPORT_DESTINATIONS }).notNull().default('page'),
    locale: text('locale', { enum: LOCALES }).notNull().default('en'),
    createdAt: instant('created_at').notNull(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    expiresAt: instant('expires_at'),
    claim: uuid('claim'),
    heartbeatAt: instant('heartbeat_at'),
    attempts: smallint('attempts').notNull().default(0),
    /** Rows written so far, and how many there will be about. */
    rows: bigint('rows', { mode: 'number' }).notNull().default(0),
    estimate: bigint('estimate', { mode: 'number' }),
    files: jsonb('files').$type<ExportFileRow[]>(),
    /** Digest of `manifest.json`, which names every other file with its digest. */
    manifestSha256: bytes('manifest_sha256'),
    mailedAt: instant('mailed_at'),
    failure: text('failure'),
  },
  (t) => [
    unique('export_runs_public_id_unique').on(t.publicId),
    oneOf('export_runs_kind_known', 'kind', EXPORT_KINDS),
    oneOf('export_runs_state_known', 'state', EXPORT_STATES),
    oneOf('export_runs_destination_known', 'destination', EXPORT_DESTINATIONS),
    oneOf('export_runs_locale_known', 'locale', LOCALES),
    check(
      'export_runs_done_has_digest',
      sql`${t.state} not in ('done', 'expired') or num_nulls(${t.manifestSha256}, ${t.files}, ${t.finishedAt}, ${t.expiresAt}) = 0`,
    ),
    check(
      'export_runs_running_claimed',
      sql`(${t.state} = 'running') = (${t.claim} is not null) and (${t.claim} is null or ${t.heartbeatAt} is not null)`,
    ),
    check('export_runs_failed_why', sql`(${t.state} = 'failed') = (${t.failure} is not null)`),
    check(
      'export_runs_people_for_a_purpose',
      sql`${t.kind} not in ('signatures', 'filing') or coalesce(${t.purpose}, '') <> ''`,
    ),
    check('export_runs_not_negative', sql`${t.rows} >= 0 and coalesce(${t.estimate}, 0) >= 0`),
    index('export_runs_organization').on(t.organizationId, t.id),
    index('export_runs_open').on(t.heartbeatAt).where(sql`${t.state} in ('queued', 'running')`),
    index('export_runs_to_expire').on(t.expiresAt).where(sql`${t.state} = 'done'`),
  ],
);
