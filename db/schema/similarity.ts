import { sql } from 'drizzle-orm';
import { bigint, check, doublePrecision, index, integer, pgTable, primaryKey, smallint } from 'drizzle-orm/pg-core';
import { campaigns } from './campaign.ts';
import { bytes, instant } from './column-types.ts';
import { letters } from './letter.ts';

/**
 * What tells one letter from another, computed by the worker once it is sent. `sketch`: as `app/domain/similarity` lays it out in `method`; `textKey`: the
 * same for two letters of the same words; `ownWords`: words that are neither the template's nor merged values, `personalShare` their share of `words`, 0
 * to 1; `uniqueWords`: those of them that no letter like it holds; `formId`: the oldest letter of its form, its own id when no other is of it;
 * `heldLetterId`: the letter that this one holds whole, with how much of it, for a letter of no form; `clusterId`: the form that it is counted with.
 */
export const letterPrints = pgTable(
  'letter_prints',
  {
    letterId: bigint('letter_id', { mode: 'number' })
      .primaryKey()
      .references(() => letters.id, { onDelete: 'cascade' }),
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    method: smallint('method').notNull(),
    words: integer('words').notNull(),
    ownWords: integer('own_words').notNull(),
    uniqueWords: integer('unique_words').notNull(),
    sketch: bytes('sketch').notNull(),
    textKey: bigint('text_key', { mode: 'number' }).notNull(),
    personalShare: doublePrecision('personal_share').notNull(),
    formId: bigint('form_id', { mode: 'number' }).notNull(),
    heldLetterId: bigint('held_letter_id', { mode: 'number' }),
    heldCover: doublePrecision('held_cover'),
    heldCommon: integer('held_common'),
    clusterId: bigint('cluster_id', { mode: 'number' }).notNull(),
    computedAt: instant('computed_at').notNull(),
  },
  (t) => [
    check('letter_prints_share_range', sql`${t.personalShare} between 0 and 1`),
    check(
      'letter_prints_words_agree',
      sql`${t.uniqueWords} between 0 and ${t.ownWords} and ${t.ownWords} <= ${t.words}`,
    ),
    check('letter_prints_held_whole', sql`num_nonnulls(${t.heldLetterId}, ${t.heldCover}, ${t.heldCommon}) in (0, 3)`),
    index('letter_prints_cluster').on(t.campaignId, t.clusterId),
    index('letter_prints_form').on(t.campaignId, t.formId, t.textKey),
    index('letter_prints_text').on(t.campaignId, t.textKey, t.letterId),
    index('letter_prints_apart').on(t.campaignId, t.formId).where(sql`${t.clusterId} <> ${t.formId}`),
    index('letter_prints_held').on(t.heldLetterId).where(sql`${t.heldLetterId} is not null`),
  ],
);

/** The index over sketches: letters that share a band's hash are candidates for being alike. */
export const letterBands = pgTable(
  'letter_bands',
  {
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    band: smallint('band').notNull(),
    hash: bigint('hash', { mode: 'bigint' }).notNull(),
    letterId: bigint('letter_id', { mode: 'number' })
      .notNull()
      .references(() => letters.id, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ name: 'letter_bands_pkey', columns: [t.campaignId, t.band, t.hash, t.letterId] }),
    index('letter_bands_letter').on(t.letterId),
  ],
);
