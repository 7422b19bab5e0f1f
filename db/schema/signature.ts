import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, pgTable, smallint, text, unique } from 'drizzle-orm/pg-core';
import { campaigns, consentTexts, LOCALES } from './campaign.ts';
import { bigKey, bytes, instant, oneOf } from './column-types.ts';
import { isps } from './isp.ts';
import { people } from './person.ts';

/** Life of a signature; only `confirmed` ones count. */
export const SIGNATURE_STATES = ['pending', 'confirmed', 'withdrawn', 'invalidated'] as const;

/** How a signature was confirmed. */
export const CONFIRMATION_METHODS = ['button', 'code'] as const;

/**
 * One person's signature on one campaign: at most one per canonical address. Until it is confirmed it says what its first attempt said;
 * confirming a later attempt writes down what that one said, for the first may be a stranger's (decision 0010).
 */
export const signatures = pgTable(
  'signatures',
  {
    id: bigKey(),
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    canonicalAddress: text('canonical_address').notNull(),
    address: text('address').notNull(),
    name: text('name').notNull(),
    zip: text('zip').notNull(),
    /** Two-letter state or territory derived from the ZIP; null when the ZIP is of none. */
    state: text('state'),
    ispStatedId: integer('isp_stated_id').references(() => isps.id),
    ispSeenId: integer('isp_seen_id').references(() => isps.id),
    seenAsn: bigint('seen_asn', { mode: 'number' }),
    locale: text('locale', { enum: LOCALES }).notNull(),
    status: text('status', { enum: SIGNATURE_STATES }).notNull().default('pending'),
    source: text('source'),
    /** Whether the signer agreed that their name is handed in with the petition, where it becomes public. */
    isNamePublic: boolean('is_name_public').notNull().default(false),
    consentTextId: integer('consent_text_id').references(() => consentTexts.id),
    personId: bigint('person_id', { mode: 'number' }).references(() => people.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    confirmedAt: instant('confirmed_at'),
    confirmedBy: text('confirmed_by', { enum: CONFIRMATION_METHODS }),
    withdrawnAt: instant('withdrawn_at'),
    invalidatedAt: instant('invalidated_at'),
    invalidationReason: text('invalidation_reason'),
    /** Set by the sequencer when the signing and its undoing entered the count. */
    countedAt: instant('counted_at'),
    uncountedAt: instant('uncounted_at'),
    /** When name, address and ZIP were erased; only a signature that counts no more is erased. */
    erasedAt: instant('erased_at'),
  },
  (t) => [
    unique('signatures_one_per_person').on(t.campaignId, t.canonicalAddress),
    oneOf('signatures_status_known', 'status', SIGNATURE_STATES),
    oneOf('signatures_locale_known', 'locale', LOCALES),
    oneOf('signatures_confirmed_by_known', 'confirmed_by', CONFIRMATION_METHODS),
    check(
      'signatures_confirmed_when_and_how',
      sql`${t.status} <> 'confirmed' or (${t.confirmedAt} is not null and ${t.confirmedBy} is not null and ${t.personId} is not null)`,
    ),
    check('signatures_withdrawn_when', sql`(${t.status} = 'withdrawn') = (${t.withdrawnAt} is not null)`),
    check(
      'signatures_invalidated_why',
      sql`(${t.status} = 'invalidated') = (${t.invalidatedAt} is not null and ${t.invalidationReason} is not null)`,
    ),
    check(
      'signatures_erased_empty',
      sql`${t.erasedAt} is null or (${t.status} in ('withdrawn', 'invalidated') and ${t.canonicalAddress} like 'erased:%' and ${t.address} = '' and ${t.name} = '' and ${t.zip} = '00000')`,
    ),
    check('signatures_zip_shape', sql`${t.zip} ~ '^[0-9]{5}$'`),
    check('signatures_counted_if_confirmed', sql`${t.countedAt} is null or ${t.confirmedAt} is not null`),
    check('signatures_uncounted_if_counted', sql`${t.uncountedAt} is null or ${t.countedAt} is not null`),
    index('signatures_to_count')
      .on(t.confirmedAt, t.id)
      .where(sql`${t.status} = 'confirmed' and ${t.countedAt} is null`),
    index('signatures_to_uncount')
      .on(t.id)
      .where(
        sql`${t.status} in ('withdrawn', 'invalidated') and ${t.countedAt} is not null and ${t.uncountedAt} is null`,
      ),
    index('signatures_person').on(t.personId).where(sql`${t.personId} is not null`),
  ],
);

/**
 * One attempt to sign waits for proof of the mailbox. The claim is in the signer's thank-you address, the token and the code
 * in the mail; only digests are kept. Several challenges of one signature may be open at once.
 */
export const signatureChallenges = pgTable(
  'signature_challenges',
  {
    id: bigKey(),
    signatureId: bigint('signature_id', { mode: 'number' })
      .notNull()
      .references(() => signatures.id, { onDelete: 'cascade' }),
    /** What the form of a later attempt said; null throughout for the attempt that made the signature (decision 0010). */
    address: text('address'),
    name: text('name'),
    zip: text('zip'),
    state: text('state'),
    ispStatedId: integer('isp_stated_id').references(() => isps.id),
    ispSeenId: integer('isp_seen_id').references(() => isps.id),
    seenAsn: bigint('seen_asn', { mode: 'number' }),
    locale: text('locale', { enum: LOCALES }),
    source: text('source'),
    isNamePublic: boolean('is_name_public'),
    consentTextId: integer('consent_text_id').references(() => consentTexts.id),
    claimHash: bytes('claim_hash').notNull(),
    tokenHash: bytes('token_hash').notNull(),
    codeHash: bytes('code_hash').notNull(),
    codeAttempts: smallint('code_attempts').notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    /** When this challenge took one of the address's mails of the day; taken before the mail leaves, so that a retry takes no second one. */
    mailReservedAt: instant('mail_reserved_at'),
    /** When a mail with this token was handed over; null also when the daily limit of mails held it back. */
    mailedAt: instant('mailed_at'),
    /** When the mail server refused the mail for good, and its reply code; never tried again. */
    mailRefusedAt: instant('mail_refused_at'),
    mailRefusalCode: smallint('mail_refusal_code'),
    usedAt: instant('used_at'),
  },
  (t) => [
    unique('signature_challenges_claim_unique').on(t.claimHash),
    unique('signature_challenges_token_unique').on(t.tokenHash),
    oneOf('signature_challenges_locale_known', 'locale', LOCALES),
    check(
      'signature_challenges_said_whole',
      sql`num_nonnulls(${t.address}, ${t.name}, ${t.zip}, ${t.locale}) in (0, 4)`,
    ),
    check('signature_challenges_attempts_bounded', sql`${t.codeAttempts} between 0 and 5`),
    check('signature_challenges_mail_reserved_first', sql`${t.mailedAt} is null or ${t.mailReservedAt} is not null`),
    check('signature_challenges_mailed_or_refused', sql`num_nonnulls(${t.mailedAt}, ${t.mailRefusedAt}) <= 1`),
    index('signature_challenges_signature').on(t.signatureId, t.createdAt),
  ],
);
