import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, primaryKey, smallint, text, unique } from 'drizzle-orm/pg-core';
import { campaigns, LOCALES } from './campaign.ts';
import { instant, key, oneOf } from './column-types.ts';
import { signatures } from './signature.ts';

/** Organizations that bring signers to a campaign from their own sites. A partner is ended, never deleted: signatures point at it. */
export const partners = pgTable(
  'partners',
  {
    id: key(),
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    /** The version of the partner's own wording that forms show with a box; null: no box. */
    wordingVersion: smallint('wording_version'),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    unique('partners_slug_once').on(t.campaignId, t.slug),
    check('partners_slug_shape', sql`${t.slug} ~ '^[a-z0-9][a-z0-9-]{0,59}$'`),
  ],
);

/** What people agree to who tick a partner's box, by version and language. Append-only (trigger `partner_wordings_append_only`): people may have agreed to it. */
export const partnerWordings = pgTable(
  'partner_wordings',
  {
    id: key(),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    version: smallint('version').notNull(),
    locale: text('locale', { enum: LOCALES }).notNull(),
    body: text('body').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    unique('partner_wordings_once').on(t.partnerId, t.version, t.locale),
    oneOf('partner_wordings_locale_known', 'locale', LOCALES),
    check('partner_wordings_version_positive', sql`${t.version} > 0`),
  ],
);

/**
 * Signers who ticked a partner's box and proved their mailbox, with the wording they saw. References to partners and wordings carry no foreign key: a key's check locks
 * the row it points at, and a crowd's confirmations all point at the same few rows (decision 0029).
 */
export const partnerSignups = pgTable(
  'partner_signups',
  {
    signatureId: bigint('signature_id', { mode: 'number' })
      .notNull()
      .references(() => signatures.id, { onDelete: 'cascade' }),
    partnerId: integer('partner_id').notNull(),
    wordingId: integer('wording_id').notNull(),
    agreedAt: instant('agreed_at').notNull(),
  },
  (t) => [
    primaryKey({ name: 'partner_signups_once', columns: [t.signatureId, t.partnerId] }),
    index('partner_signups_partner').on(t.partnerId),
  ],
);

/** Sites that may show a campaign's form or counter in place; every other site gets a link. An origin as browsers send it: scheme, host, and a port that is not the usual one. */
export const embedOrigins = pgTable(
  'embed_origins',
  {
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    origin: text('origin').notNull(),
    addedBy: text('added_by').notNull(),
    addedAt: instant('added_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: 'embed_origins_once', columns: [t.campaignId, t.origin] }),
    check('embed_origins_shape', sql`${t.origin} ~ '^https?://[a-z0-9.-]+(:[0-9]{1,5})?$'`),
  ],
);
