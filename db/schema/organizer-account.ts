import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, instant, key, oneOf } from './column-types.ts';

/** People who run campaigns. Names of columns here and in the next five tables are better-auth's (decision 0030). */
export const organizers = pgTable(
  'organizers',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    emailVerified: boolean('email_verified').notNull().default(false),
    image: text('image'),
    locale: text('locale', { enum: ['en', 'es'] })
      .notNull()
      .default('en'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    /** Set by an operator: no session of theirs holds any more. */
    disabledAt: instant('disabled_at'),
  },
  (t) => [
    unique('organizers_email_unique').on(t.email),
    check('organizers_email_lower', sql`${t.email} = lower(${t.email})`),
    oneOf('organizers_locale_known', 'locale', ['en', 'es']),
  ],
);

/** By what a session's person showed who they are; a passkey alone is two factors. `db/schema` and `app/domain/organizer/proof.ts` keep the same list. */
export const SESSION_PROOFS = ['passkey', 'link', 'recovery', 'invitation'] as const;

/** Sessions of organizers; `provedAt`: when the person last showed who they are, which exports of personal data, deletions and keys ask for. */
export const organizerSessions = pgTable(
  'organizer_sessions',
  {
    id: text('id').primaryKey(),
    token: text('token').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => organizers.id, { onDelete: 'cascade' }),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    provedAt: instant('proved_at').notNull().defaultNow(),
    provedBy: text('proved_by', { enum: SESSION_PROOFS }).notNull().default('link'),
    /** Never kept: always null. */
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
  },
  (t) => [
    unique('organizer_sessions_token_unique').on(t.token),
    index('organizer_sessions_user').on(t.userId),
    oneOf('organizer_sessions_proof_known', 'proved_by', SESSION_PROOFS),
    check('organizer_sessions_no_address', sql`coalesce(${t.ipAddress}, '') = ''`),
  ],
);

/** better-auth's table of passwords and foreign sign-ins, of which there are none: it stays empty. */
export const organizerLogins = pgTable(
  'organizer_logins',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => organizers.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [index('organizer_logins_user').on(t.userId)],
);

/** Digests of mailed links and challenges of passkeys, each used once. */
export const organizerVerifications = pgTable(
  'organizer_verifications',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [index('organizer_verifications_identifier').on(t.identifier)],
);

/** Passkeys (W3C WebAuthn): public keys alone. */
export const organizerPasskeys = pgTable(
  'organizer_passkeys',
  {
    id: text('id').primaryKey(),
    name: text('name'),
    publicKey: text('public_key').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => organizers.id, { onDelete: 'cascade' }),
    credentialID: text('credential_id').notNull(),
    counter: integer('counter').notNull(),
    deviceType: text('device_type').notNull(),
    backedUp: boolean('backed_up').notNull(),
    transports: text('transports'),
    createdAt: instant('created_at').defaultNow(),
    aaguid: text('aaguid'),
  },
  (t) => [
    unique('organizer_passkeys_credential_unique').on(t.credentialID),
    index('organizer_passkeys_user').on(t.userId),
  ],
);

/** Attempts to sign in by network key and address of the page (better-auth's rate limit, in the database so that it holds over processes). */
export const organizerRateLimits = pgTable(
  'organizer_rate_limits',
  {
    id: text('id').primaryKey(),
    key: text('key').notNull(),
    count: integer('count').notNull(),
    lastRequest: bigint('last_request', { mode: 'number' }).notNull(),
  },
  (t) => [unique('organizer_rate_limits_key_unique').on(t.key)],
);

/** Codes by which an organizer who lost passkey and mailbox gets in, each once; only digests are kept. */
export const organizerRecoveryCodes = pgTable(
  'organizer_recovery_codes',
  {
    id: key(),
    organizerId: text('organizer_id')
      .notNull()
      .references(() => organizers.id, { onDelete: 'cascade' }),
    codeHash: bytes('code_hash').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    usedAt: instant('used_at'),
  },
  (t) => [unique('organizer_recovery_codes_once').on(t.organizerId, t.codeHash)],
);

/** How often something was tried within a window, by a keyed digest of who tried (an address, a network, an account) and of what. */
export const organizerAttempts = pgTable(
  'organizer_attempts',
  {
    digest: bytes('digest').primaryKey(),
    count: integer('count').notNull(),
    endsAt: instant('ends_at').notNull(),
  },
  (t) => [index('organizer_attempts_ends').on(t.endsAt)],
);

/** A wish for a mailed link, one for every form that was sent, also for an address without an account (`organizerId` null), so that both take as long. */
export const organizerLinkRequests = pgTable(
  'organizer_link_requests',
  {
    id: key(),
    organizerId: text('organizer_id').references(() => organizers.id, { onDelete: 'cascade' }),
    /** Page of this site that the link leads on to; checked when it was taken. */
    returnPath: text('return_path').notNull(),
    locale: text('locale', { enum: ['en', 'es'] }).notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    mailedAt: instant('mailed_at'),
  },
  (t) => [
    oneOf('organizer_link_requests_locale_known', 'locale', ['en', 'es']),
    index('organizer_link_requests_created').on(t.createdAt),
  ],
);

/** A change of address that waits for the new mailbox, or was confirmed there; only the link's digest is kept. */
export const organizerEmailChanges = pgTable(
  'organizer_email_changes',
  {
    id: key(),
    organizerId: text('organizer_id')
      .notNull()
      .references(() => organizers.id, { onDelete: 'cascade' }),
    oldEmail: text('old_email').notNull(),
    newEmail: text('new_email').notNull(),
    tokenHash: bytes('token_hash'),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    confirmedAt: instant('confirmed_at'),
  },
  (t) => [
    unique('organizer_email_changes_token_unique').on(t.tokenHash),
    uniqueIndex('organizer_email_changes_open_once').on(t.organizerId).where(sql`${t.confirmedAt} is null`),
    check('organizer_email_changes_lower', sql`${t.newEmail} = lower(${t.newEmail})`),
  ],
);
