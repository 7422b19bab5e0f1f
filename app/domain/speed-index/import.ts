import { monthNumber, type SpeedIndexList } from './speed-index.ts';

/** Columns that a file of new months must have, in any order. */
export const REQUIRED_COLUMNS = ['month', 'isp', 'mbps', 'rank', 'source', 'confidence', 'list'] as const;

/** Columns that it may have besides; one that is left out counts as empty. */
export const OPTIONAL_COLUMNS = ['rank_counts', 'isp_slug_today', 'rank_source', 'note'] as const;

/** Written in `isp_slug_today` where a name belongs to no ISP of the catalogue. */
export const NO_ISP = 'none';

/** Most that one file may hold. Own choice: all months of the index so far are 686 rows in 140 KB. */
export const MAX_IMPORT_BYTES = 2_000_000;

/** Bitrates beyond these are doubted. Own choice: what is held lies between 0.48 and 4.2 Mbps. */
export const PLAUSIBLE_MBPS = [0.2, 10] as const;

/** The step in which the index is published since 2023, in Mbps. Source: facts README, 2026-11-22. */
export const STEP_MBPS = 0.2;

/** A change by more than this share within three months is doubted. Own choice. */
export const PLAUSIBLE_CHANGE = 0.5;

/** Something wrong (`fault`) or doubtful (`warning`) in a file: where, what, and what to do. `line` counts from 1; `column` is empty for the whole line. */
export interface ImportRemark {
  line: number;
  column: string;
  message: string;
  remedy: string;
}

/** One row of a file, checked and with its ISP found. `month`: `YYYY-MM`. */
export interface ImportRow {
  line: number;
  month: string;
  list: SpeedIndexList;
  indexName: string;
  ispId: number | null;
  mbps: number | null;
  rank: number | null;
  rankCounts: string | null;
  source: string;
  rankSource: string | null;
  confidence: 'sourced' | 'partly' | 'memory';
  note: string | null;
}

/** A bitrate that is held already, to measure new ones by. */
export interface HeldFigure {
  month: string;
  list: SpeedIndexList;
  indexName: string;
  mbps: number | null;
}

/** A row that contradicts what is held. */
export interface ImportConflict {
  line: number;
  month: string;
  list: SpeedIndexList;
  indexName: string;
  held: { mbps: number | null; rank: number | null };
  given: { mbps: number | null; rank: number | null };
}

/** What came of a file: taken in (or would be, when `isDryRun`), known already, or refused with every fault. */
export type ImportOutcome =
  | {
      ok: true;
      kind: 'imported';
      importId: number | null;
      added: number;
      unchanged: number;
      replaced: number;
      warnings: readonly ImportRemark[];
      isDryRun: boolean;
    }
  | { ok: true; kind: 'already_imported'; importId: number; importedAt: Date }
  | { ok: false; reason: 'faulty'; faults: readonly ImportRemark[]; warnings: readonly ImportRemark[] }
  | { ok: false; reason: 'differs'; conflicts: readonly ImportConflict[]; warnings: readonly ImportRemark[] };

/** Whether a row contradicts the held values: what it leaves empty contradicts nothing. */
export function contradicts(
  held: { mbps: number | null; rank: number | null },
  given: { mbps: number | null; rank: number | null },
): boolean {
  return (given.mbps !== null && given.mbps !== held.mbps) || (given.rank !== null && given.rank !== held.rank);
}

/**
 * What is doubtful in rows that have no fault: bitrates beyond the plausible, off the steps of the index since 2023, far from the
 * newest ones of the three months before; ranks that stand twice, or that run against the bitrates.
 */
export function doubtsOf(rows: readonly ImportRow[], held: readonly HeldFigure[]): ImportRemark[] {
  return [...rows.flatMap((row) => figureDoubts(row, [...held, ...rows])), ...rankDoubts(rows)].sort(
    (a, b) => a.line - b.line,
  );
}

const CHECK_SOURCE = 'check it against the source; if the source says so, leave it';

function figureDoubts(row: ImportRow, figures: readonly HeldFigure[]): ImportRemark[] {
  const { line, mbps, month } = row;
  if (mbps === null) return [];
  const doubts: string[] = [];
  const [least, most] = PLAUSIBLE_MBPS;
  if (mbps < least || mbps > most) doubts.push(`${mbps} Mbps is outside of ${least} to ${most}`);
  const steps = mbps / STEP_MBPS;
  if (month >= '2023-01' && Math.abs(steps - Math.round(steps)) > 1e-6)
    doubts.push(`${mbps} Mbps is no step of ${STEP_MBPS}, in which the index comes since 2023`);
  const before = newestBefore(row, figures);
  if (before && Math.abs(mbps / before.mbps - 1) > PLAUSIBLE_CHANGE)
    doubts.push(`${mbps} Mbps is far from the ${before.mbps} of ${before.month}`);
  return doubts.map((message) => ({ line, column: 'mbps', message, remedy: CHECK_SOURCE }));
}

function newestBefore(row: ImportRow, figures: readonly HeldFigure[]): { month: string; mbps: number } | null {
  const at = monthNumber(row.month);
  const before = figures
    .filter(({ list, indexName, month }) => {
      const number = monthNumber(month);
      return list === row.list && indexName === row.indexName && number < at && number >= at - 3;
    })
    .flatMap(({ month, mbps }) => (mbps === null ? [] : [{ month, mbps }]))
    .sort((a, b) => b.month.localeCompare(a.month));
  return before[0] ?? null;
}

function rankDoubts(rows: readonly ImportRow[]): ImportRemark[] {
  const tables = new Map<string, ImportRow[]>();
  for (const row of rows) {
    const key = `${row.month} ${row.list}`;
    tables.set(key, [...(tables.get(key) ?? []), row]);
  }
  return [...tables.values()].flatMap((table) =>
    table
      .filter(({ rank }) => rank !== null)
      .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.line - b.line)
      .flatMap((row, index, ranked) => {
        const above = ranked[index - 1];
        if (!above) return [];
        const remark = { line: row.line, column: 'rank', remedy: CHECK_SOURCE };
        if (above.rank === row.rank)
          return [{ ...remark, message: `rank ${row.rank} stands on line ${above.line} too` }];
        if (above.mbps !== null && row.mbps !== null && row.mbps > above.mbps)
          return [
            {
              ...remark,
              message: `${row.indexName} is faster than ${above.indexName} (line ${above.line}), which ranks before it`,
            },
          ];
        return [];
      }),
  );
}
