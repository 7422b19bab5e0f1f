import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { isps } from '#db/schema/isp.ts';
import { speedIndexEntries } from '#db/schema/speed-index.ts';
import { isMonth } from './league.ts';
import { entryOf, publishedEntries } from './speed-index.server.ts';
import { type SpeedIndexEntry, type SpeedIndexLine, speedIndexLines } from './speed-index.ts';

/** Most entries of one page of `listSpeedIndexEntries`. Own choice. */
export const MAX_PAGE_ENTRIES = 500;

/** A stored entry as readers page through them: with its own number, and today's ISP by its slug. */
export interface StoredEntry extends SpeedIndexEntry {
  id: number;
  ispSlug: string | null;
}

/** A page of entries; `next` is what `after` must be for the following one, null at the end. */
export interface EntryPage {
  entries: readonly StoredEntry[];
  next: number | null;
}

/**
 * Published entries after the entry of number `after` (0), in the order in which they were stored: at most `limit` (100, never more
 * than 500). `month`: `YYYY-MM`, `isp`: a slug; what is no month and no ISP finds nothing.
 */
export async function listSpeedIndexEntries(
  { after = 0, limit = 100, month, isp }: { after?: number; limit?: number; month?: string; isp?: string },
  given: Partial<Tools> = {},
): Promise<EntryPage> {
  if (month !== undefined && !isMonth(month)) return { entries: [], next: null };
  const { db } = tools(given);
  const most = Math.max(1, Math.min(Math.trunc(limit), MAX_PAGE_ENTRIES));
  const rows = await db
    .select({ entry: speedIndexEntries, ispSlug: isps.slug })
    .from(speedIndexEntries)
    .leftJoin(isps, eq(isps.id, speedIndexEntries.ispId))
    .where(
      and(
        publishedEntries,
        gt(speedIndexEntries.id, after),
        month === undefined ? undefined : eq(speedIndexEntries.month, `${month}-01`),
        isp === undefined ? undefined : eq(isps.slug, isp),
      ),
    )
    .orderBy(asc(speedIndexEntries.id))
    .limit(most + 1);
  const entries = rows.slice(0, most).map(({ entry, ispSlug }) => ({ ...entryOf(entry), id: entry.id, ispSlug }));
  return { entries, next: rows.length > most ? (entries.at(-1)?.id ?? null) : null };
}

/** An ISP with all its lines in the index. */
export interface IspLines {
  slug: string;
  name: string;
  lines: readonly SpeedIndexLine[];
}

/** The lines of every ISP that the index has bitrates of, by name; of those in `slugs` only, when given. At most 200 ISPs. */
export async function listIspLines(
  { slugs }: { slugs?: readonly string[] } = {},
  given: Partial<Tools> = {},
): Promise<IspLines[]> {
  const { db } = tools(given);
  if (slugs?.length === 0) return [];
  const rows = await db
    .select({ entry: speedIndexEntries, slug: isps.slug, name: isps.name })
    .from(speedIndexEntries)
    .innerJoin(isps, eq(isps.id, speedIndexEntries.ispId))
    .where(and(publishedEntries, slugs ? inArray(isps.slug, [...slugs]) : undefined))
    .orderBy(asc(speedIndexEntries.month), asc(speedIndexEntries.id));
  const found = new Map<string, { name: string; entries: SpeedIndexEntry[] }>();
  for (const { entry, slug, name } of rows) {
    const own = found.get(slug) ?? { name, entries: [] };
    own.entries.push(entryOf(entry));
    found.set(slug, own);
  }
  return [...found]
    .map(([slug, { name, entries }]) => ({ slug, name, lines: speedIndexLines(entries) }))
    .filter(({ lines }) => lines.some(({ segments }) => segments.length > 0))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
    .slice(0, 200);
}
