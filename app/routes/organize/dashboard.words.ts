import { formatDate } from '#app/ui/fact-date.tsx';

type Locale = 'en' | 'es';

const tags = { en: 'en-US', es: 'es-US' } as const;

/** An instant to the second in UTC. */
export function secondOf(locale: Locale, iso: string): string {
  return `${formatDate(locale, iso.slice(0, 10))}, ${iso.slice(11, 19)} UTC`;
}

/** An hour of UTC: "21 November, 14:00". */
export function hourOf(locale: Locale, iso: string): string {
  return `${dayOf(locale, iso)}, ${iso.slice(11, 16)}`;
}

/** A day without its year. */
export function dayOf(locale: Locale, iso: string): string {
  const day = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale === 'es' ? 'es-US' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(day);
}

/** A rate: one digit after the point below a hundred. */
export function rateWords(locale: Locale, rate: number): string {
  return rate.toLocaleString(tags[locale], { maximumFractionDigits: rate < 100 ? 1 : 0 });
}

/** A share of one as a percentage: one digit after the point below ten. */
export function shareWords(locale: Locale, share: number): string {
  return share.toLocaleString(tags[locale], { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 });
}
