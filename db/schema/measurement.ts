import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bigKey, bytes, CONFIDENCES, instant, key, oneOf } from './column-types.ts';
import { isps } from './isp.ts';

/** Whether an entry describes a tool or a published study. */
export const MEASUREMENT_KINDS = ['tool', 'study'] as const;

/** Measurement tools and studies with protocol, licence and quotable figures (`details`, as in the seed file). */
export const measurementMethods = pgTable(
  'measurement_methods',
  {
    id: key(),
    slug: text('slug').notNull(),
    kind: text('kind', { enum: MEASUREMENT_KINDS }).notNull(),
    name: text('name').notNull(),
    description: text('description'),
    details: jsonb('details').$type<Record<string, unknown>>().notNull(),
    confidence: text('confidence', { enum: CONFIDENCES }).notNull(),
  },
  (t) => [
    unique('measurement_methods_slug_unique').on(t.slug),
    oneOf('measurement_methods_kind_known', 'kind', MEASUREMENT_KINDS),
    oneOf('measurement_methods_confidence_known', 'confidence', CONFIDENCES),
  ],
);

/** The two halves of an NDT7 test. */
export const MEASUREMENT_DIRECTIONS = ['download', 'upload'] as const;

/**
 * One half of an NDT7 test as our own server saw it, kept until the person's page hands the test in or an hour has passed. The figures of a
 * stored measurement come from here, never from the browser.
 */
export const measurementRuns = pgTable(
  'measurement_runs',
  {
    id: bigKey(),
    /** Made by the page for one test, and sent with both halves as metadata. */
    sessionId: uuid('session_id').notNull(),
    direction: text('direction', { enum: MEASUREMENT_DIRECTIONS }).notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    elapsedUs: bigint('elapsed_us', { mode: 'number' }).notNull(),
    /** Smallest round trip of WebSocket ping and pong, in microseconds; null when no pong came. */
    minRttUs: integer('min_rtt_us'),
    ispSeenId: integer('isp_seen_id').references(() => isps.id),
    seenAsn: bigint('seen_asn', { mode: 'number' }),
    /** Keyed digest of the network, rotating; never the address. */
    networkKey: bytes('network_key').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    unique('measurement_runs_once').on(t.sessionId, t.direction),
    oneOf('measurement_runs_direction_known', 'direction', MEASUREMENT_DIRECTIONS),
    check('measurement_runs_amounts', sql`${t.bytes} >= 0 and ${t.elapsedUs} > 0`),
    index('measurement_runs_age').on(t.createdAt),
  ],
);

/** Whose server answered a test. */
export const MEASUREMENT_SERVERS = ['own', 'mlab'] as const;

/** What a streaming comparison found. */
export const STREAM_VERDICTS = ['no_difference', 'streaming_slower', 'inconclusive'] as const;

/** Why a stored test stays out of the figures per ISP. */
export const UNCOUNTED_REASONS = [
  'repeated',
  'outlier',
  'no_isp',
  'not_own_server',
  'not_residential',
  'wrong_clock',
] as const;

/**
 * Counted tests of one ISP that entered the open data together: those waiting, once they came from enough networks. The figures of a page
 * hold whole batches only, so that they tell nothing that the files do not.
 */
export const measurementBatches = pgTable(
  'measurement_batches',
  {
    id: bigKey(),
    ispId: integer('isp_id')
      .notNull()
      .references(() => isps.id),
    /** Day of the file that holds it. */
    day: date('day', { mode: 'string' }).notNull(),
    fromDay: date('from_day', { mode: 'string' }).notNull(),
    toDay: date('to_day', { mode: 'string' }).notNull(),
    tests: integer('tests').notNull(),
    /** Never more than took part: the largest number of distinct networks within one month. */
    networks: integer('networks').notNull(),
  },
  (t) => [
    unique('measurement_batches_once_a_day').on(t.ispId, t.day),
    check('measurement_batches_days', sql`${t.fromDay} <= ${t.toDay} and ${t.toDay} <= ${t.day}`),
    check('measurement_batches_large_enough', sql`${t.tests} >= 11 and ${t.networks} >= 10`),
  ],
);

/** What pages show of an ISP, made once a day from its batches. An ISP with too few tests has no row. */
export const measurementFigures = pgTable('measurement_figures', {
  ispId: integer('isp_id')
    .primaryKey()
    .references(() => isps.id),
  /** Day of the newest file when the figures were made. */
  asOf: date('as_of', { mode: 'string' }).notNull(),
  figures: jsonb('figures').$type<Record<string, unknown>>().notNull(),
});

