import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, smallint, text, unique } from 'drizzle-orm/pg-core';
import { LOCALES } from './campaign.ts';
import { bigKey, bytes, instant, oneOf } from './column-types.ts';
import { incidents } from './incident.ts';
import { isps } from './isp.ts';
import { people } from './person.ts';
import { reports } from './report.ts';
import { CONFIRMATION_METHODS } from './signature.ts';

/** What somebody hands in about an ISP: that an entry is wrong, the ISP's own reply, a report of what they saw, or "me too" to one. */
export const SUBMISSION_KINDS = ['correction', 'reply', 'report', 'me_too'] as const;

/**
 * A form that waits for proof of the mailbox. Nothing of it is public or reaches another table before that. The claim is in the
 * sender's thank-you address, the token and the code in the mail; only digests are kept. Unconfirmed ones are deleted after they expire.
 */
export const submissions = pgTable(
  'submissions',
  {
    id: bigKey(),
    kind: text('kind', { enum: SUBMISSION_KINDS }).notNull(),
    canonicalAddress: text('canonical_address').notNull(),
    address: text('address').notNull(),
    name: text('name').notNull(),
    locale: text('locale', { enum: LOCALES }).notNull(),
    /** What the submission is about; no ISP for a correction of an incident that names none of today's. */
    ispId: integer('isp_id').references(() => isps.id),
    incidentId: integer('incident_id').references(() => incidents.id),
    reportId: bigint('report_id', { mode: 'number' }).references(() => reports.id),
    /** The rest of the form, as `app/domain/submission/details.ts` describes it; once confirmed, only what it became. */
    details: jsonb('details').$type<Record<string, unknown>>().notNull(),
    ispSeenId: integer('isp_seen_id').references(() => isps.id),
    seenAsn: bigint('seen_asn', { mode: 'number' }),
    /** Keyed digest of the sender's network, rotating; never the address. */
    networkKey: bytes('network_key'),
    claimHash: bytes('claim_hash').notNull(),
    tokenHash: bytes('token_hash').notNull(),
    codeHash: bytes('code_hash').notNull(),
    codeAttempts: smallint('code_attempts').notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    mailReservedAt: instant('mail_reserved_at'),
    mailedAt: instant('mailed_at'),
    mailRefusedAt: instant('mail_refused_at'),
    mailRefusalCode: smallint('mail_refusal_code'),
    confirmedAt: instant('confirmed_at'),
    confirmedBy: text('confirmed_by', { enum: CONFIRMATION_METHODS }),
    personId: bigint('person_id', { mode: 'number' }).references(() => people.id),
  },
  (t) => [
    unique('submissions_claim_unique').on(t.claimHash),
    unique('submissions_token_unique').on(t.tokenHash),
    oneOf('submissions_kind_known', 'kind', SUBMISSION_KINDS),
    oneOf('submissions_locale_known', 'locale', LOCALES),
    oneOf('submissions_confirmed_by_known', 'confirmed_by', CONFIRMATION_METHODS),
    check('submissions_correction_of_incident', sql`${t.kind} <> 'correction' or ${t.incidentId} is not null`),
    check('submissions_about_an_isp', sql`${t.kind} = 'correction' or ${t.ispId} is not null`),
    check('submissions_me_too_to_report', sql`(${t.kind} = 'me_too') = (${t.reportId} is not null)`),
    check('submissions_attempts_bounded', sql`${t.codeAttempts} between 0 and 5`),
    check('submissions_mail_reserved_first', sql`${t.mailedAt} is null or ${t.mailReservedAt} is not null`),
    check('submissions_mailed_or_refused', sql`num_nonnulls(${t.mailedAt}, ${t.mailRefusedAt}) <= 1`),
    check(
      'submissions_confirmed_when_and_how',
      sql`num_nonnulls(${t.confirmedAt}, ${t.confirmedBy}, ${t.personId}) in (0, 3)`,
    ),
    index('submissions_mails_of_address').on(t.canonicalAddress, t.mailReservedAt),
    index('submissions_to_delete').on(t.expiresAt).where(sql`${t.confirmedAt} is null`),
  ],
);
