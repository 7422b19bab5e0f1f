import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { ADDRESSEE_KINDS } from './addressee.ts';
import { instant, key, oneOf } from './column-types.ts';
import { organizations } from './organizer.ts';
import { dockets } from './regulator.ts';

/** Life of a campaign: `scheduled` opens by itself, `won` is closed because what it asked for came about. The allowed changes are the rows of `campaign_transitions`. */
export const CAMPAIGN_STATES = ['draft', 'scheduled', 'open', 'closed', 'won', 'archived'] as const;

/** Allowed changes of state, enforced by the trigger `campaigns_transition`. */
export const campaignTransitions = pgTable(
  'campaign_transitions',
  {
    fromState: text('from_state', { enum: CAMPAIGN_STATES }).notNull(),
    toState: text('to_state', { enum: CAMPAIGN_STATES }).notNull(),
  },
  (t) => [primaryKey({ name: 'campaign_transitions_pkey', columns: [t.fromState, t.toState] })],
);

/** Languages that texts are kept in. */
export const LOCALES = ['en', 'es'] as const;

/** A petition with its letters. Words are in `campaign_texts`, every version of them in `campaign_versions`. Only a draft can be deleted (trigger `campaigns_only_drafts_go`). */
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
    /** Whether the goal that is shown steps up once it is reached. */
    goalStepsUp: boolean('goal_steps_up').notNull().default(false),
    docketId: integer('docket_id').references(() => dockets.id),
    opensAt: instant('opens_at'),
    closesAt: instant('closes_at'),
    /** The zone that organizers write the two instants in. */
    timeZone: text('time_zone').notNull().default('America/New_York'),
    /** When it first became `open` (trigger `campaigns_note_closing`). */
    openedAt: instant('opened_at'),
    /** When the state became `closed`, `won` or `archived` (trigger `campaigns_note_closing`); null while it is none of them. The months of retention count from it. */
    closedAt: instant('closed_at'),
    /** When the state became `won`; kept when it is archived, emptied when it is taken back. */
    wonAt: instant('won_at'),
    /** Where visitors are sent on to: a campaign of the same organization that was open when it was named (trigger `campaigns_redirect_open`), so that no circle comes about. */
    redirectToId: integer('redirect_to_id').references((): AnyPgColumn => campaigns.id),
    /** Came with the software: any organization may start from it. */
    isShipped: boolean('is_shipped').notNull().default(false),
    /** Rises by one with each saving of its content; who saves says which one they began from. */
    version: integer('version').notNull().default(1),
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
    check('campaigns_scheduled_when', sql`${t.state} <> 'scheduled' or ${t.opensAt} is not null`),
    check('campaigns_won_when', sql`${t.state} <> 'won' or ${t.wonAt} is not null`),
    check(
      'campaigns_redirect_when_over',
      sql`${t.redirectToId} is null or (${t.state} in ('closed', 'won', 'archived') and ${t.redirectToId} <> ${t.id})`,
    ),
    check('campaigns_version_positive', sql`${t.version} > 0`),
    index('campaigns_organization').on(t.organizationId),
    index('campaigns_due').on(t.state).where(sql`${t.state} in ('scheduled', 'open')`),
  ],
);

/**
 * A campaign's words in one language. `body`: Markdown. `sources`: URLs of the claims made in it. `shareText`: what people pass on; `pictureHeadline`: on the picture that links show,
 * empty: the title. `outcome`: what came of it, said when it is won.
 */
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
    shareText: text('share_text').notNull().default(''),
    pictureHeadline: text('picture_headline').notNull().default(''),
    outcome: text('outcome').notNull().default(''),
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

/** Every version of a campaign's content, whole. Append-only (trigger `campaign_versions_kept`); it goes only with a draft that is deleted. */
export const campaignVersions = pgTable(
  'campaign_versions',
  {
    id: key(),
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    version: integer('version').notNull(),
    /** As `CampaignContent` of app/domain/campaign/content.ts. */
    content: jsonb('content').$type<Record<string, unknown>>().notNull(),
    /** Who saved it, as in `audit_events`. */
    actor: text('actor').notNull(),
    savedAt: instant('saved_at').notNull().defaultNow(),
    /** The version that was taken back up with this one. */
    restoredFrom: integer('restored_from'),
  },
  (t) => [
    unique('campaign_versions_once').on(t.campaignId, t.version),
    check('campaign_versions_positive', sql`${t.version} > 0`),
    check('campaign_versions_restored_older', sql`${t.restoredFrom} is null or ${t.restoredFrom} < ${t.version}`),
  ],
);

/** What a person agrees to when they read a consent text; `docket`: a letter that becomes part of a public record with its sender's address. */
export const CONSENT_KINDS = ['sign', 'letter', 'docket', 'subscribe'] as const;

/** Consent wordings by version, of a campaign or (null) of the whole installation; a version is never edited (trigger `consent_texts_kept`), a new one is added. */
export const consentTexts = pgTable(
  'consent_texts',
  {
    id: key(),
    kind: text('kind', { enum: CONSENT_KINDS }).notNull(),
    version: integer('version').notNull(),
    locale: text('locale', { enum: LOCALES }).notNull(),
    body: text('body').notNull(),
    campaignId: integer('campaign_id').references(() => campaigns.id, { onDelete: 'cascade' }),
    createdBy: text('created_by'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    unique('consent_texts_once').on(t.campaignId, t.kind, t.version, t.locale).nullsNotDistinct(),
    oneOf('consent_texts_kind_known', 'kind', CONSENT_KINDS),
    oneOf('consent_texts_locale_known', 'locale', LOCALES),
  ],
);
