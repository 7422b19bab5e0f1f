import { z } from 'zod';
import { COUNT_DIMENSIONS, EXPORT_DESTINATIONS, EXPORT_FORMATS, hasOwnFormat, MAX_PURPOSE_CHARS } from './export.ts';

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, 'is no slug');
const day = z.iso.date();

/** Where a signature that may be exported with its person stands. A pending one is left out: nobody has shown that its mailbox is theirs. Own choice. */
export const SIGNATURE_STATUSES = ['confirmed', 'suspicious', 'withdrawn', 'invalidated'] as const;

/** One campaign by its slug, or null for all of the organization's. */
const campaign = slug.nullable().default(null).meta({ description: 'Slug of one campaign; null: all of them.' });

/** What an export is of. Unknown fields are refused, so that nobody believes a filter that does nothing. Own choice. */
export const exportQuery = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('counts').meta({ description: 'Counts.' }),
    campaign,
    by: z
      .array(z.enum(COUNT_DIMENSIONS))
      .refine((by) => new Set(by).size === by.length, 'a column is named twice')
      .readonly()
      .default([])
      .meta({ description: 'Columns to group by.' }),
  }),
  z
    .strictObject({
      kind: z.literal('signatures').meta({ description: 'Signatures with their people.' }),
      campaign,
      statuses: z
        .array(z.enum(SIGNATURE_STATUSES))
        .min(1)
        .readonly()
        .default(['confirmed'])
        .meta({ description: 'Where they stand.' }),
      isp: slug.nullable().default(null).meta({ description: 'Slug of one ISP.' }),
      state: z
        .string()
        .regex(/^[A-Z]{2}$/, 'is not two capital letters')
        .nullable()
        .default(null)
        .meta({ description: 'Two letters of one state.' }),
      /** Days of the confirmation, UTC, both included. */
      from: day.nullable().default(null).meta({ description: 'First UTC day of the confirmation.' }),
      to: day.nullable().default(null).meta({ description: 'Last UTC day of the confirmation, included.' }),
    })
    .refine(({ from, to }) => from === null || to === null || from <= to, 'the first day is after the last'),
  z.strictObject({
    kind: z.literal('letters').meta({ description: 'Letters and their deliveries.' }),
    campaign,
    withTexts: z.boolean().default(false).meta({ description: 'With senders and words.' }),
  }),
  z.strictObject({
    kind: z.literal('filing').meta({ description: 'A filing set.' }),
    set: z.uuid().meta({ description: 'Number of the set.' }),
    paper: z.enum(['letter', 'a4']).default('letter').meta({ description: 'Paper of its documents.' }),
  }),
  z.strictObject({
    kind: z.literal('ledger').meta({ description: 'The ledger of a campaign.' }),
    campaign: slug.meta({ description: 'Slug of the campaign.' }),
  }),
]);

/** What an export is of, parsed. Own choice. */
export type ExportQuery = z.output<typeof exportQuery>;

/** Whether a query hands on who somebody is: then a purpose is asked for, and a fresh proof of who asks. Own choice. */
export function isPersonal(query: ExportQuery): boolean {
  return query.kind === 'signatures' || query.kind === 'filing' || (query.kind === 'letters' && query.withTexts);
}

/** What an organizer must be allowed to ask for a query; a row of `app/domain/organizer/permissions.ts`. Own choice. */
export function permissionFor(query: ExportQuery): 'export.counts' | 'export.people' | 'export.letters' {
  if (query.kind === 'letters') return 'export.letters';
  return isPersonal(query) ? 'export.people' : 'export.counts';
}

/**
 * A request for an export: what, how written (null where the kind has its own), where to, and what for. Refuses personal data without a purpose, a format for what has its own,
 * and none for rows. Own choice.
 */
export const exportRequest = z
  .strictObject({
    query: exportQuery.meta({ description: 'What it is of.' }),
    format: z
      .enum(EXPORT_FORMATS)
      .nullable()
      .default(null)
      .meta({ description: 'How rows are written; null where a kind has its own files.' }),
    destination: z.enum(EXPORT_DESTINATIONS).default('page').meta({ description: 'Where the files go.' }),
    purpose: z
      .string()
      .trim()
      .max(MAX_PURPOSE_CHARS)
      .nullable()
      .default(null)
      .meta({ description: 'What data of people is for, in ten characters or more; kept.' }),
  })
  .refine(({ query, purpose }) => !isPersonal(query) || (purpose ?? '').length >= 10, {
    path: ['purpose'],
    message: 'say in ten characters or more what the data of people is for',
  })
  .refine(({ query, format }) => hasOwnFormat(query.kind) === (format === null), {
    path: ['format'],
    message: 'rows need a format, and filing sets and ledgers have their own',
  });

/** A request for an export, parsed. Own choice. */
export type ExportRequest = z.output<typeof exportRequest>;
