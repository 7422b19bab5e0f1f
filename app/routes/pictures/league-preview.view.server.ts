import { listLeagueTables } from '#app/domain/speed-index/league.server.ts';
import { isMonth } from '#app/domain/speed-index/league.ts';
import { type Locale, localePath } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { monthWords } from '#app/ui/charts/months.ts';

type Given = Parameters<typeof listLeagueTables>[1];

/** What the preview of a month's league table says, from its first list with bitrates; null for a month that is not held. */
export async function viewLeaguePreview(month: string, locale: Locale, given: Given = {}) {
  if (!isMonth(month)) return null;
  const tables = await listLeagueTables(month, given);
  const table = tables.find(({ rows }) => rows.some(({ mbps }) => mbps !== null));
  if (!table) return null;
  const { picture, speed } = messagesIn(locale);
  const best = Math.max(...table.rows.map(({ mbps }) => mbps ?? 0));
  const lines = table.rows.flatMap(({ indexName, rank, mbps }) =>
    mbps === null
      ? []
      : [{ rank: rank === null ? '–' : String(rank), name: indexName, mbps: mbps.toFixed(2), share: mbps / best }],
  );
  return {
    preview: {
      kick: picture.kickIndex,
      title: `${speed.lists[table.list]}, ${monthWords(locale, month, 'long')}`,
      lines,
      source: picture.leagueSource,
    },
    path: localePath(locale, `/speed-index/${month}`),
  };
}
