import { z } from 'zod';

/** By which door members came; `db/schema` keeps the same list. */
export const MEMBER_SOURCES = ['page', 'sign', 'embed', 'import'] as const;

/** One of `MEMBER_SOURCES`. */
export type MemberSource = (typeof MEMBER_SOURCES)[number];

/** What an organization writes about; `db/schema` keeps the same list. */
export const TOPICS = ['isp', 'campaigns', 'outcomes'] as const;

/** One of `TOPICS`. */
export type Topic = (typeof TOPICS)[number];

/** Deeds that a segment may ask for: a signature or a letter of a campaign. */
export const SEGMENT_DEEDS = ['signed', 'wrote'] as const;

/** One of `SEGMENT_DEEDS`. */
export type SegmentDeed = (typeof SEGMENT_DEEDS)[number];

/** What stands in a list of ISPs or states for members of whom it is not known. */
export const UNKNOWN = 'unknown';

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/);
const day = z.iso.date();

/**
 * Whom a segment holds: members to whom every condition applies; one that is left out asks nothing. `isps`: slugs of the catalogue, or `unknown`; `states`: two letters, or
 * `unknown`; `deeds`: at most four, `did` false for those who have not; `since` and `until`: days in UTC, both inclusive, on which the member came onto the list; `lists`: ids of
 * imports, in any one of which the member stands.
 */
export const segmentQuery = z
  .strictObject({
    isps: z.array(slug).min(1).max(100).optional(),
    states: z
      .array(z.union([z.string().regex(/^[A-Z]{2}$/), z.literal(UNKNOWN)]))
      .min(1)
      .max(70)
      .optional(),
    locale: z.enum(['en', 'es']).optional(),
    deeds: z
      .array(z.strictObject({ deed: z.enum(SEGMENT_DEEDS), campaign: slug, did: z.boolean() }))
      .min(1)
      .max(4)
      .optional(),
    since: day.optional(),
    until: day.optional(),
    sources: z.array(z.enum(MEMBER_SOURCES)).min(1).max(MEMBER_SOURCES.length).optional(),
    lists: z.array(z.number().int().positive()).min(1).max(50).optional(),
  })
  .refine(({ since, until }) => since === undefined || until === undefined || since <= until, {
    path: ['until'],
    message: 'order',
  });

/** A parsed `segmentQuery`. */
export type SegmentQuery = z.infer<typeof segmentQuery>;

/** A member of a segment, as who writes to them needs it. `address` is the one to write to. */
export interface SegmentMember {
  id: number;
  address: string;
  locale: 'en' | 'es';
  ispId: number | null;
  state: string | null;
}

/** An address of which enough is left to know it again and too little to use it: "a•••@e•••.org". Own choice. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  const first = (text: string) => [...text][0] ?? '';
  return `${first(address.slice(0, at))}•••@${first(domain)}•••${dot < 0 ? '' : domain.slice(dot)}`;
}

/** The form that saves a segment or takes it off the list. `fields`: its conditions as the address of its page carries them. */
export const segmentForm = z.object({
  intent: z.enum(['save', 'archive']),
  name: z.string().max(500).default(''),
  fields: z.string().max(20_000).default(''),
});
