import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { LOCALES } from './campaign.ts';
import { bigKey, bytes, instant, oneOf } from './column-types.ts';
import { people } from './person.ts';

/** Life of a signature; only `confirmed` ones count. `suspicious` ones wait for an organizer, whether or not their mailbox was proved. */
export const SIGNATURE_STATES = ['pending', 'confirmed', 'suspicious', 'withdrawn', 'invalidated'] as const;

/** How a signature was confirmed. */
export const CONFIRMATION_METHODS = ['button', 'code'] as const;

/** What a form showed of the work its browser did: a solution that holds, none, one that does not hold, or one for a challenge that is too old. */
export const PROOFS = ['valid', 'none', 'invalid', 'expired'] as const;

/**
 * One person's signature on one campaign: at most one per canonical address and seat. The worker makes the row when it takes up the first form
 * for an address; until it is confirmed it says what that form said, and confirming another form writes down what that one said (decision
 * 0010). Seat 2 is for a second person of one mailbox. References to campaigns, ISPs and consent texts carry no foreign key, as those of its forms (decision 0029).
 */
export const signatures = pgTable(
  'signatures',
  {
    id: bigKey(),
    campaignId: integer('campaign_id').notNull(),
    canonicalAddress: text('canonical_address').notNull(),
    /** 1, or 2 for a second person who shares the mailbox: another name, the same ZIP. */
    seat: smallint('seat').notNull().default(1),
    address: text('address').notNull(),
    name: text('name').notNull(),
    zip: text('zip').notNull(),
    /** Two-letter state or territory derived from the ZIP; null when the ZIP is of none. */
    state: text('state'),
    ispStatedId: integer('isp_stated_id'),
    ispSeenId: integer('isp_seen_id'),
    seenAsn: bigint('seen_asn', { mode: 'number' }),
    locale: text('locale', { enum: LOCALES }).notNull(),
    status: text('status', { enum: SIGNATURE_STATES }).notNull().default('pending'),
    source: text('source'),
    /** The partner on whose site, or by whose link, the confirmed form was filled in; null: none. No foreign key, as of the campaign. */
    partnerId: integer('partner_id'),
    /** The variant of the page's words that the confirmed form stood under, one letter; null: no trial ran. */
    variant: text('variant'),
    /** Whether the signer agreed that their name is handed in with the petition, where it becomes public. */
    isNamePublic: boolean('is_name_public').notNull().default(false),
    consentTextId: integer('consent_text_id'),
    personId: bigint('person_id', { mode: 'number' }).references(() => people.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    confirmedAt: instant('confirmed_at'),
    confirmedBy: text('confirmed_by', { enum: CONFIRMATION_METHODS }),
    /** When the mailbox of a suspicious signature was proved; it counts only after an organizer has released it. */
    provedAt: instant('proved_at'),
    withdrawnAt: instant('withdrawn_at'),
    invalidatedAt: instant('invalidated_at'),
    invalidationReason: text('invalidation_reason'),
    /** Set by the sequencer when the signing and its undoing entered the count. */
    countedAt: instant('counted_at'),
    uncountedAt: instant('uncounted_at'),
    /** 32 random bytes of the ledger's commitment (docs/ledger.md); given by the sequencer, destroyed by erasing. */
    salt: bytes('salt'),
    /** Set when ISP or state were corrected after counting; the sequencer appends the correction and clears it. */
    correctedAt: instant('corrected_at'),
    /** When name, address and ZIP were erased: by their owner, which withdraws it first, or months after its campaign closed, when it goes on counting (decision 0027). */
    erasedAt: instant('erased_at'),
  },
  (t) => [
    unique('signatures_one_per_person').on(t.campaignId, t.canonicalAddress, t.seat),
    check('signatures_seats_two', sql`${t.seat} in (1, 2)`),
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
      sql`${t.erasedAt} is null or (${t.status} <> 'pending' and (${t.status} <> 'confirmed' or ${t.countedAt} is not null) and ${t.canonicalAddress} like 'erased:%' and ${t.address} = '' and ${t.name} = '' and ${t.zip} = '00000' and ${t.salt} is null)`,
    ),
    check('signatures_variant_shape', sql`${t.variant} ~ '^[a-z]$'`),
    check('signatures_zip_shape', sql`${t.zip} ~ '^[0-9]{5}$'`),
    check('signatures_salt_whole', sql`${t.salt} is null or length(${t.salt}) = 32`),
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
    index('signatures_to_correct').on(t.id).where(sql`${t.correctedAt} is not null`),
    index('signatures_suspicious').on(t.campaignId, t.id).where(sql`${t.status} = 'suspicious'`),
    index('signatures_partner').on(t.partnerId, t.status).where(sql`${t.partnerId} is not null`),
    index('signatures_variant')
      .on(t.campaignId, t.variant, t.confirmedAt)
      .where(sql`${t.variant} is not null and ${t.status} = 'confirmed'`),
    index('signatures_person').on(t.personId).where(sql`${t.personId} is not null`),
  ],
);

