import { sql } from 'drizzle-orm';
import { bigint, boolean, check, date, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { ADDRESSEE_KINDS } from './addressee.ts';
import { bigKey, bytes, CONFIDENCES, DATE_PRECISIONS, instant, key, oneOf } from './column-types.ts';
import { regulators } from './regulator.ts';

/** Internet service providers of the catalogue, by today's name. One row per `slug`, the key used in URLs. */
export const isps = pgTable(
  'isps',
  {
    id: key(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    /** Owner as far as it is published; the part known only from memory stays in `parentUnpublished`. */
    parent: text('parent'),
    parentUnpublished: text('parent_unpublished'),
    technologies: text('technologies').array().notNull(),
    states: text('states').array(),
    website: text('website'),
    subscribers: integer('subscribers'),
    subscribersAsOf: date('subscribers_as_of', { mode: 'string' }),
    /** `year` when the source names only the year; the day is then its first. */
    subscribersAsOfPrecision: text('subscribers_as_of_precision', { enum: DATE_PRECISIONS }),
    subscribersSource: text('subscribers_source'),
    subscribersConfidence: text('subscribers_confidence', { enum: CONFIDENCES }),
    subscribersNote: text('subscribers_note'),
    note: text('note'),
    /** The part of the note that is known only from memory or was not verified. */
    noteUnpublished: text('note_unpublished'),
  },
  (t) => [
    unique('isps_slug_unique').on(t.slug),
    oneOf('isps_subscribers_confidence_known', 'subscribers_confidence', CONFIDENCES),
    oneOf('isps_subscribers_as_of_precision_known', 'subscribers_as_of_precision', DATE_PRECISIONS),
    check(
      'isps_subscribers_dated',
      sql`${t.subscribers} is null or (${t.subscribersAsOf} is not null and ${t.subscribersAsOfPrecision} is not null and ${t.subscribersSource} is not null)`,
    ),
  ],
);

/** What a name of an ISP is: sold today, used formerly, or the label of a published index. */
export const ISP_NAME_KINDS = ['brand', 'former', 'index'] as const;

/** Brands, former names and index labels that lead to an ISP. */
export const ispNames = pgTable(
  'isp_names',
  {
    id: key(),
    ispId: integer('isp_id')
      .notNull()
      .references(() => isps.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ISP_NAME_KINDS }).notNull(),
    name: text('name').notNull(),
    note: text('note'),
  },
  (t) => [unique('isp_names_once').on(t.ispId, t.kind, t.name), oneOf('isp_names_kind_known', 'kind', ISP_NAME_KINDS)],
);

/** What a network is used for, as far as the catalogue knows. */
export const NETWORK_USES = ['residential_mixed', 'mobile_fixed_wireless', 'shared', 'uncertain'] as const;

/** Autonomous systems of an ISP. An AS number may belong to several ISPs (AS209). */
export const ispNetworks = pgTable(
  'isp_networks',
  {
    id: key(),
    ispId: integer('isp_id')
      .notNull()
      .references(() => isps.id, { onDelete: 'cascade' }),
    asn: bigint('asn', { mode: 'number' }).notNull(),
    organization: text('organization').notNull(),
    use: text('use', { enum: NETWORK_USES }).notNull(),
    useNote: text('use_note'),
    ipv4Ranges: integer('ipv4_ranges').notNull(),
    ipv6Ranges: integer('ipv6_ranges').notNull(),
    ipv4Addresses: bigint('ipv4_addresses', { mode: 'number' }).notNull(),
    registryName2017: text('registry_name_2017'),
    registry2017Agrees: boolean('registry_2017_agrees'),
    confidence: text('confidence', { enum: CONFIDENCES }).notNull(),
  },
  (t) => [
    unique('isp_networks_once').on(t.ispId, t.asn),
    index('isp_networks_asn').on(t.asn),
    oneOf('isp_networks_use_known', 'use', NETWORK_USES),
    oneOf('isp_networks_confidence_known', 'confidence', CONFIDENCES),
    check('isp_networks_asn_range', sql`${t.asn} between 1 and 4294967295`),
  ],
);

/** Ways to reach an addressee. */
export const CONTACT_CHANNELS = ['email', 'docket', 'postal', 'web_form', 'website', 'phone'] as const;

/** Whether a contact may be written to: only `verified` ones receive mail. */
export const CONTACT_STATES = ['unverified', 'verified', 'bounced', 'retired'] as const;

/** Contacts of an ISP or a regulator, with who verified them and when. Exactly one owner. */
export const contacts = pgTable(
  'contacts',
  {
    id: bigKey(),
    ispId: integer('isp_id').references(() => isps.id, { onDelete: 'cascade' }),
    regulatorId: integer('regulator_id').references(() => regulators.id, { onDelete: 'cascade' }),
    channel: text('channel', { enum: CONTACT_CHANNELS }).notNull(),
    label: text('label').notNull(),
    value: text('value').notNull(),
    state: text('state', { enum: CONTACT_STATES }).notNull().default('unverified'),
    verifiedBy: text('verified_by'),
    verifiedAt: instant('verified_at'),
    /** A reserved `.example` address of the seeded demonstration; pages say so. */
    isDemonstration: boolean('is_demonstration').notNull().default(false),
    confidence: text('confidence', { enum: CONFIDENCES }).notNull(),
    source: text('source'),
    /** The day on which the source was read, by the seed or by who checked it. */
    readOn: date('read_on', { mode: 'string' }).notNull().default(sql`current_date`),
    note: text('note'),
    /** Which addressees of its owner it serves; null: all of them. */
    addresseeKinds: text('addressee_kinds', { enum: ADDRESSEE_KINDS }).array(),
    bouncedAt: instant('bounced_at'),
    validFrom: date('valid_from', { mode: 'string' }),
    validUntil: date('valid_until', { mode: 'string' }),
  },
  (t) => [
    check('contacts_bounced_when', sql`(${t.state} = 'bounced') = (${t.bouncedAt} is not null)`),
    unique('contacts_once').on(t.ispId, t.regulatorId, t.channel, t.value).nullsNotDistinct(),
    check('contacts_one_owner', sql`num_nonnulls(${t.ispId}, ${t.regulatorId}) = 1`),
    check(
      'contacts_verified_by_whom',
      sql`${t.state} <> 'verified' or (${t.verifiedBy} is not null and ${t.verifiedAt} is not null)`,
    ),
    check('contacts_memory_unverified', sql`${t.confidence} <> 'memory' or ${t.state} <> 'verified'`),
    check(
      'contacts_published_sourced',
      sql`${t.confidence} = 'memory' or ${t.isDemonstration} or ${t.source} is not null`,
    ),
    check('contacts_demonstration_reserved', sql`not ${t.isDemonstration} or ${t.value} like '%.example'`),
    oneOf('contacts_channel_known', 'channel', CONTACT_CHANNELS),
    oneOf('contacts_state_known', 'state', CONTACT_STATES),
    oneOf('contacts_confidence_known', 'confidence', CONFIDENCES),
    index('contacts_isp').on(t.ispId),
    index('contacts_regulator').on(t.regulatorId),
  ],
);

/** Every change of a contact's state: who said so, when, on which page. Rows are added, never changed (trigger `contact_checks_kept`). */
export const contactChecks = pgTable(
  'contact_checks',
  {
    id: bigKey(),
    contactId: bigint('contact_id', { mode: 'number' })
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    state: text('state', { enum: CONTACT_STATES }).notNull(),
    checkedBy: text('checked_by').notNull(),
    checkedAt: instant('checked_at').notNull(),
    /** The page or paper on which the address was seen; for a bounce its status code. */
    source: text('source'),
    note: text('note'),
  },
  (t) => [
    oneOf('contact_checks_state_known', 'state', CONTACT_STATES),
    index('contact_checks_contact').on(t.contactId, t.checkedAt),
  ],
);

/**
 * Compiled address ranges that an operator brought in with `npm run ranges -- --from FILE`, whole. Every process reads the newest row that is
 * not retired; without one, the ranges of the build.
 */
export const rangeFiles = pgTable(
  'range_files',
  {
    id: key(),
    /** Name and edition of what was compiled, as pages print it. */
    source: text('source').notNull(),
    sha256: bytes('sha256').notNull(),
    file: bytes('file').notNull(),
    /** What the checks found: sizes, overlaps, coverage, the change of every large ISP. */
    report: jsonb('report').$type<Record<string, unknown>>().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    retiredAt: instant('retired_at'),
  },
  (t) => [index('range_files_current').on(t.id).where(sql`${t.retiredAt} is null`)],
);
