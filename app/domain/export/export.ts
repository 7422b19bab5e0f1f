import { z } from 'zod';

/** What counts can be grouped by, as columns in this order when all are asked for. Own choice. */
export const COUNT_DIMENSIONS = ['day', 'isp', 'state'] as const;

/** One of them: UTC day, slug of the ISP that the signer stated, two-letter state of the signer's ZIP. Own choice. */
export type CountDimension = (typeof COUNT_DIMENSIONS)[number];

/**
 * The figures of each row: what came in, what went out by the signer or by a moderator, how many more came to this ISP and state by correcting theirs than left it
 * so (of all rows together: 0), and what is left of the four. Own choice.
 */
export const COUNT_FIGURES = ['signed', 'withdrawn', 'invalidated', 'moved', 'counted'] as const;

/** How an export is written. Sources: RFC 4180 (csv), RFC 8259 (json), one object a line (ndjson). */
export const EXPORT_FORMATS = ['csv', 'json', 'ndjson'] as const;

/** One of the formats. Own choice. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * Which counts are asked for: the campaign's slug, the columns to group by in the order wanted (none gives one row), and
 * the format. Refuses a column named twice. Own choice.
 */
export const countExport = z.object({
  campaign: z.string().min(1),
  by: z
    .array(z.enum(COUNT_DIMENSIONS))
    .refine((by) => new Set(by).size === by.length, 'a column is named twice')
    .readonly(),
  format: z.enum(EXPORT_FORMATS),
});

/** A parsed request for counts. Own choice. */
export type CountExport = z.output<typeof countExport>;