/**
 * One form as it came in: the durable row that a POST leaves, alike for everybody, and the challenge to prove its mailbox. The worker judges it, ties it to a
 * signature, and mails the link and the code; only digests of them are kept. The claim is in the signer's thank-you address. Several challenges of one
 * signature may be open at once. References to campaigns, ISPs and consent texts carry no foreign key: a key's check locks the row it
 * points at, and the crowd's forms all point at the same few rows.
 */
export const signatureChallenges = pgTable(
  'signature_challenges',
  {
    id: bigKey(),
    campaignId: integer('campaign_id').notNull(),
    canonicalAddress: text('canonical_address').notNull(),
    address: text('address').notNull(),
    name: text('name').notNull(),
    zip: text('zip').notNull(),
    state: text('state'),
    ispStatedId: integer('isp_stated_id'),
    ispSeenId: integer('isp_seen_id'),
    seenAsn: bigint('seen_asn', { mode: 'number' }),
    locale: text('locale', { enum: LOCALES }).notNull(),
    source: text('source'),
    isNamePublic: boolean('is_name_public').notNull().default(false),
    consentTextId: integer('consent_text_id'),
    /** Keyed digest of the /24 or /48 that the form came from, by month; emptied after 30 days. */
    networkKey: bytes('network_key'),
    proof: text('proof', { enum: PROOFS }).notNull().default('none'),
    /** Digest of the solved challenge, by which a second use of it is known. */
    proofDigest: bytes('proof_digest'),
    /** How long the form lay open, in milliseconds, by its own signed stamp; null without one. */
    openMs: integer('open_ms'),
    /** Whether a field that people do not see was filled in. */
    isTrapped: boolean('is_trapped').notNull().default(false),
    /** What was chosen besides: partner, variant and wordings that were ticked (`app/domain/signature/choices.ts`); null, as nearly always, when nothing was. */
    choices: jsonb('choices').$type<Record<string, string | number>>(),
    claimHash: bytes('claim_hash').notNull(),
    /** Given by the worker when it takes the form up. */
    signatureId: bigint('signature_id', { mode: 'number' }).references(() => signatures.id, { onDelete: 'cascade' }),
    tokenHash: bytes('token_hash'),
    codeHash: bytes('code_hash'),
    codeAttempts: smallint('code_attempts').notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    /** When the worker judged it; the judgement itself is in `judgements`. */
    judgedAt: instant('judged_at'),
    /** Until when its mail is held back, because it came without a proof while many did; null: not at all. */
    heldUntil: instant('held_until'),
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
    uniqueIndex('signature_challenges_token_unique').on(t.tokenHash).where(sql`${t.tokenHash} is not null`),
    oneOf('signature_challenges_locale_known', 'locale', LOCALES),
    oneOf('signature_challenges_proof_known', 'proof', PROOFS),
    check(
      'signature_challenges_choices_known',
      sql`${t.choices} is null or (jsonb_typeof(${t.choices}) = 'object' and ${t.choices} <> '{}' and ${t.choices} - '{partner,variant,subscribe,partnerConsent}'::text[] = '{}')`,
    ),
    check('signature_challenges_attempts_bounded', sql`${t.codeAttempts} between 0 and 5`),
    check(
      'signature_challenges_taken_up_whole',
      sql`num_nonnulls(${t.signatureId}, ${t.tokenHash}, ${t.codeHash}) in (0, 3)`,
    ),
    check('signature_challenges_mail_reserved_first', sql`${t.mailedAt} is null or ${t.mailReservedAt} is not null`),
    check('signature_challenges_mailed_or_refused', sql`num_nonnulls(${t.mailedAt}, ${t.mailRefusedAt}) <= 1`),
    index('signature_challenges_signature').on(t.signatureId, t.createdAt).where(sql`${t.signatureId} is not null`),
    // Rows lie in the order of their coming, so that this costs the crowd next to nothing.
    index('signature_challenges_created').using('brin', t.createdAt),
    index('signature_challenges_proof').on(t.proofDigest).where(sql`${t.proofDigest} is not null`),
  ],
);
