import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { campaigns } from './campaign.ts';
import { bigKey, bytes, instant, key, oneOf } from './column-types.ts';
import { signatures } from './signature.ts';

/** One log per campaign. `origin` is the first line of its checkpoints and never changes (C2SP tlog-checkpoint); `treeSize`: leaves that are hashed into tiles. */
export const ledgers = pgTable(
  'ledgers',
  {
    campaignId: integer('campaign_id')
      .primaryKey()
      .references(() => campaigns.id),
    origin: text('origin').notNull(),
    treeSize: bigint('tree_size', { mode: 'number' }).notNull().default(0),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [unique('ledgers_origin_unique').on(t.origin), check('ledgers_size_not_negative', sql`${t.treeSize} >= 0`)],
);

/** Tiles of hashes, level 0 upward, 256 hashes of 32 bytes when full; the right edge grows in the transaction that appends (C2SP tlog-tiles). */
export const ledgerTiles = pgTable(
  'ledger_tiles',
  {
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => ledgers.campaignId),
    level: smallint('level').notNull(),
    number: bigint('number', { mode: 'number' }).notNull(),
    hashes: bytes('hashes').notNull(),
  },
  (t) => [
    primaryKey({ name: 'ledger_tiles_pkey', columns: [t.campaignId, t.level, t.number] }),
    check('ledger_tiles_whole_hashes', sql`length(${t.hashes}) between 32 and 8192 and length(${t.hashes}) % 32 = 0`),
  ],
);

/**
 * Sizes and roots that may be signed, written in the transaction that appended the leaves; `note` is the signed note, made from the stored row alone, so that
 * no crash gives two checkpoints of one size. Append-only but for the note, which is set once (trigger `ledger_checkpoints_kept`).
 */
export const ledgerCheckpoints = pgTable(
  'ledger_checkpoints',
  {
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => ledgers.campaignId),
    size: bigint('size', { mode: 'number' }).notNull(),
    root: bytes('root').notNull(),
    madeAt: instant('made_at').notNull(),
    note: text('note'),
  },
  (t) => [
    primaryKey({ name: 'ledger_checkpoints_pkey', columns: [t.campaignId, t.size] }),
    check('ledger_checkpoints_root_whole', sql`length(${t.root}) = 32`),
    index('ledger_checkpoints_unsigned').on(t.campaignId, t.size).where(sql`${t.note} is null`),
  ],
);

/** Public keys that checkpoints were signed under, newest last; the private one is in a file or variable. */
export const ledgerKeys = pgTable(
  'ledger_keys',
  {
    id: key(),
    publicKey: bytes('public_key').notNull(),
    since: instant('since').notNull(),
  },
  (t) => [unique('ledger_keys_once').on(t.publicKey), check('ledger_keys_ed25519', sql`length(${t.publicKey}) = 32`)],
);

/** Lines by which witnesses vouch for a checkpoint (C2SP tlog-cosignature), as they are appended to its note. */
export const ledgerCosignatures = pgTable(
  'ledger_cosignatures',
  {
    campaignId: integer('campaign_id').notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    /** The witness's verifier key: `name+id+base64`. */
    witness: text('witness').notNull(),
    line: text('line').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [primaryKey({ name: 'ledger_cosignatures_pkey', columns: [t.campaignId, t.size, t.witness] })],
);

/** By what the count is broken down. */
export const SHARE_DIMENSIONS = ['isp', 'state'] as const;

/** Where a share stands: `held` until at least 11 alike are published together, `shown`, and `leaving` until 11 alike leave together. */
export const SHARE_STATES = ['held', 'shown', 'leaving'] as const;

/**
 * A signature's share in one breakdown: under which ISP or state it is counted, and the token that stands for it in the ledger, which nobody can bring
 * together with its leaf without the salt. Shares are published and taken back in groups of 11 or more (docs/ledger.md, "Small cells").
 */
export const ledgerShares = pgTable(
  'ledger_shares',
  {
    id: bigKey(),
    campaignId: integer('campaign_id').notNull(),
    signatureId: bigint('signature_id', { mode: 'number' })
      .notNull()
      .references(() => signatures.id),
    dimension: text('dimension', { enum: SHARE_DIMENSIONS }).notNull(),
    /** Slug of the ISP or `other`; letters of the state or `none`. */
    value: text('value').notNull(),
    token: bytes('token').notNull(),
    status: text('status', { enum: SHARE_STATES }).notNull().default('held'),
    /** Sequence of the leaf that published it; null while it is held. */
    shownIn: bigint('shown_in', { mode: 'number' }),
  },
  (t) => [
    oneOf('ledger_shares_dimension_known', 'dimension', SHARE_DIMENSIONS),
    oneOf('ledger_shares_status_known', 'status', SHARE_STATES),
    check('ledger_shares_token_whole', sql`length(${t.token}) = 16`),
    check('ledger_shares_shown_where', sql`(${t.status} = 'held') = (${t.shownIn} is null)`),
    index('ledger_shares_signature').on(t.signatureId),
    index('ledger_shares_waiting').on(t.campaignId, t.dimension, t.value).where(sql`${t.status} <> 'shown'`),
  ],
);

/** What the published breakdowns say: shares shown per ISP and per state, written with the leaf that changes them. */
export const ledgerTallies = pgTable(
  'ledger_tallies',
  {
    campaignId: integer('campaign_id').notNull(),
    dimension: text('dimension', { enum: SHARE_DIMENSIONS }).notNull(),
    value: text('value').notNull(),
    shown: bigint('shown', { mode: 'number' }).notNull().default(0),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ name: 'ledger_tallies_pkey', columns: [t.campaignId, t.dimension, t.value] }),
    oneOf('ledger_tallies_dimension_known', 'dimension', SHARE_DIMENSIONS),
    check('ledger_tallies_not_small', sql`${t.shown} = 0 or ${t.shown} >= 11`),
  ],
);

