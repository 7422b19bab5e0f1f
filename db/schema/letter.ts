import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { campaigns, consentTexts, LOCALES, TARGET_KINDS } from './campaign.ts';
import { bigKey, bytes, instant, key, oneOf } from './column-types.ts';
import { isps } from './isp.ts';
import { people } from './person.ts';
import { regulators } from './regulator.ts';
import { signatures } from './signature.ts';

/** Letter templates by version; a version is never edited, a new one is added. `source` is the whole file, front matter included. */
export const letterTemplates = pgTable(
  'letter_templates',
  {
    id: key(),
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    slug: text('slug').notNull(),
    locale: text('locale', { enum: LOCALES }).notNull(),
    version: integer('version').notNull(),
    name: text('name').notNull(),
    targetKind: text('target_kind', { enum: TARGET_KINDS }).notNull(),
    position: integer('position').notNull(),
    source: text('source').notNull(),
    sourceSha256: text('source_sha256').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    retiredAt: instant('retired_at'),
  },
  (t) => [
    unique('letter_templates_version_once').on(t.campaignId, t.slug, t.locale, t.version),
    unique('letter_templates_text_once').on(t.campaignId, t.slug, t.locale, t.sourceSha256),
    oneOf('letter_templates_locale_known', 'locale', LOCALES),
    oneOf('letter_templates_target_kind_known', 'target_kind', TARGET_KINDS),
  ],
);

/** Life of a letter: edited, shown exactly, sent. */
export const LETTER_STATES = ['draft', 'previewed', 'sent', 'discarded'] as const;

/** A person's letter to one addressee. From `previewed` on, the text is frozen and hashed: what was shown is what is sent. */
export const letters = pgTable(
  'letters',
  {
    id: bigKey(),
    publicId: uuid('public_id').notNull().defaultRandom(),
    personId: bigint('person_id', { mode: 'number' })
      .notNull()
      .references(() => people.id),
    signatureId: bigint('signature_id', { mode: 'number' })
      .notNull()
      .references(() => signatures.id),
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    templateId: integer('template_id')
      .notNull()
      .references(() => letterTemplates.id),
    regulatorId: integer('regulator_id').references(() => regulators.id),
    ispId: integer('isp_id').references(() => isps.id),
    /** The sender's ISP and state when the draft was filled. */
    senderIspId: integer('sender_isp_id').references(() => isps.id),
    senderState: text('sender_state'),
    senderName: text('sender_name').notNull(),
    /** Postal address that the person gave for the printed letter; optional. */
    senderPostal: text('sender_postal'),
    locale: text('locale', { enum: LOCALES }).notNull(),
    status: text('status', { enum: LETTER_STATES }).notNull().default('draft'),
    subject: text('subject').notNull(),
    body: text('body').notNull(),
    /** The draft as the template gave it, to show how much is the person's own. */
    templateBody: text('template_body').notNull(),
    /** Evidence used: [{ kind, ref, text, sources }]. */
    evidence: jsonb('evidence')
      .$type<{ kind: string; ref: string; text: string; sources: string[] }[]>()
      .notNull()
      .default(sql`'[]'::jsonb`),
    /** Share of words that are not the template's, 0 to 1. */
    ownShare: doublePrecision('own_share').notNull().default(0),
    bytesSha256: bytes('bytes_sha256'),
    consentTextId: integer('consent_text_id').references(() => consentTexts.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    previewedAt: instant('previewed_at'),
    sentAt: instant('sent_at'),
    receiptMailedAt: instant('receipt_mailed_at'),
  },
  (t) => [
    unique('letters_public_id_unique').on(t.publicId),
    oneOf('letters_status_known', 'status', LETTER_STATES),
    oneOf('letters_locale_known', 'locale', LOCALES),
    check('letters_one_addressee', sql`num_nonnulls(${t.regulatorId}, ${t.ispId}) = 1`),
    check(
      'letters_previewed_frozen',
      sql`${t.status} not in ('previewed', 'sent') or (${t.bytesSha256} is not null and ${t.previewedAt} is not null)`,
    ),
    check(
      'letters_sent_with_consent',
      sql`${t.status} <> 'sent' or (${t.sentAt} is not null and ${t.consentTextId} is not null)`,
    ),
    check('letters_own_share_range', sql`${t.ownShare} between 0 and 1`),
    /** One sent letter per person, campaign and addressee. */
    uniqueIndex('letters_sent_once_to_regulator')
      .on(t.personId, t.campaignId, t.regulatorId)
      .where(sql`${t.status} = 'sent' and ${t.regulatorId} is not null`),
    uniqueIndex('letters_sent_once_to_isp')
      .on(t.personId, t.campaignId, t.ispId)
      .where(sql`${t.status} = 'sent' and ${t.ispId} is not null`),
    index('letters_person').on(t.personId),
  ],
);
