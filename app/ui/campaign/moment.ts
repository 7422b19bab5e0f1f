import { wallTime } from '#app/domain/campaign/zoned-time.ts';
import { formatDate } from '../fact-date.tsx';

/** Words for zones, by their name in the IANA database. */
export interface ZoneWords {
  zones: Readonly<Record<string, string>>;
}

/** An instant as a clock of a zone shows it, with the zone in words, e.g. "1 December 2026, 09:00 Eastern time"; the same in every browser. */
export function momentOf({ zones }: ZoneWords, locale: 'en' | 'es', at: Date, timeZone: string): string {
  const [day = '', time = ''] = wallTime(at, timeZone).split('T');
  return `${formatDate(locale, day)}, ${time} ${zones[timeZone] ?? timeZone}`;
}
