/** An event, an answer or a promise is current for so many months after its day; older ones are history and say so by their date. Own choice. */
export const CURRENT_MONTHS = 24;

/** A figure of the speed index is current for so many months after its month. Own choice. */
export const CURRENT_FIGURE_MONTHS = 12;

/**
 * The day (`YYYY-MM-DD`) that lies `months` after `date`: the last on which a fact of that day is current. Where the month has no such day, its
 * last one (31 August and six months: 28 or 29 February). UTC.
 */
export function dayAfterMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dayOf(new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))));
}

/** Whether `date` (`YYYY-MM-DD`) lies at most `months` before `now`, and not after it. UTC. */
export function isWithinMonths(date: string, months: number, now: Date): boolean {
  const today = dayOf(now);
  return date <= today && today <= dayAfterMonths(date, months);
}

/** The day of an instant, `YYYY-MM-DD`. UTC. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** The last day of a day, month or year: `2018` gives `2018-12-31`, `2019-07` gives `2019-07-31`. */
export function lastDayOf(time: string): string {
  const [year = 0, month] = time.split('-').map(Number);
  return time.length >= 10 ? time : dayOf(new Date(Date.UTC(year, month ?? 12, 0)));
}
