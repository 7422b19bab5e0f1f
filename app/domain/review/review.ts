import { z } from 'zod';
import { INVALIDATION_REASONS, type InvalidationReason, type ReviewDeed } from '../judgement/review.ts';

/** Deeds that a batch does, in the order of the form. Own choice. */
export const BATCH_DEEDS = ['release', 'refuse', 'set-aside', 'invalidate'] as const satisfies readonly ReviewDeed[];

/** Life of a batch; `db/schema` keeps the same list. */
export type BatchState = 'queued' | 'running' | 'done' | 'cancelled' | 'undoing' | 'undone';

/** States of a signature that a search may ask for; `db/schema` keeps the same list. */
export const SEARCHED_STATES = ['pending', 'confirmed', 'suspicious', 'withdrawn', 'invalidated'] as const;

/** How many rows one page of a search shows. Own choice. */
export const rowsPerPage = 50;

const blank = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blank, schema.optional());
const instant = z.iso
  .datetime({ local: true, offset: true })
  .transform((text) => new Date(/[Z+]|-\d\d:\d\d$/.test(text) ? text : `${text}Z`));

/**
 * The conditions of a search among signatures, as a form gives them: all that are given must hold. `address`: a whole mail address, looked up by the rules of
 * addresses. `network`: the digest in hexadecimal; `system`: number of an autonomous system. Instants without a zone are UTC.
 */
export const signatureSearch = z.object({
  campaign: optional(z.string().regex(/^[a-z0-9-]{1,100}$/)),
  status: optional(z.enum(SEARCHED_STATES)),
  address: optional(z.string().trim().max(320)),
  name: optional(z.string().trim().min(2).max(100)),
  isp: optional(z.string().regex(/^[a-z0-9-]{1,100}$/)),
  state: optional(z.string().regex(/^(?:[A-Z]{2}|none)$/)),
  domain: optional(z.string().trim().toLowerCase().max(253)),
  source: optional(z.string().trim().max(100)),
  rule: optional(z.string().regex(/^[a-z0-9-]{1,60}$/)),
  network: optional(
    z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^(?:[0-9a-f]{2}){1,32}$/),
  ),
  system: optional(
    z
      .string()
      .trim()
      .regex(/^(?:as)?\d{1,10}$/i)
      .transform((text) => Number(text.replace(/^as/i, ''))),
  ),
  since: optional(instant),
  until: optional(instant),
  id: optional(z.coerce.number().int().positive()),
  before: optional(z.coerce.number().int().positive()),
});

/** A parsed search. */
export type SignatureSearch = z.output<typeof signatureSearch>;

/** What a form asks a batch to do, besides its conditions. `reason` is published for what is taken out; `note` is kept. */
export const batchForm = z.object({
  deed: z.enum(BATCH_DEEDS),
  reason: z
    .enum(INVALIDATION_REASONS.map(({ name }) => name) as [InvalidationReason, ...InvalidationReason[]])
    .default('other'),
  note: z.string().trim().min(3).max(500),
});

/** A parsed wish for a batch. */
export type BatchWish = z.output<typeof batchForm>;

/** Fewest characters of the reason for which a batch is undone. Own choice. */
export const minReasonChars = 3;

/** What a search among letters may ask for. Own choice. */
export const LETTER_SHOWS = ['returned', 'failed', 'reported', 'waiting', 'sent', 'all'] as const;

/** The conditions of a search among letters; what cannot be read counts as not said. `before`: the number of the last one seen. */
export const letterSearch = z.object({
  show: z.enum(LETTER_SHOWS).catch('returned'),
  campaign: optional(z.string().regex(/^[a-z0-9-]{1,100}$/)).catch(undefined),
  before: optional(z.coerce.number().int().positive()).catch(undefined),
});

/** A parsed search among letters. */
export type LetterSearch = z.output<typeof letterSearch>;

/** What the register's moderators decide in one form. `id`: public id; `to`: the report's state, or the decision about a correction; `why` is public for reports and replies, and goes to who sent a correction. */
export const registerForm = z.object({
  what: z.enum(['report', 'correction', 'reply']),
  id: z.uuid(),
  to: z.enum(['needs_information', 'verified', 'disputed', 'withdrawn', 'accepted', 'declined']),
  why: z.string().trim().min(3).max(1000),
});

/** A parsed decision of that kind. */
export type RegisterDeed = z.output<typeof registerForm>;

/** Why such a decision is refused. */
export type RegisterRefusal = 'unknown' | 'decided' | 'not_allowed';
