import type { SpeedIndexEntry } from '#app/domain/speed-index/speed-index.ts';
import type { ChartDocumentInput } from '#app/ui/charts/document.ts';

/** Rows of figures as a spreadsheet takes them. */
export interface ChartTable {
  columns: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

/** A chart that can be taken away: how it is drawn and the figures behind it, each with its source. */
export interface ChartFile {
  document: ChartDocumentInput;
  table: ChartTable;
}

/** Published values as rows. */
export function indexTable(entries: readonly SpeedIndexEntry[]): ChartTable {
  return {
    columns: ['month', 'list', 'index_name', 'mbps', 'rank', 'rank_counts', 'source', 'rank_source'],
    rows: entries.map(({ month, list, indexName, mbps, rank, rankCounts, source, rankSource }) => [
      month,
      list,
      indexName,
      mbps,
      rank,
      rankCounts,
      source,
      rankSource,
    ]),
  };
}
