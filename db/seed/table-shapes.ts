import { z } from 'zod';
import { ADDRESSEE_KINDS } from '../schema/addressee.ts';
import { CONSENT_KINDS } from '../schema/campaign.ts';
import { SPEED_INDEX_LISTS } from '../schema/speed-index.ts';
import { confidence, oneOf, slug, webAddress, words } from './shape-parts.ts';

const maybeNumber = (schema: z.ZodType<number>) =>
  z.preprocess((cell) => (cell === '' ? null : Number(cell)), schema.nullable());
const cell = z.string().transform((text) => text.trim() || null);

/** Columns of `speed-index.csv`, in order. */
export const SPEED_INDEX_COLUMNS = [
  'month',
  'isp',
  'mbps',
  'rank',
  'source',
  'confidence',
  'list',
  'rank_counts',
  'isp_slug_today',
  'rank_source',
  'note',
] as const;

/** A row of `speed-index.csv`. Source: facts, 2026-11-22. */
export const speedIndexRow = z
  .strictObject({
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is not a month written YYYY-MM'),
    isp: words,
    mbps: maybeNumber(z.number('is not a number of Mbps').positive('must be more than 0 Mbps')),
    rank: maybeNumber(z.int('is not a whole rank').positive('ranks count from 1')),
    source: words,
    confidence,
    list: oneOf(SPEED_INDEX_LISTS),
    rank_counts: cell,
    isp_slug_today: cell,
    rank_source: cell,
    note: cell,
  })
  .superRefine((row, context) => {
    if (row.mbps === null && row.rank === null)
      context.addIssue({ code: 'custom', path: ['mbps'], message: 'has neither a bitrate nor a rank' });
    if (row.rank === null && row.rank_counts !== null)
      context.addIssue({ code: 'custom', path: ['rank_counts'], message: 'counts a rank that is missing' });
    if (row.rank === null && row.rank_source !== null)
      context.addIssue({ code: 'custom', path: ['rank_source'], message: 'is the source of a rank that is missing' });
  });

const texts = z.strictObject({ title: words, summary: words, ask: words, body: words });

/** `campaigns.yaml`: every campaign in every language. */
export const campaignsFile = z.strictObject({
  campaigns: z.array(
    z.strictObject({
      slug,
      state: oneOf(['draft', 'open', 'closed']),
      position: z.int().min(1),
      goal: z.int().positive(),
      docket: z.strictObject({ regulator: slug, number: words }).optional(),
      targets: z.array(z.strictObject({ kind: oneOf(ADDRESSEE_KINDS) })).min(1, 'has no addressee'),
      sources: z.array(webAddress).min(1, 'needs at least one source'),
      texts: z.strictObject({ en: texts, es: texts }),
    }),
  ),
});

/** `consents.yaml`: wordings by kind and version, in every language. */
export const consentsFile = z.strictObject({
  consents: z.array(
    z.strictObject({
      kind: oneOf(CONSENT_KINDS),
      version: z.int().min(1),
      texts: z.strictObject({ en: words, es: words }),
    }),
  ),
});

const domain = z
  .string({ error: 'is missing' })
  .regex(/^(\*|[a-z0-9-]+(\.[a-z0-9-]+)+)$/, 'is neither a domain in lower case nor *');

const domainOrBeneath = z
  .string({ error: 'is missing' })
  .regex(/^(\*|(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+)$/, 'is neither a domain in lower case, nor *. and one, nor *');

/** `address-rules.yaml`: how providers read the part before the @, one rule a domain. */
export const addressRulesFile = z.array(
  z.strictObject({
    domain: domainOrBeneath,
    aliasOf: domain.optional(),
    ignoresDots: z.boolean().optional(),
    tagSeparator: z.string().length(1, 'is not one character').optional(),
    isOneMailbox: z.boolean().optional(),
    source: words,
  }),
);

/** `mail-domains.yaml`: domains whose mailboxes speak for an ISP. `subscribersAt`: where its subscribers have theirs. */
export const mailDomainsFile = z.array(z.strictObject({ isp: slug, domain, subscribersAt: domain }));
