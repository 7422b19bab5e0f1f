import { sql } from 'drizzle-orm';
import { bigint, check, doublePrecision, index, integer, pgTable, primaryKey, smallint } from 'drizzle-orm/pg-core';
import { campaigns } from './campaign.ts';
import { bytes, instant } from './column-types.ts';
import { letters } from './letter.ts';

/**
 * What tells one letter from another, computed by the worker once it is sent. `sketch`: as `app/domain/similarity` lays it out in `method`;
 * `personalShare`: share of the words that are neither the template's nor merged values, 0 to 1; `clusterId`: the oldest letter of its cluster, its
 * own id when it stands alone.
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
    sketch: bytes('sketch').notNull(),
    personalShare: doublePrecision('personal_share').notNull(),
    clusterId: bigint('cluster_id', { mode: 'number' }).notNull(),
    computedAt: instant('computed_at').notNull(),
  },
  (t) => [
    check('letter_prints_share_range', sql`${t.personalShare} between 0 and 1`),
    index('letter_prints_cluster').on(t.campaignId, t.clusterId),
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
