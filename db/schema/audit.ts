import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { bigKey, instant } from './column-types.ts';
import { organizations } from './organizer.ts';

/** Who did what to what, append-only (trigger `audit_events_append_only`). `actor` is "organizer:ID", "token:ID", "system" or "command"; `facts` holds no personal data. */
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
