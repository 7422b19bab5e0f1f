import { sql } from 'drizzle-orm';
import { check, index, pgTable, smallint, text, unique } from 'drizzle-orm/pg-core';
import { LOCALES } from './campaign.ts';
import { bigKey, bytes, instant, oneOf } from './column-types.ts';

/** By which door somebody came: "was my name used?", or "my page". */
export const INQUIRY_ENTRANCES = ['name', 'me'] as const;

/**
 * "Was my name used?" and "my page": somebody asks what was sent in the name of an address, and gets a link by mail. Only a digest of the link's token is kept. The
 * answer to the form is the same whether anything is known of the address. Rows are deleted after they expire.
 */
export const nameInquiries = pgTable(
  'name_inquiries',
  {
    id: bigKey(),
    canonicalAddress: text('canonical_address').notNull(),
    address: text('address').notNull(),
    /** A name to look for among public filings, where it was given. */
    name: text('name'),
    locale: text('locale', { enum: LOCALES }).notNull(),
    entrance: text('entrance', { enum: INQUIRY_ENTRANCES }).notNull().default('name'),
    claimHash: bytes('claim_hash').notNull(),
    tokenHash: bytes('token_hash').notNull(),
    codeHash: bytes('code_hash').notNull(),
    codeAttempts: smallint('code_attempts').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    mailReservedAt: instant('mail_reserved_at'),
    mailedAt: instant('mailed_at'),
    mailRefusedAt: instant('mail_refused_at'),
    mailRefusalCode: smallint('mail_refusal_code'),
  },
  (t) => [
    unique('name_inquiries_claim_unique').on(t.claimHash),
    unique('name_inquiries_token_unique').on(t.tokenHash),
    oneOf('name_inquiries_locale_known', 'locale', LOCALES),
    oneOf('name_inquiries_entrance_known', 'entrance', INQUIRY_ENTRANCES),
    check('name_inquiries_attempts_bounded', sql`${t.codeAttempts} between 0 and 5`),
    check('name_inquiries_mail_reserved_first', sql`${t.mailedAt} is null or ${t.mailReservedAt} is not null`),
    check('name_inquiries_mailed_or_refused', sql`num_nonnulls(${t.mailedAt}, ${t.mailRefusedAt}) <= 1`),
    index('name_inquiries_mails_of_address').on(t.canonicalAddress, t.mailReservedAt),
    index('name_inquiries_to_delete').on(t.expiresAt),
  ],
);
