import { z } from 'zod';
import { instant, page } from './fields.ts';

const counted = z.int().meta({ description: 'Signatures confirmed and counted, less those withdrawn or invalidated.' });
const asOf = instant
  .nullable()
  .meta({ description: 'When the count was last looked after; null before the first time.' });

/** A public campaign with its count. Own choice. */
export const publicCampaignShape = z
  .object({
    slug: z.string().meta({ description: 'Its key in every address.' }),
    title: z.string().meta({ description: 'Its title, in English where there is one.' }),
    state: z.string().meta({ description: 'Where it stands: open, scheduled, closed or won.' }),
    goal: z.int().meta({ description: 'Signatures aimed at.' }),
    counted,
    asOf,
    page,
  })
  .meta({ id: 'PublicCampaign' });

/** The history of a count. Own choice. */
export const historyShape = z
  .object({
    campaign: z.string().meta({ description: 'Slug of the campaign.' }),
    span: z.enum(['hour', 'day']).meta({ description: 'Length of the spans.' }),
    counted,
    asOf,
    entries: z
      .array(
        z.object({
          startsAt: instant.meta({ description: 'Beginning of the span, UTC.' }),
          signed: z.int().meta({ description: 'Signatures that entered the count.' }),
          undone: z.int().meta({ description: 'Signatures that left it, withdrawn or invalidated.' }),
          counted: z.int().meta({ description: 'The count at the end of the span.' }),
        }),
      )
      .meta({ description: 'Spans, oldest first; those without anything are left out.' }),
    next: z.string().nullable().meta({ description: 'The cursor of the page after; null at the end.' }),
  })
  .meta({ id: 'CountHistory' });