/**
 * One test that a person ran and handed in: NDT7 figures, a streaming comparison, or both. Rates in Mbps (10^6 bit/s). Holds no address and
 * no exact time: the local day and hour are what the figures need.
 */
export const measurements = pgTable(
  'measurements',
  {
    id: bigKey(),
    publicId: uuid('public_id').notNull().defaultRandom(),
    sessionId: uuid('session_id').notNull(),
    server: text('server', { enum: MEASUREMENT_SERVERS }).notNull(),
    /** The ISP seen from the network; on a network that several share, the one of them that the person stated. Counted by. */
    ispId: integer('isp_id').references(() => isps.id),
    ispStatedId: integer('isp_stated_id').references(() => isps.id),
    asn: bigint('asn', { mode: 'number' }),
    /** Two letters, where it was said. */
    state: text('state'),
    localDate: date('local_date', { mode: 'string' }).notNull(),
    localHour: smallint('local_hour').notNull(),
    downloadMbps: doublePrecision('download_mbps'),
    uploadMbps: doublePrecision('upload_mbps'),
    minRttMs: doublePrecision('min_rtt_ms'),
    streamMbps: doublePrecision('stream_mbps'),
    controlMbps: doublePrecision('control_mbps'),
    /** Streaming over control, with the bounds of its 95% confidence interval. */
    streamRatio: doublePrecision('stream_ratio'),
    streamRatioLow: doublePrecision('stream_ratio_low'),
    streamRatioHigh: doublePrecision('stream_ratio_high'),
    streamPairs: smallint('stream_pairs'),
    streamVerdict: text('stream_verdict', { enum: STREAM_VERDICTS }),
    /**
     * Keyed digest of the network, 16 bytes, another one every month. When its month is over, 8 random bytes stand in for it, the same for
     * all tests of the network in that month; later it is emptied (decision 0015).
     */
    networkKey: bytes('network_key'),
    uncountedReason: text('uncounted_reason', { enum: UNCOUNTED_REASONS }),
    /** The batch of open data that holds it; null while it waits for enough others, and for tests that do not count. */
    batchId: bigint('batch_id', { mode: 'number' }).references(() => measurementBatches.id),
    /** Midnight UTC of the day on which the test ran: the month of its network key. */
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('measurements_public_id_unique').on(t.publicId),
    unique('measurements_session_unique').on(t.sessionId),
    uniqueIndex('measurements_one_counted_a_day')
      .on(t.networkKey, t.localDate)
      .where(sql`${t.uncountedReason} is null and ${t.networkKey} is not null`),
    oneOf('measurements_server_known', 'server', MEASUREMENT_SERVERS),
    oneOf('measurements_stream_verdict_known', 'stream_verdict', STREAM_VERDICTS),
    oneOf('measurements_uncounted_reason_known', 'uncounted_reason', UNCOUNTED_REASONS),
    check('measurements_hour_of_day', sql`${t.localHour} between 0 and 23`),
    check('measurements_says_something', sql`num_nonnulls(${t.downloadMbps}, ${t.streamRatio}) >= 1`),
    check('measurements_rates_not_negative', sql`${t.downloadMbps} >= 0 and ${t.uploadMbps} >= 0`),
    check(
      'measurements_comparison_whole',
      sql`num_nonnulls(${t.streamMbps}, ${t.controlMbps}, ${t.streamRatio}, ${t.streamRatioLow}, ${t.streamRatioHigh}, ${t.streamPairs}, ${t.streamVerdict}) in (0, 7)`,
    ),
    check('measurements_batch_of_counted', sql`${t.batchId} is null or ${t.uncountedReason} is null`),
    index('measurements_isp').on(t.ispId, t.localDate).where(sql`${t.uncountedReason} is null`),
    index('measurements_waiting')
      .on(t.ispId, t.localDate)
      .where(sql`${t.uncountedReason} is null and ${t.batchId} is null`),
    index('measurements_batch').on(t.batchId).where(sql`${t.batchId} is not null`),
    index('measurements_keys_open').on(t.createdAt).where(sql`octet_length(${t.networkKey}) = 16`),
    index('measurements_keys_held').on(t.localDate).where(sql`${t.networkKey} is not null`),
  ],
);

/** One day's open data file, made once and never again, so that no two files can be told apart for what one of them hides. */
export const measurementFiles = pgTable(
  'measurement_files',
  {
    id: key(),
    /** The last day whose tests the file holds. */
    day: date('day', { mode: 'string' }).notNull(),
    csv: text('csv').notNull(),
    rows: integer('rows').notNull(),
    sha256: bytes('sha256').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [unique('measurement_files_day_unique').on(t.day)],
);
