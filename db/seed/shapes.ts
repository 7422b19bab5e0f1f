import { z } from 'zod';
import { DATE_PRECISIONS } from '../schema/column-types.ts';
import { INCIDENT_TYPES, NETWORK_SEGMENTS } from '../schema/incident.ts';
import { LEGAL_KINDS } from '../schema/legal.ts';
import { DOCKET_WINDOW_KINDS } from '../schema/regulator.ts';
import {
  confidence,
  dated,
  day,
  isFirstOfItsPeriod,
  oneOf,
  periodFault,
  published,
  slug,
  sources,
  state,
  statement,
  webAddress,
  words,
} from './shape-parts.ts';

/** One entry of the incident register, in `incidents.json` and in the files that editors hand in. Own choice. */
export const incidentEntry = z
  .strictObject({
    id: slug,
    ...dated,
    isps: z.array(z.strictObject({ nameThen: published, slug: slug.nullable() })).min(1, 'names no ISP'),
    type: oneOf(INCIDENT_TYPES),
    segment: oneOf(NETWORK_SEGMENTS),
    title: published,
    summary: published,
    ispPosition: published.optional(),
    outcome: published.optional(),
    figures: z.record(z.string(), z.unknown()).optional(),
    tags: z.array(words),
    sources,
    confidence,
    statement: statement.optional(),
    fromMemory: words.optional(),
  })
  .refine(isFirstOfItsPeriod, periodFault);

/** What `incidentEntry` parses to. */
export type IncidentFields = z.infer<typeof incidentEntry>;

/** `incidents.json`. Source: facts, 2026-11-22. */
export const incidentsFile = z.object({ entries: z.array(incidentEntry) });

/** `legal-timeline.json`. Source: facts, 2026-11-22. */
export const legalFile = z.object({
  entries: z.array(
    z
      .strictObject({
        id: slug,
        ...dated,
        kind: oneOf(LEGAL_KINDS),
        title: published,
        summary: published,
        docket: published.optional(),
        citation: published.optional(),
        vote: z
          .string()
          .regex(/^\d+-\d+$/, 'is not a vote such as 3-2')
          .optional(),
        statusNow: published.optional(),
        comments: z.record(z.string(), z.unknown()).optional(),
        sources,
        confidence,
        statement: statement.optional(),
        fromMemory: words.optional(),
      })
      .refine(isFirstOfItsPeriod, periodFault),
  ),
});

const ispName = z.union([
  published.transform((name) => ({ name, note: null as string | null })),
  z.strictObject({ name: published, note: published.nullable() }),
]);

const subscribers = z
  .strictObject({
    value: z.int('is not a whole number').positive('must be more than nothing').nullable(),
    asOf: day.nullable(),
    asOfPrecision: oneOf(DATE_PRECISIONS).optional(),
    source: words.nullable(),
    confidence,
    note: published.nullable().optional(),
  })
  .refine(({ value, asOf, asOfPrecision, source }) => value === null || (asOf && asOfPrecision && source), {
    error: 'a number of subscribers needs asOf, asOfPrecision and source',
  });

const heldContact = {
  label: published,
  confidence,
  source: words.optional(),
  note: published.optional(),
  fromMemory: words.optional(),
};

/** What the address data says a network is used for, as it is written in `isps.json`. */
export const NETWORK_USE_WORDS = [
  'residential/mixed',
  'mobile / fixed wireless',
  'shared with CenturyLink',
  'uncertain',
] as const;

