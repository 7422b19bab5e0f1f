import { and, asc, between, eq, isNotNull, ne } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { speedIndexEntries } from '#db/schema/speed-index.ts';
import { publishedConfidence } from '../isp/isp.ts';
import { isMonth, leagueOrder } from './league.ts';
import {
  comparisonLines,
  type SpeedIndexEntry,
  type SpeedIndexLine,
  type SpeedIndexList,
  speedIndexLines,
} from './speed-index.ts';

/** Keeps what is known only from memory out of every answer. */
export const publishedEntries = ne(speedIndexEntries.confidence, 'memory');

/** An entry as pages and figures take it, from its row; `memory` throws. */
export function entryOf(row: typeof speedIndexEntries.$inferSelect): SpeedIndexEntry {
  const { list, indexName, ispId, mbps, rank, rankCounts, source, rankSource, note } = row;
  return {
    month: row.month.slice(0, 7),
    list,
    indexName,
    ispId,
    mbps,
    rank,
    rankCounts,
    source,
    rankSource,
    confidence: publishedConfidence(row.confidence),
    note,
  };
}

/** The lines of an ISP in the Netflix ISP Speed Index, one per index name, fullest first: bitrates and ranks parted at every gap. */
export async function listSpeedIndex(ispId: number, given: Partial<Tools> = {}): Promise<SpeedIndexLine[]> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(speedIndexEntries)
    .where(and(eq(speedIndexEntries.ispId, ispId), publishedEntries))
    .orderBy(asc(speedIndexEntries.month), asc(speedIndexEntries.id));
  return speedIndexLines(rows.map(entryOf));
}

/** Up to `limit` (2) lines of other ISPs to draw beside one ISP's, from `from` to `to` (`YYYY-MM`, both included). The rule is in `comparisonLines`. */
export async function listComparisonLines(
  window: { exceptIspId: number; from: string; to: string; limit?: number },
  given: Partial<Tools> = {},
): Promise<SpeedIndexLine[]> {
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(speedIndexEntries)
    .where(
      and(
        between(speedIndexEntries.month, `${window.from}-01`, `${window.to}-01`),
        eq(speedIndexEntries.list, 'major'),
        isNotNull(speedIndexEntries.ispId),
        publishedEntries,
      ),
    )
    .orderBy(asc(speedIndexEntries.month), asc(speedIndexEntries.id));
  return comparisonLines(rows.map(entryOf), window);
}

/** One month (`YYYY-MM`) of one list: ranked names by rank, then the others by bitrate. At most 100 rows; empty for a gap. */
export async function monthTable(
  { month, list = 'major' }: { month: string; list?: SpeedIndexList },
  given: Partial<Tools> = {},
): Promise<SpeedIndexEntry[]> {
  if (!isMonth(month)) return [];
  const { db } = tools(given);
  const rows = await db
    .select()
    .from(speedIndexEntries)
    .where(and(eq(speedIndexEntries.month, `${month}-01`), eq(speedIndexEntries.list, list), publishedEntries))
    .limit(100);
  return rows.map(entryOf).sort(leagueOrder);
}
