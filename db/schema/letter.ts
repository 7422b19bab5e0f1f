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
import { ADDRESSEE_KINDS } from './addressee.ts';
import { campaigns, consentTexts, LOCALES } from './campaign.ts';
import { bigKey, bytes, instant, key, oneOf } from './column-types.ts';
import { isps } from './isp.ts';
import { people } from './person.ts';
import { dockets, regulators } from './regulator.ts';
import { signatures } from './signature.ts';

/** Where a template comes from: the room `templates/`, or an organizer's edit, which the seed leaves alone. */
export const TEMPLATE_ORIGINS = ['shipped', 'edited'] as const;

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
    addresseeKinds: text('addressee_kinds', { enum: ADDRESSEE_KINDS }).array().notNull(),
    origin: text('origin', { enum: TEMPLATE_ORIGINS }).notNull().default('shipped'),
    /** Who made this version; null for a shipped one. */
    createdBy: text('created_by'),
    position: integer('position').notNull(),
    source: text('source').notNull(),
    sourceSha256: text('source_sha256').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    retiredAt: instant('retired_at'),
    /** The organizer who took it back; null while it is current, and where a newer shipped version took its place. */
    retiredBy: text('retired_by'),
  },
  (t) => [
    uniqueIndex('letter_templates_one_current').on(t.campaignId, t.slug, t.locale).where(sql`${t.retiredAt} is null`),
    check('letter_templates_retired_by', sql`${t.retiredBy} is null or ${t.retiredAt} is not null`),
    unique('letter_templates_version_once').on(t.campaignId, t.slug, t.locale, t.version),
    unique('letter_templates_text_once').on(t.campaignId, t.slug, t.locale, t.sourceSha256),
    oneOf('letter_templates_locale_known', 'locale', LOCALES),
    oneOf('letter_templates_origin_known', 'origin', TEMPLATE_ORIGINS),
    check(
      'letter_templates_addressees_known',
      sql.raw(
        `cardinality("addressee_kinds") > 0 and "addressee_kinds" <@ array[${ADDRESSEE_KINDS.map((kind) => `'${kind}'`).join(', ')}]::text[]`,
      ),
    ),
    check('letter_templates_edited_by', sql`(${t.origin} = 'edited') = (${t.createdBy} is not null)`),
  ],
);

/** A sender's postal address in the parts of the FCC's bulk form. `state`: two letters; `zip`: five digits; `zipExtension`: four. */
export interface SenderAddress {
  line1: string | null;
  line2: string | null;
  city: string | null;
  state: string | null;
  zip: string | null;
  zipExtension: string | null;
}

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
    addresseeKind: text('addressee_kind', { enum: ADDRESSEE_KINDS }).notNull(),
    /** The proceeding, for a letter to a docket. */
    docketId: integer('docket_id').references(() => dockets.id),
    regulatorId: integer('regulator_id').references(() => regulators.id),
    ispId: integer('isp_id').references(() => isps.id),
    /** The sender's ISP and state when the draft was filled. */
    senderIspId: integer('sender_isp_id').references(() => isps.id),
    senderState: text('sender_state'),
    senderName: text('sender_name').notNull(),
    /** Postal address that the person gave, as lines of text, before it was asked for in parts. */
    senderPostal: text('sender_postal'),
    /** Postal address in the parts that a docket asks for: `{ line1, line2, city, state, zip, zipExtension }`; parts not given are null. */
    senderAddress: jsonb('sender_address').$type<SenderAddress>(),
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
    /** The exact bytes that the preview showed and that every channel carries, UTF-8; kept once, never changed after sending. */
    previewedBytes: bytes('previewed_bytes'),
    bytesSha256: bytes('bytes_sha256'),
    /** Wording shown beside the button: at preview what was shown, with `sent` what was agreed to. */
    consentTextId: integer('consent_text_id').references(() => consentTexts.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    previewedAt: instant('previewed_at'),
    sentAt: instant('sent_at'),
    receiptMailedAt: instant('receipt_mailed_at'),
    /** When the person withdrew it, and when its words and names were erased. */
    withdrawnAt: instant('withdrawn_at'),
    erasedAt: instant('erased_at'),
  },
  (t) => [
    unique('letters_public_id_unique').on(t.publicId),
    oneOf('letters_status_known', 'status', LETTER_STATES),
    oneOf('letters_locale_known', 'locale', LOCALES),
    check('letters_one_addressee', sql`num_nonnulls(${t.regulatorId}, ${t.ispId}) = 1`),
    oneOf('letters_addressee_kind_known', 'addressee_kind', ADDRESSEE_KINDS),
    check(
      'letters_addressee_kind_agrees',
      sql`(${t.addresseeKind} in ('isp_customer_relations', 'isp_headquarters')) = (${t.ispId} is not null)`,
    ),
    check('letters_docket_named', sql`${t.addresseeKind} = 'fcc_docket' or ${t.docketId} is null`),
    check(
      'letters_previewed_frozen',
      sql`${t.status} not in ('previewed', 'sent') or (${t.bytesSha256} is not null and ${t.previewedAt} is not null)`,
    ),
    check(
      'letters_bytes_kept',
      sql`${t.erasedAt} is not null or ((${t.bytesSha256} is null) = (${t.previewedBytes} is null) and (${t.previewedBytes} is null or sha256(${t.previewedBytes}) = ${t.bytesSha256}))`,
    ),
    check(
      'letters_erased_empty',
      sql`${t.erasedAt} is null or (${t.senderName} = '' and ${t.subject} = '' and ${t.body} = '' and num_nonnulls(${t.previewedBytes}, ${t.senderAddress}, ${t.senderPostal}) = 0)`,
    ),
    check(
      'letters_sent_with_consent',
      sql`${t.status} <> 'sent' or (${t.sentAt} is not null and ${t.consentTextId} is not null)`,
    ),
    check('letters_own_share_range', sql`${t.ownShare} between 0 and 1`),
    /** One sent letter per signer and addressee: a signature is of one campaign, and two signers may share a mailbox. */
    uniqueIndex('letters_sent_once_to_regulator')
      .on(t.signatureId, t.addresseeKind, t.regulatorId)
      .where(sql`${t.status} = 'sent' and ${t.regulatorId} is not null`),
    uniqueIndex('letters_sent_once_to_isp')
      .on(t.signatureId, t.addresseeKind, t.ispId)
      .where(sql`${t.status} = 'sent' and ${t.ispId} is not null`),
    index('letters_person').on(t.personId),
    index('letters_filed_by_name')
      .on(sql`lower(${t.senderName})`)
      .where(sql`${t.status} = 'sent' and ${t.addresseeKind} = 'fcc_docket'`),
  ],
);
