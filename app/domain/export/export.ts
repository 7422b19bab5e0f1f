/** Life of an export; mirrors `db/schema/export.ts` (decision 0002). */
export const EXPORT_STATES = ['queued', 'running', 'done', 'failed', 'cancelled', 'expired'] as const;

/** One of the states of an export. Own choice. */
export type ExportState = (typeof EXPORT_STATES)[number];

/** What an export holds; mirrors `db/schema/export.ts` (decision 0002). */
export const EXPORT_KINDS = ['counts', 'signatures', 'letters', 'filing', 'ledger'] as const;

/** One of the kinds of an export. Own choice. */
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** Where its files go; mirrors `db/schema/export.ts` (decision 0002). */
export const EXPORT_DESTINATIONS = ['page', 'folder', 'bucket'] as const;

/** One of the places that an export goes to. Own choice. */
export type ExportDestination = (typeof EXPORT_DESTINATIONS)[number];

/** What counts can be grouped by, in the order that columns have when all are asked for. Own choice. */
export const COUNT_DIMENSIONS = ['campaign', 'day', 'isp', 'state', 'source', 'status'] as const;

/**
 * One of them: slug of the campaign, UTC day, slug of the ISP that the signer stated, two-letter state of the signer's ZIP, what the address said that the signer came by, and
 * where the signature stands. Own choice.
 */
export type CountDimension = (typeof COUNT_DIMENSIONS)[number];

/**
 * The figures of counts by campaign, day, ISP and state, from the journals: what came in, what went out by the signer or by a moderator, how many more came to this ISP and
 * state by correcting theirs than left it so (of all rows together: 0), and what is left of the four. Own choice.
 */
export const COUNT_FIGURES = ['signed', 'withdrawn', 'invalidated', 'moved', 'counted'] as const;

/** The figures of counts by source or status, from the signatures as they stand: how many there are, and how many of them the ledger counts now. Own choice. */
export const STANDING_FIGURES = ['signatures', 'counted'] as const;

/** Whether counts by these columns come from the journals alone. Own choice. */
export function isFromJournals(by: readonly CountDimension[]): boolean {
  return !by.includes('source') && !by.includes('status');
}

/**
 * How rows are written: CSV for spreadsheets (`csv`: no cell starts a formula), CSV as it is (`csv-strict`), one object a line, an array of objects, a workbook, typed columns.
 * Sources: RFC 4180, RFC 8259, ECMA-376, Apache Parquet format.
 */
export const EXPORT_FORMATS = ['csv', 'csv-strict', 'ndjson', 'json', 'xlsx', 'parquet'] as const;

/** One of the formats of rows. Own choice. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What comes after the last point of a file in a format. Own choice. */
export const FORMAT_ENDINGS: Readonly<Record<ExportFormat, string>> = {
  csv: 'csv',
  'csv-strict': 'strict.csv',
  ndjson: 'ndjson',
  json: 'json',
  xlsx: 'xlsx',
  parquet: 'parquet',
};

/** Kinds whose files have formats of their own: the docket's, and the ledger's. Own choice. */
export function hasOwnFormat(kind: ExportKind): boolean {
  return kind === 'filing' || kind === 'ledger';
}

/** What a cell holds: text, a whole number, a number, yes or no, a day (`YYYY-MM-DD`), an instant (ISO 8601, UTC). Own choice. */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'day' | 'instant';

/** A column of an export. `isPersonal`: it says something of one person that is published nowhere. Own choice. */
export interface Column {
  name: string;
  type: ColumnType;
  isPersonal?: boolean;
}

/** A cell before it is written; days and instants as text. Own choice. */
export type Cell = string | number | boolean | null;

/** How long the files of an export are kept, in milliseconds: a week. Own choice. */
export const KEPT_MS = 7 * 86_400_000;

/** How long a worker that makes an export may be silent before another takes it over, in milliseconds. Own choice. */
export const SILENT_MS = 30_000;

/** Exports of one organization that may wait or run at once, so that one of several organizations cannot keep the others waiting. Own choice. */
export const MOST_OPEN = 5;

/** Longest purpose that is written down, in characters. Own choice. */
export const MAX_PURPOSE_CHARS = 500;

/** Most exports that a listing gives. Own choice. */
export const MAX_LISTED = 100;

/** Why an export failed, in words for a machine: those that its asker can do something about, and `fault` for the rest. Own choice. */
export const EXPORT_FAILURES = [
  'cell_too_long',
  'folder_refused',
  'bucket_refused',
  'no_key',
  'filing_cancelled',
  'ledger_unknown',
  'campaign_unknown',
  'fault',
] as const;

/** One of the reasons. Own choice. */
export type ExportFailure = (typeof EXPORT_FAILURES)[number];
