import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { ADDRESSEE_KINDS } from './addressee.ts';
import { instant, key, oneOf } from './column-types.ts';
import { organizations } from './organizer.ts';
import { dockets } from './regulator.ts';

/** Life of a campaign. */
export const CAMPAIGN_STATES = ['draft', 'open', 'closed', 'archived'] as const;

/** Languages that texts are kept in. */
export const LOCALES = ['en', 'es'] as const;

/** A petition with its letters. Words are in `campaign_texts`. */
export const campaigns = pgTable(
  'campaigns',
  {
    id: key(),
    slug: text('slug').notNull(),
    organizationId: integer('organization_id').references(() => organizations.id),
    state: text('state', { enum: CAMPAIGN_STATES }).notNull(),
    /** The one shown on the front page has the smallest position among the open ones. */
    position: integer('position').notNull().default(100),
    goal: integer('goal').notNull(),
    docketId: integer('docket_id').references(() => dockets.id),
    opensAt: instant('opens_at'),
    closesAt: instant('closes_at'),
    /** When the state became `closed` or `archived` (trigger `campaigns_note_closing`); null while it is neither. The months of retention count from it. */
    closedAt: instant('closed_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    unique('campaigns_slug_unique').on(t.slug),
    oneOf('campaigns_state_known', 'state', CAMPAIGN_STATES),
    check('campaigns_goal_positive', sql`${t.goal} > 0`),
    check(
      'campaigns_window_ordered',
      sql`${t.opensAt} is null or ${t.closesAt} is null or ${t.opensAt} < ${t.closesAt}`,
    ),
  ],
);

/** A campaign's words in one language. `body`: paragraphs parted by a blank line. `sources`: URLs of the claims made in it. */
export const campaignTexts = pgTable(
  'campaign_texts',
  {
    id: key(),
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    locale: text('locale', { enum: LOCALES }).notNull(),
    title: text('title').notNull(),
    summary: text('summary').notNull(),
    ask: text('ask').notNull(),
    body: text('body').notNull(),
    sources: text('sources').array().notNull().default(sql`'{}'::text[]`),
  },
  (t) => [
    unique('campaign_texts_once').on(t.campaignId, t.locale),
    oneOf('campaign_texts_locale_known', 'locale', LOCALES),
  ],
);

/** Addressees that a campaign offers, in order. */
export const campaignTargets = pgTable(
  'campaign_targets',
  {
    id: key(),
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ADDRESSEE_KINDS }).notNull(),
    position: integer('position').notNull(),
  },
  (t) => [
    unique('campaign_targets_once').on(t.campaignId, t.kind),
    oneOf('campaign_targets_kind_known', 'kind', ADDRESSEE_KINDS),
    index('campaign_targets_campaign').on(t.campaignId, t.position),
  ],
);

/** What a person agrees to when they read a consent text; `docket`: a letter that becomes part of a public record with its sender's address. */
export const CONSENT_KINDS = ['sign', 'letter', 'docket', 'subscribe'] as const;

/** Consent wordings by version; a version is never edited, a new one is added. */
export const consentTexts = pgTable(
  'consent_texts',
  {
    id: key(),
    kind: text('kind', { enum: CONSENT_KINDS }).notNull(),
    version: integer('version').notNull(),
    locale: text('locale', { enum: LOCALES }).notNull(),
    body: text('body').notNull(),
  },
  (t) => [
    unique('consent_texts_once').on(t.kind, t.version, t.locale),
    oneOf('consent_texts_kind_known', 'kind', CONSENT_KINDS),
    oneOf('consent_texts_locale_known', 'locale', LOCALES),
  ],
);
