import { z } from 'zod';

/** A day of an answer. Own choice. */
export const day = z.iso.date().meta({ description: 'Day, YYYY-MM-DD.', examples: ['2014-02-23'] });

/** How sure a published fact is. Source: facts README, 2026-11-22. */
export const confidence = z.enum(['sourced', 'partly']).meta({
  description: '`sourced`: read in the source named. `partly`: one element is derived, secondary or undated.',
});

/** How much of a day is known. Own choice. */
export const precision = z
  .enum(['day', 'approximate_day', 'month', 'season', 'year', 'as_of'])
  .meta({ description: 'How much of the date is known; the rest of it is the first day of what is left open.' });

/** Where a fact was read. Own choice. */
export const source = z.string().meta({ description: 'An address or a citation.' });

/** A page of the site. Own choice. */
export const page = z.url().meta({ description: 'The page of this site about it.' });

/** The key of an ISP. Own choice. */
export const slug = z
  .string()
  .meta({ description: 'The key of an ISP in every address of this site.', examples: ['comcast'] });

/** The key of an entry of the register. Own choice. */
export const entrySlug = z
  .string()
  .meta({ description: 'The key of an entry of the register, for ever.', examples: ['netflix-comcast-deal-2014'] });

/** A name with what limits it. Own choice. */
export const named = z.object({
  name: z.string().meta({ description: 'The name.' }),
  note: z.string().nullable().meta({ description: 'What limits the name, such as the states where it is used.' }),
});

/** An instant of an answer. Own choice. */
export const instant = z.iso.datetime().meta({ description: 'Instant, ISO 8601 in UTC.' });
