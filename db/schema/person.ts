import { sql } from 'drizzle-orm';
import { boolean, check, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { LOCALES } from './campaign.ts';
import { bigKey, instant, key, oneOf } from './column-types.ts';

/** Someone who has shown control of a mailbox. Rows are made by confirming, never by a form. Erasing empties name and address. */
export const people = pgTable(
  'people',
  {
    id: bigKey(),
    canonicalAddress: text('canonical_address'),
    address: text('address'),
    name: text('name'),
    locale: text('locale', { enum: LOCALES }).notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    erasedAt: instant('erased_at'),
  },
  (t) => [
    unique('people_canonical_address_unique').on(t.canonicalAddress),
    oneOf('people_locale_known', 'locale', LOCALES),
    check(
      'people_erased_empty',
      sql`${t.erasedAt} is null or num_nonnulls(${t.canonicalAddress}, ${t.address}, ${t.name}) = 0`,
    ),
  ],
);

/**
 * How the mail provider of a domain reads local parts; `aliasOf` names the domain that it delivers to. `domain` is a domain, `*.` and a domain for all beneath
 * it, or `*` for every domain without a rule. Changes by organizers are kept in `address_rule_changes`.
 */
export const addressRules = pgTable(
  'address_rules',
  {
    id: key(),
    domain: text('domain').notNull(),
    aliasOf: text('alias_of'),
    ignoresDots: boolean('ignores_dots').notNull().default(false),
    /** Character that starts an ignored tag, usually "+"; null when the provider delivers tags apart. */
    tagSeparator: text('tag_separator'),
    /** Whether all that is written before the @ reaches one mailbox; under `*.`, the mailbox of the name in front of the domain. */
    isOneMailbox: boolean('is_one_mailbox').notNull().default(false),
    source: text('source').notNull(),
  },
  (t) => [unique('address_rules_domain_unique').on(t.domain)],
);
