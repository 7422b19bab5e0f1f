import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { campaigns } from './campaign.ts';
import { instant, key, oneOf } from './column-types.ts';

/** Variants of a trial: the words that stood when it began, and the others. */
export const TRIAL_VARIANTS = ['a', 'b'] as const;

/** How a trial ended: both variants were seen as often as was fixed; its days were over; an organizer stopped it; the campaign no longer took signatures; its words were changed. */
export const TRIAL_ENDINGS = ['views', 'days', 'stopped', 'campaign', 'words'] as const;

/** What a trial found: one of its variants, or no difference. */
export const TRIAL_VERDICTS = ['a', 'b', 'none'] as const;

/** The title and the ask of a campaign in one language. */
export interface TrialWords {
  title: string;
  ask: string;
}

/**
 * A trial of a campaign's title and ask against others. The rule by which it ends is written down when it begins and never changed, and neither is what it found (trigger
 * `trials_kept`). Decision 0041.
 */
export const trials = pgTable(
  'trials',
  {
    id: key(),
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaigns.id),
    /** By language: the words that stood, and the others. */
    wordsA: jsonb('words_a').$type<Partial<Record<'en' | 'es', TrialWords>>>().notNull(),
    wordsB: jsonb('words_b').$type<Partial<Record<'en' | 'es', TrialWords>>>().notNull(),
    /** Confirmed signatures expected per view, and the smallest change of it worth knowing, as a share of it; 0 to 1 and above 0. */
    expectedRate: doublePrecision('expected_rate').notNull(),
    smallestLift: doublePrecision('smallest_lift').notNull(),
    /** Views of each variant after which it ends. */
    viewsEach: bigint('views_each', { mode: 'number' }).notNull(),
    startedAt: instant('started_at').notNull(),
    startedBy: text('started_by').notNull(),
    /** When it ends at the latest. */
    endsAt: instant('ends_at').notNull(),
    endedAt: instant('ended_at'),
    endedBy: text('ended_by'),
    ending: text('ending', { enum: TRIAL_ENDINGS }),
    /** Of when it ended. */
    signedA: integer('signed_a'),
    signedB: integer('signed_b'),
    /** Null while it runs, and for good where it ended before its rule was met. */
    verdict: text('verdict', { enum: TRIAL_VERDICTS }),
    /** The version of the campaign by which `b` was taken over. */
    takenVersion: integer('taken_version'),
  },
  (t) => [
    uniqueIndex('trials_one_running').on(t.campaignId).where(sql`${t.endedAt} is null`),
    index('trials_campaign').on(t.campaignId),
    oneOf('trials_ending_known', 'ending', TRIAL_ENDINGS),
    oneOf('trials_verdict_known', 'verdict', TRIAL_VERDICTS),
    check(
      'trials_rule_whole',
      sql`${t.expectedRate} > 0 and ${t.smallestLift} > 0 and ${t.viewsEach} > 0 and ${t.startedAt} < ${t.endsAt}`,
    ),
    check(
      'trials_ended_whole',
      sql`(${t.endedAt} is null and num_nonnulls(${t.ending}, ${t.signedA}, ${t.signedB}, ${t.verdict}, ${t.endedBy}) = 0) or (${t.endedAt} is not null and num_nonnulls(${t.ending}, ${t.signedA}, ${t.signedB}, ${t.endedBy}) = 4)`,
    ),
    check(
      'trials_verdict_by_rule',
      sql`(${t.verdict} is not null) = coalesce(${t.ending} in ('views', 'days'), false)`,
    ),
    check('trials_taken_if_better', sql`${t.takenVersion} is null or coalesce(${t.verdict} = 'b', false)`),
  ],
);

/** How often each variant of a trial was handed out to people while it ran; added to by web processes every two seconds. */
export const trialViews = pgTable(
  'trial_views',
  {
    trialId: integer('trial_id')
      .notNull()
      .references(() => trials.id),
    variant: text('variant', { enum: TRIAL_VARIANTS }).notNull(),
    seen: bigint('seen', { mode: 'number' }).notNull(),
  },
  (t) => [
    primaryKey({ name: 'trial_views_pkey', columns: [t.trialId, t.variant] }),
    oneOf('trial_views_variant_known', 'variant', TRIAL_VARIANTS),
  ],
);
