import type { IndexMonth } from '#app/domain/speed-index/league.ts';
import { PageLink } from '../link.tsx';
import { useLocale, useMessages } from '../locale.tsx';
import { monthWords } from './months.ts';
import { TimeSlider } from './time-slider.tsx';

/** What the choice of a month shows: the months held, the one shown, and its neighbours. */
export type MonthChoice = {
  months: readonly IndexMonth[];
  current: string;
  previous: string | null;
  next: string | null;
};

/** The time slider, and the same as plain links: month before and after, every year, the twelve months of the year shown. */
export function MonthNav({ choice: { months, current, previous, next } }: { choice: MonthChoice }) {
  const locale = useLocale();
  const { speed } = useMessages();
  const year = current.slice(0, 4);
  const held = new Set(months.map(({ month }) => month));
  const long = (month: string) => monthWords(locale, month, 'long');
  return (
    <nav className="month-nav" aria-label={speed.timeline}>
      <p className="month-steps">
        {previous ? (
          <PageLink to={`/speed-index/${previous}`} rel="prev">
            {speed.previous(long(previous))}
          </PageLink>
        ) : (
          <span />
        )}
        {next ? (
          <PageLink to={`/speed-index/${next}`} rel="next">
            {speed.next(long(next))}
          </PageLink>
        ) : null}
      </p>
      <TimeSlider months={months} current={current} />
      <ul aria-label={speed.years}>
        {yearsOf(months).map((one) => (
          <li key={one}>
            <Year year={one} isCurrent={one === year} month={fullestOf(months, one)} />
          </li>
        ))}
      </ul>
      <ul aria-label={speed.monthsOf(year)}>
        {Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`).map((month) => (
          <li key={month}>
            {held.has(month) ? (
              <PageLink to={`/speed-index/${month}`} aria-current={month === current ? 'page' : undefined}>
                {shortMonth(locale, month)}
                <span className="sr-only"> {year}</span>
              </PageLink>
            ) : (
              <span className="month-gap">
                <span aria-hidden="true">{shortMonth(locale, month)}</span>
                <span className="sr-only">{speed.noFigures(long(month))}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Year({ year, isCurrent, month }: { year: string; isCurrent: boolean; month: string | null }) {
  const { speed } = useMessages();
  if (month === null) {
    return (
      <span className="month-gap">
        <span aria-hidden="true">{year}</span>
        <span className="sr-only">{speed.noFigures(year)}</span>
      </span>
    );
  }
  return (
    <PageLink to={`/speed-index/${month}`} aria-current={isCurrent ? 'true' : undefined}>
      {year}
    </PageLink>
  );
}

/** The years from the first month held to the newest, those without figures included. */
function yearsOf(months: readonly IndexMonth[]): string[] {
  const years = months.map(({ month }) => Number(month.slice(0, 4)));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => String(first + index));
}

/** The month of a year with most names on the list of major ISPs; the latest of equals. */
function fullestOf(months: readonly IndexMonth[], year: string): string | null {
  const own = months.filter(({ month }) => month.startsWith(year));
  const names = ({ lists }: IndexMonth) => lists.find(({ list }) => list === 'major')?.names ?? 0;
  return own.toSorted((a, b) => names(b) - names(a) || b.month.localeCompare(a.month))[0]?.month ?? null;
}

function shortMonth(locale: 'en' | 'es', month: string): string {
  return monthWords(locale, month, 'short').replace(/[\s,.]*(de )?\d{4}$/, '');
}
