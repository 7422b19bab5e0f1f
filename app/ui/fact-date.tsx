import type { DatePrecision } from '#app/domain/isp/isp.ts';
import { useLocale, useMessages } from './locale.tsx';

const tags = { en: 'en-GB', es: 'es-US' } as const;

/** A calendar date (`YYYY-MM-DD`) as far as it is known, e.g. "23 February 2014", "March 2015", "2016"; no time zone moves it. */
export function formatDate(
  locale: 'en' | 'es',
  date: string,
  precision: DatePrecision = 'day',
  month: 'long' | 'short' = 'long',
): string {
  const at = new Date(`${date}T00:00:00Z`);
  const parts: Intl.DateTimeFormatOptions =
    precision === 'year' || precision === 'season'
      ? { year: 'numeric' }
      : precision === 'month'
        ? { month, year: 'numeric' }
        : { day: 'numeric', month, year: 'numeric' };
  return new Intl.DateTimeFormat(tags[locale], { ...parts, timeZone: 'UTC' }).format(at);
}

/** An instant to the minute in UTC, the same in every browser: no locale data decides its shape but the date's. */
export function minuteOf(locale: 'en' | 'es', at: Date): string {
  const iso = at.toISOString();
  return `${formatDate(locale, iso.slice(0, 10))}, ${iso.slice(11, 16)} UTC`;
}

/** A date of a fact, marked up as `time`; says "about" when the day is approximate. */
export function FactDate({ date, precision = 'day' }: { date: string; precision?: DatePrecision }) {
  const locale = useLocale();
  const { shell } = useMessages();
  const words = formatDate(locale, date, precision);
  const machine =
    precision === 'month' ? date.slice(0, 7) : precision === 'year' || precision === 'season' ? date.slice(0, 4) : date;
  return <time dateTime={machine}>{precision === 'approximate_day' ? shell.about(words) : words}</time>;
}
