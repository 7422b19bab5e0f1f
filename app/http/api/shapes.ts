import { z } from 'zod';
import { IDENTIFY_REASONS } from '#app/domain/isp/identify.ts';
import { LINES, NETWORK_KINDS } from '#app/domain/isp/network-kind.ts';
import { confidence, day, named, page, precision, slug, source } from './fields.ts';
import { criterionShape, evidenceShape, recordReplyShape } from './record-shapes.ts';

const month = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .meta({ description: 'Month, YYYY-MM.', examples: ['2014-02'] });
/** An ISP as the list gives it. Own choice. */
export const ispShape = z
  .object({
    slug,
    name: z.string().meta({ description: 'Its name of today.' }),
    brands: z.array(z.string()).meta({ description: 'Names under which it sells.' }),
    formerNames: z.array(z.string()).meta({ description: 'Names that it bore before.' }),
    page,
  })
  .meta({ id: 'Isp' });

/** Everything published about an ISP itself. Own choice. */
export const ispRecordShape = z
  .object({
    slug,
    name: z.string().meta({ description: 'Its name of today.' }),
    brands: z.array(named).meta({ description: 'Names under which it sells.' }),
    formerNames: z.array(named).meta({ description: 'Names that it bore before.' }),
    indexNames: z.array(named).meta({ description: 'Its labels in the Netflix ISP Speed Index.' }),
    parent: z.string().nullable().meta({ description: 'The owner, as far as published.' }),
    technologies: z.array(z.string()).meta({ description: 'How it reaches its subscribers, as published.' }),
    states: z.array(z.string()).nullable().meta({ description: 'States where it sells; null where not published.' }),
    website: z.string().nullable().meta({ description: 'Its own site.' }),
    subscribers: z
      .object({
        count: z.int().meta({ description: 'How many.' }),
        asOf: day,
        asOfPrecision: precision,
        source,
        confidence,
        note: z.string().nullable().meta({ description: 'What limits the figure.' }),
      })
      .nullable()
      .meta({ description: 'Broadband subscribers.' }),
    note: z.string().nullable().meta({ description: 'What else must be known of it.' }),
    networks: z
      .array(
        z.object({
          asn: z.int().meta({ description: 'AS number.' }),
          organization: z.string().meta({ description: 'Whom the number is registered to.' }),
          use: z
            .enum(['residential_mixed', 'mobile_fixed_wireless', 'shared', 'uncertain'])
            .meta({ description: 'What the network is used for, as far as known.' }),
          useNote: z.string().nullable().meta({ description: 'What limits that.' }),
          ipv4Addresses: z.int().meta({ description: 'IPv4 addresses in the address data of June 2026.' }),
          ipv4Ranges: z.int().meta({ description: 'IPv4 ranges in it.' }),
          ipv6Ranges: z.int().meta({ description: 'IPv6 ranges in it.' }),
          confidence,
        }),
      )
      .meta({ description: 'Its autonomous systems, the largest first.' }),
    criteria: z
      .array(criterionShape)
      .meta({ description: 'Six questions instead of a score, each answer with its evidence.' }),
    replies: z.array(recordReplyShape).meta({ description: 'Its own answers, oldest first.' }),
    evidence: z.array(evidenceShape).meta({ description: 'What may be cited about it, the most useful first.' }),
    page,
  })
  .meta({ id: 'IspRecord' });

/** What the caller's network says. Own choice. */
export const identifyShape = z
  .object({
    isps: z.array(z.object({ slug, name: z.string().meta({ description: 'Its name of today.' }), page })).meta({
      description: 'One ISP, several where they share the network, none where it is unknown, hosting or VPN-like.',
    }),
    asn: z.int().nullable().meta({ description: 'AS number of the network.' }),
    kind: z.enum(NETWORK_KINDS).meta({ description: 'What the network is used for.' }),
    confidence: z.enum(['high', 'low', 'none']).meta({ description: 'How sure the answer is.' }),
    reason: z.enum(IDENTIFY_REASONS).meta({ description: 'Why it is so sure; `howItWorks` explains each.' }),
    choices: z
      .array(
        z.object({
          slug,
          brand: z.string().nullable().meta({ description: 'A brand of the ISP; null for the ISP itself.' }),
          line: z.enum(LINES).meta({ description: 'Which lines the choice is about.' }),
        }),
      )
      .meta({ description: 'What a person on a shared network may be on.' }),
    howItWorks: z.url().meta({ description: 'The page that explains how it works and what it cannot know.' }),
  })
  .meta({ id: 'Identification' });

