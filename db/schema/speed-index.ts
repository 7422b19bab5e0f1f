import { sql } from 'drizzle-orm';
import { check, date, doublePrecision, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { bytes, CONFIDENCES, instant, key, oneOf } from './column-types.ts';
import { isps } from './isp.ts';

/** The published list that an entry stood on; entries of different lists are never ranked together. */
export const SPEED_INDEX_LISTS = ['major', 'expanded', 'country', 'mobile'] as const;

/** One file of new months that somebody imported. */
export const speedIndexImports = pgTable(
  'speed_index_imports',
  {
    id: key(),
    fileName: text('file_name').notNull(),
    sha256: bytes('sha256').notNull(),
    rowsAdded: integer('rows_added').notNull(),
    importedBy: text('imported_by').notNull(),
    importedAt: instant('imported_at').notNull().defaultNow(),
  },
  (t) => [unique('speed_index_imports_file_unique').on(t.sha256)],
);

/** Netflix ISP Speed Index, one published value: average prime-time stream bitrate in Mbps, and rank where known. */
export const speedIndexEntries = pgTable(
  'speed_index_entries',
  {
    id: key(),
    /** First day of the month. */
    month: date('month', { mode: 'string' }).notNull(),
    list: text('list', { enum: SPEED_INDEX_LISTS }).notNull(),
    /** The name as the index printed it, e.g. "Verizon FiOS". */
    indexName: text('index_name').notNull(),
    ispId: integer('isp_id').references(() => isps.id),
    /** Null where only the rank was published. */
    mbps: doublePrecision('mbps'),
    rank: integer('rank'),
    rankCounts: text('rank_counts'),
    source: text('source').notNull(),
    rankSource: text('rank_source'),
    confidence: text('confidence', { enum: CONFIDENCES }).notNull(),
    note: text('note'),
    /** The import that brought the entry; null for the seed. */
    importId: integer('import_id').references(() => speedIndexImports.id),
  },
  (t) => [
    unique('speed_index_entries_once').on(t.month, t.list, t.indexName),
    check('speed_index_entries_month_start', sql`extract(day from ${t.month}) = 1`),
    check('speed_index_entries_says_something', sql`num_nonnulls(${t.mbps}, ${t.rank}) >= 1`),
    check('speed_index_entries_mbps_positive', sql`${t.mbps} > 0`),
    check('speed_index_entries_rank_positive', sql`${t.rank} > 0`),
    oneOf('speed_index_entries_list_known', 'list', SPEED_INDEX_LISTS),
    oneOf('speed_index_entries_confidence_known', 'confidence', CONFIDENCES),
    index('speed_index_entries_isp').on(t.ispId, t.month),
  ],
);
