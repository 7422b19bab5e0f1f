import { sql } from 'drizzle-orm';
import { boolean, check, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './column-types.ts';

/**
 * What the whole installation does and does not do at present: one row, which every process reads every 1.5 s. It is changed, never deleted (trigger
 * `installation_settings_kept`); each change is a deed on record. The channels of letters have switches of their own in `channel_switches`.
 */
export const installationSettings = pgTable(
  'installation_settings',
  {
    id: integer('id').primaryKey(),
    /** Rises by one with each change. */
    revision: integer('revision').notNull().default(0),
    collectsSignatures: boolean('collects_signatures').notNull().default(true),
    createsCampaigns: boolean('creates_campaigns').notNull().default(true),
    sendsConfirmations: boolean('sends_confirmations').notNull().default(true),
    sendsReceipts: boolean('sends_receipts').notNull().default(true),
    sendsBulk: boolean('sends_bulk').notNull().default(true),
    servesEmbeds: boolean('serves_embeds').notNull().default(true),
    isReadOnly: boolean('is_read_only').notNull().default(false),
    /** What stands above every public page, in both languages or in none. */
    bannerEn: text('banner_en'),
    bannerEs: text('banner_es'),
    changedBy: text('changed_by'),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  (t) => [
    check('installation_settings_one_row', sql`${t.id} = 1`),
    check('installation_settings_banner_in_both', sql`num_nonnulls(${t.bannerEn}, ${t.bannerEs}) in (0, 2)`),
    check(
      'installation_settings_banner_length',
      sql`length(coalesce(${t.bannerEn}, 'x')) between 1 and 300 and length(coalesce(${t.bannerEs}, 'x')) between 1 and 300`,
    ),
  ],
);
