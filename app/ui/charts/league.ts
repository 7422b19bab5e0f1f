import type { LeagueTable } from '#app/domain/speed-index/league.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { drawDotChart } from './dots-drawing.ts';
import { monthWords } from './months.ts';
import type { NamedChart } from './story.ts';

/** A league table with its picture; null with fewer than two bitrates. */
export type LeagueShown = LeagueTable & { chart: NamedChart | null };

/** Draws the bitrates of a month, highest first. */
export function showLeague(table: LeagueTable, locale: 'en' | 'es'): LeagueShown {
  const { speed } = messagesIn(locale);
  const rows = table.rows
    .flatMap(({ indexName, mbps }) =>
      mbps === null ? [] : [{ label: indexName, value: mbps, text: mbps.toFixed(2), isMain: false }],
    )
    .sort((a, b) => b.value - a.value);
  const name = speed.monthChart(speed.lists[table.list], monthWords(locale, table.month, 'long'));
  return { ...table, chart: rows.length > 1 ? { name, drawings: drawDotChart({ rows }) } : null };
}
