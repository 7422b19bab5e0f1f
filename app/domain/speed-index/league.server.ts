import { and, asc, count, eq, inArray, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { isps } from '#db/schema/isp.ts';
import { speedIndexEntries } from '#db/schema/speed-index.ts';
import { type IndexMonth, isMonth, type LeagueTable, leagueOrder, monthBefore, movementOf } from './league.ts';
import { entryOf, publishedEntries } from './speed-index.server.ts';
import { SPEED_INDEX_LISTS, type SpeedIndexList } from './speed-index.ts';

/** Most months that are listed: a century. Own choice. */
export const MAX_MONTHS = 1200;

/** Every month that the index is held for, oldest first, with its lists (major ISPs first); at most 1200. */
export async function listMonths(given: Partial<Tools> = {}): Promise<IndexMonth[]> {
  const { db } = tools(given);
  const rows = await db
    .select({
      month: speedIndexEntries.month,
      list: speedIndexEntries.list,
      names: count(),
      ranked: sql<number>`count(${speedIndexEntries.rank})::int`,
    })
    .from(speedIndexEntries)
    .where(publishedEntries)
    .groupBy(speedIndexEntries.month, speedIndexEntries.list)
    .orderBy(asc(speedIndexEntries.month))
    .limit(MAX_MONTHS * SPEED_INDEX_LISTS.length);
  const months = new Map<string, IndexMonth['lists'][number][]>();
  for (const { month, list, names, ranked } of rows) {
    const own = months.get(month.slice(0, 7)) ?? [];
    months.set(month.slice(0, 7), [...own, { list, names, ranked }]);
  }
  const place = ({ list }: { list: SpeedIndexList }) => SPEED_INDEX_LISTS.indexOf(list);
  return [...months].map(([month, lists]) => ({ month, lists: lists.sort((a, b) => place(a) - place(b)) }));
}

/**
 * One list (that of major ISPs by default) of one month (`YYYY-MM`) in the order of the table, each row with today's ISP and the
 * movement since the month before. Null for a gap and for what is not a month.
 */
export async function leagueTable(
  month: string,
  list: SpeedIndexList = 'major',
  given: Partial<Tools> = {},
): Promise<LeagueTable | null> {
  if (!isMonth(month)) return null;
  const { db } = tools(given);
  const before = `${monthBefore(month)}-01`;
  const found = await db
    .select({ entry: speedIndexEntries, ispSlug: isps.slug, ispName: isps.name })
    .from(speedIndexEntries)
    .leftJoin(isps, eq(isps.id, speedIndexEntries.ispId))
    .where(
      and(
        inArray(speedIndexEntries.month, [`${month}-01`, before]),
        eq(speedIndexEntries.list, list),
        publishedEntries,
      ),
    )
    .limit(1000);
  const earlier = found.filter(({ entry }) => entry.month === before).map(({ entry }) => entryOf(entry));
  const rows = found
    .filter(({ entry }) => entry.month !== before)
    .map(({ entry, ispSlug, ispName }) => ({ ...entryOf(entry), ispSlug, ispName }))
    .map((row) => ({ ...row, movement: movementOf(row, earlier) }))
    .sort(leagueOrder);
  return rows.length > 0 ? { month, list, rows } : null;
}

/** Every list of one month (`YYYY-MM`) that is held, major ISPs first; empty for a gap. */
export async function listLeagueTables(month: string, given: Partial<Tools> = {}): Promise<LeagueTable[]> {
  const tables = await Promise.all(SPEED_INDEX_LISTS.map((list) => leagueTable(month, list, given)));
  return tables.filter((table) => table !== null);
}
