import { z } from 'zod';
import { CONFIDENCES, DATE_PRECISIONS } from '../schema/column-types.ts';

/** One of a list of words, with the list in the fault. Own choice. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: ({ input }) => `is ${JSON.stringify(input) ?? 'missing'}, not one of ${values.join(', ')}` });

/** Text that says something. Own choice. */
export const words = z.string({ error: 'is missing' }).trim().min(1, 'is empty');
/** The key of an entry, fit for an address of a page. Own choice. */
export const slug = z
  .string({ error: 'is missing' })
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not a slug: lower-case letters, digits and single dashes');
/** How sure an entry is. Own choice. */
export const confidence = oneOf(CONFIDENCES);
/** A state by its two letters. Own choice. */
export const state = z.string({ error: 'is missing' }).regex(/^[A-Z]{2}$/, 'is not a two-letter state code');
/** A web address. Own choice. */
export const webAddress = z.url({ protocol: /^https?$/, error: 'is not a web address' });
/** Sources of an entry, at least one. Own choice. */
export const sources = z.array(words, { error: 'is missing' }).min(1, 'needs at least one source');

/** A day that exists, `YYYY-MM-DD`. Own choice. */
export const day = z.string({ error: 'is missing' }).refine(isDay, 'is not a day that exists, written YYYY-MM-DD');

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** Text of a published field: it may carry no clause from memory. Own choice. */
export const published = words.refine(
  (text) => !/\bmemory\b/i.test(text),
  'holds a clause from memory: move it to fromMemory',
);

/** When an entry happened, as far as it is known. Own choice. */
export const dated = {
  date: day,
  datePrecision: oneOf(DATE_PRECISIONS),
  dateNote: published.optional(),
};

/** Whether a date of which only the month or year is known stands on its first day. Own choice. */
export function isFirstOfItsPeriod({ date, datePrecision }: { date: string; datePrecision: string }): boolean {
  if (datePrecision === 'year') return date.endsWith('-01-01');
  return datePrecision !== 'month' || date.endsWith('-01');
}
/** The fault of a date that claims more than is known. */
export const periodFault = { path: ['date'], error: 'must be the first day of the month or year that is known' };

/** One sentence for a letter, in every language. Own choice. */
export const statement = z.strictObject({ en: published, es: published });
