import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { campaigns } from './campaign.ts';
import { bigKey, bytes, instant, oneOf } from './column-types.ts';
import { deliveries } from './delivery.ts';
import { dockets } from './regulator.ts';
import { signatures } from './signature.ts';

/** What a filing set holds: one petition with its signers, letters that are the person's own one by one, or form letters as a group. */
export const FILING_KINDS = ['petition', 'personal', 'form'] as const;

/**
 * What an organizer hands to a docket in one go. Its members are fixed when it is made, so that exporting it again gives the same bytes; it
 * deletes nothing. `filedAt` and `confirmation` are noted when the docket has it.
 */
export const filingSets = pgTable(
  'filing_sets',
  {
    id: bigKey(),
    publicId: uuid('public_id').notNull().defaultRandom(),
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    docketId: integer('docket_id')
      .notNull()
      .references(() => dockets.id),
    kind: text('kind', { enum: FILING_KINDS }).notNull(),
    /** Everything up to this instant that no earlier set took. */
    cutoffAt: instant('cutoff_at').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    /** Version of the rules that split and counted. */
    rulesVersion: integer('rules_version').notNull(),
    memberCount: integer('member_count').notNull(),
    /** The integrity report as it was when the set was made. */
    report: jsonb('report').$type<Record<string, unknown>>().notNull(),
    /** Who hands it in, for a petition or form letters: `{ name, email, line1, line2, city, state, zip }`; null for personal letters. */
    filer: jsonb('filer').$type<Record<string, string>>(),
    /** Digest of the manifest of its files, once they were first exported; a later export must give the same. */
    manifestSha256: bytes('manifest_sha256'),
    filedAt: instant('filed_at'),
    confirmation: text('confirmation'),
    cancelledAt: instant('cancelled_at'),
  },
  (t) => [
    unique('filing_sets_public_id_unique').on(t.publicId),
    oneOf('filing_sets_kind_known', 'kind', FILING_KINDS),
    check('filing_sets_handed_in_by_somebody', sql`(${t.kind} = 'personal') = (${t.filer} is null)`),
    check('filing_sets_filed_confirmed', sql`(${t.filedAt} is null) = (${t.confirmation} is null)`),
    check('filing_sets_filed_or_cancelled', sql`num_nonnulls(${t.filedAt}, ${t.cancelledAt}) <= 1`),
    index('filing_sets_campaign').on(t.campaignId, t.createdAt),
  ],
);

/** Letters of a filing set, in order; a delivery is in one set that was not cancelled (`isActive`). `groupKey`: the text shared by form letters. */
export const filingLetters = pgTable(
  'filing_letters',
  {
    setId: bigint('set_id', { mode: 'number' })
      .notNull()
      .references(() => filingSets.id),
    position: integer('position').notNull(),
    deliveryId: bigint('delivery_id', { mode: 'number' })
      .notNull()
      .references(() => deliveries.id),
    groupKey: text('group_key'),
    /** False once the set was cancelled: the letter is free for another. */
    isActive: boolean('is_active').notNull().default(true),
  },
  (t) => [
    primaryKey({ name: 'filing_letters_pkey', columns: [t.setId, t.position] }),
    unique('filing_letters_once_a_set').on(t.setId, t.deliveryId),
    uniqueIndex('filing_letters_in_one_set').on(t.deliveryId).where(sql`${t.isActive}`),
  ],
);

/** Signers of a petition set, in the order of its annex, with what the annex says of each when the set was made. */
export const filingSigners = pgTable(
  'filing_signers',
  {
    setId: bigint('set_id', { mode: 'number' })
      .notNull()
      .references(() => filingSets.id),
    position: integer('position').notNull(),
    signatureId: bigint('signature_id', { mode: 'number' })
      .notNull()
      .references(() => signatures.id),
    /** The signer's name when they agreed that it is handed in; null otherwise. */
    name: text('name'),
    state: text('state'),
    /** UTC day of the confirmation, `YYYY-MM-DD`. */
    day: text('day').notNull(),
  },
  (t) => [
    primaryKey({ name: 'filing_signers_pkey', columns: [t.setId, t.position] }),
    unique('filing_signers_once_a_set').on(t.setId, t.signatureId),
    index('filing_signers_by_name').on(sql`lower(${t.name})`).where(sql`${t.name} is not null`),
    index('filing_signers_signature').on(t.signatureId),
  ],
);