/** When the shares of a campaign were last published, and how many signatures had been counted and undone when it was last looked at them. */
export const ledgerTallyRuns = pgTable('ledger_tally_runs', {
  campaignId: integer('campaign_id').primaryKey(),
  ranAt: instant('ran_at').notNull(),
  signed: bigint('signed', { mode: 'number' }).notNull(),
  undone: bigint('undone', { mode: 'number' }).notNull(),
  /** Whether the last run stopped at its size; the next one goes on with the large groups at once. */
  isCut: boolean('is_cut').notNull().default(false),
  /** Sequence of the last leaf by which shares of each breakdown were taken back; null when none was. */
  ispTakenAt: bigint('isp_taken_at', { mode: 'number' }),
  stateTakenAt: bigint('state_taken_at', { mode: 'number' }),
});

/** How far the kept public figures of a campaign go: the leaves that are in them, which are those of a signed checkpoint. */
export const ledgerFigureSizes = pgTable(
  'ledger_figure_sizes',
  {
    campaignId: integer('campaign_id')
      .primaryKey()
      .references(() => ledgers.campaignId),
    size: bigint('size', { mode: 'number' }).notNull(),
  },
  (t) => [check('ledger_figure_sizes_not_negative', sql`${t.size} >= 0`)],
);

/** What the kept figures count: leaves by day and kind, invalidations by reason, corrections, and tokens shown by ISP and by state. */
export const LEDGER_FIGURES = ['signed', 'withdrawn', 'invalidated', 'reason', 'corrected', 'isp', 'state'] as const;

/** The public figures of a campaign at the size of `ledger_figure_sizes`, grown by the leaves that each checkpoint adds. */
export const ledgerFigures = pgTable(
  'ledger_figures',
  {
    campaignId: integer('campaign_id').notNull(),
    figure: text('figure', { enum: LEDGER_FIGURES }).notNull(),
    /** The UTC day, the reason, the ISP's slug or the state. */
    key: text('key').notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
  },
  (t) => [
    primaryKey({ name: 'ledger_figures_pkey', columns: [t.campaignId, t.figure, t.key] }),
    oneOf('ledger_figures_known', 'figure', LEDGER_FIGURES),
    check('ledger_figures_not_negative', sql`${t.amount} >= 0`),
  ],
);

/** How many signatures wait for their confirmation and how many are set aside, as last counted and rounded for the public page (decision 0023). */
export const waitingFigures = pgTable('waiting_figures', {
  campaignId: integer('campaign_id')
    .primaryKey()
    .references(() => campaigns.id),
  pending: bigint('pending', { mode: 'number' }).notNull(),
  suspicious: bigint('suspicious', { mode: 'number' }).notNull(),
  countedAt: instant('counted_at').notNull(),
});

/** Mails with the receipt of one leaf. The row is made when the mail takes one of the address's mails of the day, so that a retry takes no second one. */
export const ledgerReceipts = pgTable(
  'ledger_receipts',
  {
    campaignId: integer('campaign_id').notNull(),
    /** Of the signing, or of a correction, which has a receipt of its own. */
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    signatureId: bigint('signature_id', { mode: 'number' })
      .notNull()
      .references(() => signatures.id),
    reservedAt: instant('reserved_at').notNull(),
    mailedAt: instant('mailed_at'),
    /** When the mail server refused it for good; never tried again. */
    refusedAt: instant('refused_at'),
  },
  (t) => [
    primaryKey({ name: 'ledger_receipts_pkey', columns: [t.campaignId, t.sequence] }),
    check('ledger_receipts_mailed_or_refused', sql`num_nonnulls(${t.mailedAt}, ${t.refusedAt}) <= 1`),
    index('ledger_receipts_signature').on(t.signatureId, t.reservedAt),
  ],
);

/** Up to which leaf of a campaign the mails with receipts were enqueued. */
export const ledgerReceiptRuns = pgTable('ledger_receipt_runs', {
  campaignId: integer('campaign_id').primaryKey(),
  size: bigint('size', { mode: 'number' }).notNull(),
});