const quartiles = z.object({
  lower: z.number().meta({ description: 'A quarter of the tests lie below.' }),
  median: z.number().meta({ description: 'Half of the tests lie below.' }),
  upper: z.number().meta({ description: 'Three quarters of the tests lie below.' }),
});

/** What people on one ISP measured. Source: docs/measurements.md. */
export const measurementShape = z
  .object({
    isp: slug,
    name: z.string().meta({ description: 'The name of the ISP.' }),
    from: day.meta({ description: 'First day of the tests that are counted.' }),
    to: day.meta({ description: 'Last day of the tests that are counted.' }),
    asOf: day.meta({ description: 'Day of the newest data file that is counted.' }),
    tests: z.int().meta({ description: 'How many tests count, at most one a person-network a day.' }),
    networks: z.int().meta({ description: 'At least so many networks.' }),
    downloadMbps: quartiles.meta({ description: 'Download, Mbps.' }),
    uploadMbps: quartiles.nullable().meta({ description: 'Upload, Mbps.' }),
    minRttMs: quartiles.nullable().meta({ description: 'Least round-trip time, milliseconds.' }),
    evening: z
      .object({
        ratio: z.number().meta({ description: 'The ratio.' }),
        low: z.number().meta({ description: 'Lower bound.' }),
        high: z.number().meta({ description: 'Upper bound.' }),
      })
      .nullable()
      .meta({
        description:
          'Median download of 19:00 to 23:00 over that of 02:00 to 14:00, local time, with the bounds of its 95% interval.',
      }),
    streams: z
      .object({
        noDifference: z.number().meta({ description: 'No difference seen.' }),
        streamingSlower: z.number().meta({ description: 'Streaming slower.' }),
        inconclusive: z.number().meta({ description: 'Neither shown.' }),
      })
      .nullable()
      .meta({ description: 'How streaming comparisons ended, as shares.' }),
    page,
  })
  .meta({ id: 'Measurements' });

/** One published value of the Netflix ISP Speed Index. Source: facts README, 2026-11-22. */
export const speedIndexShape = z
  .object({
    month,
    list: z
      .enum(['major', 'expanded', 'country', 'mobile'])
      .meta({ description: 'The published list; entries of different lists are never ranked together.' }),
    indexName: z.string().meta({ description: 'The name as the index printed it.' }),
    isp: slug.nullable().meta({ description: 'The ISP of today, where there is one.' }),
    mbps: z.number().nullable().meta({
      description: 'Average prime-time stream bitrate in Mbps: no line speed, and not to be compared across years.',
    }),
    rank: z.int().nullable().meta({ description: 'The rank as published; null where none was.' }),
    rankCounts: z
      .string()
      .nullable()
      .meta({ description: 'What the rank counts; ranks that count other names must not be joined.' }),
    source,
    rankSource: source.nullable().meta({ description: 'Where the rank was read, when not in `source`.' }),
    confidence,
    note: z.string().nullable().meta({ description: 'What else must be known of the figure.' }),
  })
  .meta({ id: 'SpeedIndexEntry' });

const problem = z.object({
  type: z.literal('about:blank').meta({ description: 'The status says all there is to say (RFC 9457, 4.2.1).' }),
  status: z.int().meta({ description: 'The HTTP status.' }),
  title: z.string().meta({ description: 'What is wrong, in English.' }),
  requestId: z
    .string()
    .optional()
    .meta({ description: 'Names the request to the operator of the site, after a fault.' }),
  faults: z
    .array(
      z.object({
        parameter: z.string().meta({ description: 'The parameter.' }),
        message: z.string().meta({ description: 'What is wrong with it.' }),
      }),
    )
    .optional()
    .meta({ description: 'Each fault of the query.' }),
});

/** A refusal. Source: RFC 9457. */
export const problemShape = problem.meta({ id: 'Problem' });

/** A list in pages: `next` is the cursor of the page after, null at the end. Own choice. */
export const pageShape = <T extends z.ZodType>(entry: T) =>
  z.object({
    entries: z.array(entry).meta({ description: 'The entries of this page.' }),
    next: z.string().nullable().meta({ description: 'The cursor of the page after; null at the end.' }),
  });

/** An entry of the list of ISPs. Own choice. */
export type IspShape = z.infer<typeof ispShape>;
/** The record of one ISP. Own choice. */
export type IspRecordShape = z.infer<typeof ispRecordShape>;
/** A value of the speed index. Own choice. */
export type SpeedIndexShape = z.infer<typeof speedIndexShape>;
/** What the caller's network says. Own choice. */
export type IdentifyShape = z.infer<typeof identifyShape>;
/** What people on one ISP measured. Own choice. */
export type MeasurementShape = z.infer<typeof measurementShape>;
