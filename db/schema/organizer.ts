import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { bigKey, instant, key, oneOf } from './column-types.ts';

/** Organizations that share an installation. */
export const organizations = pgTable(
  'organizations',
  {
    id: key(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [unique('organizations_slug_unique').on(t.slug)],
);

/** People who run campaigns; `canonicalAddress` as for signatures. */
export const organizers = pgTable(
  'organizers',
  {
    id: key(),
    name: text('name').notNull(),
    address: text('address').notNull(),
    canonicalAddress: text('canonical_address').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    disabledAt: instant('disabled_at'),
  },
  (t) => [unique('organizers_canonical_address_unique').on(t.canonicalAddress)],
);

/** What an organizer may do in an organization. */
export const ORGANIZER_ROLES = ['owner', 'editor', 'analyst', 'moderator'] as const;

/** Membership of an organizer in an organization. */
export const memberships = pgTable(
  'memberships',
  {
    id: key(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    organizerId: integer('organizer_id')
      .notNull()
      .references(() => organizers.id),
    role: text('role', { enum: ORGANIZER_ROLES }).notNull(),
  },
  (t) => [
    unique('memberships_once').on(t.organizationId, t.organizerId),
    oneOf('memberships_role_known', 'role', ORGANIZER_ROLES),
  ],
);

/** Who did what to what, append-only (trigger `audit_events_append_only`). `actor` is "organizer:ID", "system" or "command"; `facts` holds no personal data. */
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
  (t) => [index('audit_events_at').on(t.at)],
);

/** Life of an export. */
export const EXPORT_STATES = ['queued', 'running', 'done', 'failed', 'cancelled', 'expired'] as const;

/** What an export holds. */
export const EXPORT_KINDS = ['counts', 'signatures', 'letters', 'filing', 'ledger'] as const;

/** One export asked for: by whom, what, for what purpose, and what came of it. */
export const exportRuns = pgTable(
  'export_runs',
  {
    id: key(),
    kind: text('kind', { enum: EXPORT_KINDS }).notNull(),
    state: text('state', { enum: EXPORT_STATES }).notNull(),
    requestedBy: text('requested_by').notNull(),
    purpose: text('purpose'),
    query: jsonb('query').$type<Record<string, unknown>>().notNull(),
    format: text('format').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    finishedAt: instant('finished_at'),
    expiresAt: instant('expires_at'),
    rows: integer('rows'),
    sha256: text('sha256'),
    file: text('file'),
    failure: text('failure'),
  },
  (t) => [
    oneOf('export_runs_kind_known', 'kind', EXPORT_KINDS),
    oneOf('export_runs_state_known', 'state', EXPORT_STATES),
    check(
      'export_runs_done_has_digest',
      sql`${t.state} <> 'done' or (${t.sha256} is not null and ${t.finishedAt} is not null)`,
    ),
  ],
);
