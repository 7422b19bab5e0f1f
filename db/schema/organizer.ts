import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, instant, key, oneOf } from './column-types.ts';
import { organizers } from './organizer-account.ts';

/** Organizations that share an installation and see nothing of each other. */
export const organizations = pgTable(
  'organizations',
  {
    id: key(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    /** Whether its owners also keep the installation: switches, incident reports, what belongs to no organization. The first one does. */
    runsInstallation: boolean('runs_installation').notNull().default(false),
    /** Postal address that stands under every broadcast, lines of text; null until an owner gave it. 15 U.S.C. 7704(a)(5). */
    postalAddress: text('postal_address'),
    /** Where answers to its mails go; null: to the installation's own address. */
    replyTo: text('reply_to'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    unique('organizations_slug_unique').on(t.slug),
    check('organizations_slug_shape', sql`${t.slug} ~ '^[a-z0-9][a-z0-9-]{0,59}$'`),
    check('organizations_named', sql`${t.name} <> ''`),
  ],
);

/** What an organizer may do in an organization; `app/domain/organizer/permissions.ts` says what each role may. */
export const ORGANIZER_ROLES = ['owner', 'editor', 'analyst', 'moderator'] as const;

/** Membership of an organizer in an organization. An organization that has an owner keeps one (trigger `memberships_keep_an_owner`). */
export const memberships = pgTable(
  'memberships',
  {
    id: key(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    organizerId: text('organizer_id')
      .notNull()
      .references(() => organizers.id),
    role: text('role', { enum: ORGANIZER_ROLES }).notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    unique('memberships_once').on(t.organizationId, t.organizerId),
    oneOf('memberships_role_known', 'role', ORGANIZER_ROLES),
    index('memberships_organizer').on(t.organizerId),
  ],
);

/** An invitation to an organization: a link that works once, of which only the digest is kept. The first owner's is made by a command. */
export const invitations = pgTable(
  'invitations',
  {
    id: key(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id),
    email: text('email').notNull(),
    role: text('role', { enum: ORGANIZER_ROLES }).notNull(),
    /** Digest of the link's token; given when the mail is made, or by the command that prints the link. */
    tokenHash: bytes('token_hash'),
    /** Language of the mail. */
    locale: text('locale', { enum: ['en', 'es'] })
      .notNull()
      .default('en'),
    /** When a mail server took the newest mail; null: not yet, or the link was printed by a command. */
    mailedAt: instant('mailed_at'),
    /** "organizer:ID" or "command". */
    invitedBy: text('invited_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    acceptedAt: instant('accepted_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    oneOf('invitations_role_known', 'role', ORGANIZER_ROLES),
    oneOf('invitations_locale_known', 'locale', ['en', 'es']),
    uniqueIndex('invitations_token_unique').on(t.tokenHash).where(sql`${t.tokenHash} is not null`),
    uniqueIndex('invitations_open_once')
      .on(t.organizationId, t.email)
      .where(sql`${t.acceptedAt} is null and ${t.revokedAt} is null`),
    check('invitations_accepted_or_revoked', sql`num_nonnulls(${t.acceptedAt}, ${t.revokedAt}) <= 1`),
  ],
);