/** `isps.json`. Source: facts, 2026-11-22. */
export const ispsFile = z.object({
  generated: day,
  asnSource: z.object({ package: words, version: words, licence: words }),
  isps: z.array(
    z.strictObject({
      slug,
      name: published,
      brands: z.array(ispName),
      formerNames: z.array(ispName),
      parent: published.nullable(),
      parentUnpublished: words.optional(),
      technology: z.array(words).min(1, 'names no technology'),
      states: z.array(state).nullable(),
      subscribers: subscribers.nullable(),
      asns: z.array(
        z.strictObject({
          asn: z
            .int('is not a whole number')
            .min(1, 'is not an AS number: 1 to 4294967295')
            .max(4294967295, 'is not an AS number: 1 to 4294967295'),
          org: words,
          use: oneOf(NETWORK_USE_WORDS),
          ipv4Ranges: z.int().min(0),
          ipv6Ranges: z.int().min(0),
          ipv4Addresses: z.int().min(0),
          registryName2017: words.nullable(),
          registry2017Agrees: z.boolean().nullable(),
          confidence,
        }),
      ),
      asnTotals: z.strictObject({
        count: z.int(),
        ipv4Ranges: z.int(),
        ipv6Ranges: z.int(),
        ipv4Addresses: z.int(),
      }),
      contacts: z.strictObject({
        postal: z.array(
          z
            .strictObject({ ...heldContact, value: published.optional(), sameAs: slug.optional() })
            .refine(({ value, sameAs }) => (value === undefined) !== (sameAs === undefined), {
              error: 'needs either value or sameAs, the slug of an ISP with the same address',
            }),
        ),
        phone: z.array(z.strictObject({ ...heldContact, value: published })).optional(),
        website: webAddress,
      }),
      note: published.nullable(),
      noteUnpublished: words.optional(),
    }),
  ),
});

const windowShape = z
  .strictObject({ kind: oneOf(DOCKET_WINDOW_KINDS), opensOn: day.optional(), closesOn: day, source: words })
  .refine(({ opensOn, closesOn }) => !opensOn || opensOn <= closesOn, 'closes before it opens');

/** `regulators.json`. Source: facts, 2026-11-22. */
export const regulatorsFile = z.object({
  generated: day,
  federal: z.array(
    z.looseObject({
      id: slug,
      name: published,
      postal: published,
      postalConfidence: confidence,
      postalSource: words.optional(),
      phone: published.optional(),
      phoneConfidence: confidence.optional(),
      phoneSource: words.optional(),
      channels: z.array(
        z.looseObject({
          id: slug,
          name: published,
          url: webAddress.optional(),
          phone: published.optional(),
          /** The sort of contact that the channel becomes; without it the channel is only described. */
          contact: oneOf(['docket', 'web_form', 'phone']).optional(),
          use: published.optional(),
          sources: z.array(words).optional(),
          confidence,
        }),
      ),
      dockets: z
        .array(
          z.strictObject({
            docket: words,
            title: published,
            state: published,
            windows: z.array(windowShape).optional(),
          }),
        )
        .optional(),
      authorityNow: published.optional(),
      note: published.optional(),
      confidence,
    }),
  ),
  stateAttorneysGeneral: z.array(
    z.strictObject({
      state,
      stateName: published,
      office: published,
      division: published,
      postal: published,
      phone: published,
      website: webAddress,
      complaintPage: webAddress,
      confidence,
      source: words,
      doubt: published.nullable(),
      doubtFromMemory: words.optional(),
    }),
  ),
  stateUtilityCommissions: z.array(
    z.strictObject({
      state,
      name: published,
      website: webAddress,
      nameConfidence: confidence,
      websiteConfidence: confidence,
      source: words.nullable(),
      note: published.optional(),
      postal: published.optional(),
      postalConfidence: confidence.optional(),
      postalSource: words.optional(),
    }),
  ),
  stateNetNeutralityInstruments: z.array(
    z.strictObject({
      state,
      instrument: published,
      covers: z.array(words).min(1, 'covers nothing'),
      since: published,
      sinceFromMemory: words.optional(),
      enforcedBy: published.optional(),
      confidence,
    }),
  ),
  stateSources: sources,
});

/** `measurement.json`. Source: facts, 2026-11-22. */
export const measurementFile = z.object({
  tools: z.array(z.looseObject({ id: slug, name: published, kind: published, confidence })),
  interconnectionStudy: z.array(z.strictObject({ period: published, finding: published, source: words })),
});
