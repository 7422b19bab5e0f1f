/** Months since year 0 (January = 0), so that neighbours differ by one. Input `YYYY-MM` or `YYYY-MM-DD`. */
export function monthIndex(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

/** The month (`YYYY-MM`) of an index. */
export function monthOf(index: number): string {
  const year = Math.floor(index / 12);
  return `${String(year).padStart(4, '0')}-${String(index - year * 12 + 1).padStart(2, '0')}`;
}

/** Where a day lies between the marks of its month and the next, as a month index with a fraction. Input `YYYY-MM-DD`. */
export function dayIndex(date: string): number {
  const days = new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate();
  return monthIndex(date) + (Number(date.slice(8, 10)) - 1) / days;
}

const formats = {
  en: {
    short: new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' }),
    long: new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
    alone: new Intl.DateTimeFormat('en-US', { month: 'long', timeZone: 'UTC' }),
  },
  es: {
    short: new Intl.DateTimeFormat('es-US', { month: 'short', year: 'numeric', timeZone: 'UTC' }),
    long: new Intl.DateTimeFormat('es-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
    alone: new Intl.DateTimeFormat('es-US', { month: 'long', timeZone: 'UTC' }),
  },
};

/** A month in words: "Jan 2014", "January 2014" or "January". */
export function monthWords(locale: 'en' | 'es', month: string, form: 'short' | 'long' | 'alone'): string {
  return formats[locale][form].format(new Date(`${month.slice(0, 7)}-01T00:00:00Z`));
}

/** Month steps that an axis may take. */
const steps = [1, 2, 3, 6, 12, 24, 36, 60];

/** Months to label between two indexes, at most `most`, on round months (January, July and so on), `least` months apart or more. */
export function axisMonths(from: number, to: number, most: number, least = 1): { months: number[]; step: number } {
  for (const step of steps.filter((step) => step >= least)) {
    const first = Math.ceil(from / step) * step;
    const months: number[] = [];
    for (let month = first; month <= to; month += step) months.push(month);
    if (months.length <= Math.max(1, most)) return { months, step };
  }
  return { months: [from], step: 60 };
}
