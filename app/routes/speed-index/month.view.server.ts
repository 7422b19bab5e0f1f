import { listLeagueTables, listMonths } from '#app/domain/speed-index/league.server.ts';
import { isMonth, monthPlace } from '#app/domain/speed-index/league.ts';
import type { Locale } from '#app/http/locale.ts';
import { showLeague } from '#app/ui/charts/league.ts';
import type { MonthChoice } from '#app/ui/charts/month-nav.tsx';

type Given = Parameters<typeof listMonths>[0];

/** A month with its tables; for a month that is not held, only its place among those that are. Null for what is no month. */
export async function viewMonth(month: string, locale: Locale, given: Given = {}) {
  if (!isMonth(month)) return null;
  const [months, tables] = await Promise.all([listMonths(given), listLeagueTables(month, given)]);
  const { kind, previous, next } = monthPlace(
    month,
    months.map((one) => one.month),
  );
  const choice: MonthChoice = { months, current: month, previous, next };
  return { kind, choice, tables: tables.map((table) => showLeague(table, locale)) };
}

/** A month as its page gets it. */
export type MonthView = NonNullable<Awaited<ReturnType<typeof viewMonth>>>;

/** The newest month held, and the newest with a ranking when that is another; null while nothing is held. */
export async function viewNewest(locale: Locale, given: Given = {}) {
  const months = await listMonths(given);
  const newest = months.at(-1);
  if (!newest) return null;
  const ranked = months.findLast(({ lists }) => lists.some(({ list, ranked: names }) => list === 'major' && names > 1));
  const view = await viewMonth(newest.month, locale, given);
  const whole = ranked && ranked.month !== newest.month ? await viewMonth(ranked.month, locale, given) : null;
  return { view, whole, count: months.length, from: months[0]?.month ?? newest.month, to: newest.month };
}

/** The first page of the index as it gets it. */
export type NewestView = NonNullable<Awaited<ReturnType<typeof viewNewest>>>;
