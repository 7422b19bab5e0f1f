import { z } from 'zod';
import { PUBLISHED_STATES } from '#app/domain/incident/editorial.ts';
import { INCIDENT_TYPES, NETWORK_SEGMENTS } from '#app/domain/incident/incident.ts';
import { IDENTIFY_REASONS } from '#app/domain/isp/identify.ts';
import { LINES, NETWORK_KINDS } from '#app/domain/isp/network-kind.ts';

const day = z.iso.date().meta({ description: 'Day, YYYY-MM-DD.' });
const month = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .meta({ description: 'Month, YYYY-MM.' });
const confidence = z.enum(['sourced', 'partly']).meta({
  description: '`sourced`: read in the source named. `partly`: one element is derived, secondary or undated.',
});
const precision = z
  .enum(['day', 'approximate_day', 'month', 'season', 'year', 'as_of'])
  .meta({ description: 'How much of the date is known; the rest of it is the first day of what is left open.' });
const source = z.string().meta({ description: 'An address or a citation.' });
const page = z.url().meta({ description: 'The page of this site about it.' });
const slug = z.string().meta({ description: 'The key of an ISP in every address of this site.' });
const named = z.object({ name: z.string(), note: z.string().nullable() });

/** An ISP as the list gives it. Own choice. */
export const ispShape = z
  .object({
    slug,
    name: z.string(),
    brands: z.array(z.string()),
    formerNames: z.array(z.string()),
    page,
  })
  .meta({ id: 'Isp' });

/** Everything published about an ISP itself. Own choice. */
export const ispRecordShape = z
  .object({
    slug,
    name: z.string(),
    brands: z.array(named),
    formerNames: z.array(named),
    indexNames: z.array(named).meta({ description: 'Its labels in the Netflix ISP Speed Index.' }),
    parent: z.string().nullable().meta({ description: 'The owner, as far as published.' }),
    technologies: z.array(z.string()),
    states: z.array(z.string()).nullable(),
    website: z.string().nullable(),
    subscribers: z
      .object({
        count: z.int(),
        asOf: day,
        asOfPrecision: precision,
        source,
        confidence,
        note: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'Broadband subscribers.' }),
    note: z.string().nullable(),
    networks: z.array(
      z.object({
        asn: z.int().meta({ description: 'AS number.' }),
        organization: z.string(),
        use: z.enum(['residential_mixed', 'mobile_fixed_wireless', 'shared', 'uncertain']),
        useNote: z.string().nullable(),
        ipv4Addresses: z.int(),
        ipv4Ranges: z.int(),
        ipv6Ranges: z.int(),
        confidence,
      }),
    ),
    page,
  })
  .meta({ id: 'IspRecord' });

/** What the caller's network says. Own choice. */
export const identifyShape = z
  .object({
    isps: z.array(z.object({ slug, name: z.string(), page })).meta({
      description: 'One ISP, several where they share the network, none where it is unknown, hosting or VPN-like.',
    }),
    asn: z.int().nullable().meta({ description: 'AS number of the network.' }),
    kind: z.enum(NETWORK_KINDS),
    confidence: z.enum(['high', 'low', 'none']),
    reason: z.enum(IDENTIFY_REASONS),
    choices: z
      .array(z.object({ slug, brand: z.string().nullable(), line: z.enum(LINES) }))
      .meta({ description: 'What a person on a shared network may be on.' }),
    howItWorks: page,
  })
  .meta({ id: 'Identification' });

const quartiles = z.object({ lower: z.number(), median: z.number(), upper: z.number() });

/** What people on one ISP measured. Source: docs/measurements.md. */
export const measurementShape = z
  .object({
    isp: slug,
    name: z.string(),
    from: day,
    to: day,
    asOf: day.meta({ description: 'Day of the newest data file that is counted.' }),
    tests: z.int(),
    networks: z.int().meta({ description: 'At least so many networks.' }),
    downloadMbps: quartiles,
    uploadMbps: quartiles.nullable(),
    minRttMs: quartiles.nullable(),
    evening: z.object({ ratio: z.number(), low: z.number(), high: z.number() }).nullable().meta({
      description:
        'Median download of 19:00 to 23:00 over that of 02:00 to 14:00, local time, with the bounds of its 95% interval.',
    }),
    streams: z
      .object({ noDifference: z.number(), streamingSlower: z.number(), inconclusive: z.number() })
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
    rank: z.int().nullable(),
    rankCounts: z
      .string()
      .nullable()
      .meta({ description: 'What the rank counts; ranks that count other names must not be joined.' }),
    source,
    rankSource: source.nullable(),
    confidence,
    note: z.string().nullable(),
  })
  .meta({ id: 'SpeedIndexEntry' });

/** One dated event of the register. Own choice. */
export const incidentShape = z
  .object({
    slug: z.string(),
    title: z.string(),
    occurredOn: day,
    datePrecision: precision,
    dateNote: z.string().nullable(),
    type: z.enum(INCIDENT_TYPES),
    segment: z.enum(NETWORK_SEGMENTS).meta({
      description: 'Whether it is about the last mile to the home or about interconnection between networks.',
    }),
    summary: z.string(),
    ispPosition: z.string().nullable().meta({ description: 'What the ISP said about it, in our words.' }),
    outcome: z.string().nullable(),
    isps: z.array(z.object({ nameThen: z.string(), slug: slug.nullable(), name: z.string().nullable() })),
    sources: z.array(source),
    confidence,
    state: z.enum(PUBLISHED_STATES).meta({ description: 'Editorial state.' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime().meta({ description: 'When anything that is shown of it last changed.' }),
    page,
  })
  .meta({ id: 'Incident' });

const problem = z.object({
  type: z.literal('about:blank'),
  status: z.int(),
  title: z.string(),
  faults: z.array(z.object({ parameter: z.string(), message: z.string() })).optional(),
});

/** A refusal. Source: RFC 9457. */
export const problemShape = problem.meta({ id: 'Problem' });

/** A list in pages: `next` is the cursor of the page after, null at the end. Own choice. */
export const pageShape = <T extends z.ZodType>(entry: T) =>
  z.object({ entries: z.array(entry), next: z.string().nullable() });

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
/** An event of the register. Own choice. */
export type IncidentShape = z.infer<typeof incidentShape>;
