import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, smallint, text, unique } from 'drizzle-orm/pg-core';
import { bigKey, bytes, instant, key, oneOf } from './column-types.ts';
import { signatureChallenges, signatures } from './signature.ts';

/** What a rule says of a form: nothing against it, worth noting, or enough to set its signature aside. */
export const VERDICTS = ['clear', 'noted', 'suspicious'] as const;

/** One automatic judgement of one form: the rule, its version and the facts it went by. Never an address or a name. */
export const judgements = pgTable(
  'judgements',
  {
    id: bigKey(),
    challengeId: bigint('challenge_id', { mode: 'number' })
      .notNull()
      .references(() => signatureChallenges.id, { onDelete: 'cascade' }),
    rule: text('rule').notNull(),
    version: smallint('version').notNull(),
    verdict: text('verdict', { enum: VERDICTS }).notNull(),
    facts: jsonb('facts').notNull(),
    judgedAt: instant('judged_at').notNull(),
  },
  (t) => [
    unique('judgements_once').on(t.challengeId, t.rule),
    oneOf('judgements_verdict_known', 'verdict', VERDICTS),
    index('judgements_rule').on(t.rule, t.judgedAt),
  ],
);

/** What an organizer decided about a suspicious signature. */
export const REVIEW_DECISIONS = ['release', 'refuse', 'set_aside'] as const;

/** Decisions of people about signatures, kept for good: who, when and why. */
export const signatureReviews = pgTable(
  'signature_reviews',
  {
    id: bigKey(),
    signatureId: bigint('signature_id', { mode: 'number' })
      .notNull()
      .references(() => signatures.id, { onDelete: 'cascade' }),
    decision: text('decision', { enum: REVIEW_DECISIONS }).notNull(),
    reason: text('reason').notNull(),
    decidedBy: text('decided_by').notNull(),
    decidedAt: instant('decided_at').notNull(),
  },
  (t) => [
    oneOf('signature_reviews_decision_known', 'decision', REVIEW_DECISIONS),
    check('signature_reviews_why', sql`${t.reason} <> '' and ${t.decidedBy} <> ''`),
    index('signature_reviews_signature').on(t.signatureId),
  ],
);

/** How many forms came from one network, ISP, mail domain or state, or to one campaign, within one minute; forgotten after two days. */
export const formWindows = pgTable(
  'form_windows',
  {
    /** `network`, `isp`, `domain`, `state` or `campaign`; with `-bare` those without a valid proof, which networks and domains count apart. */
    kind: text('kind').notNull(),
    /** A keyed digest for networks; in UTF-8 the ISP's id or `as` and the number of its system, the domain, the campaign's id, or that and the state. */
    key: bytes('key').notNull(),
    spanSeconds: integer('span_seconds').notNull(),
    startsAt: instant('starts_at').notNull(),
    forms: integer('forms').notNull(),
  },
  (t) => [
    primaryKey({ name: 'form_windows_pkey', columns: [t.kind, t.key, t.spanSeconds, t.startsAt] }),
    check('form_windows_positive', sql`${t.forms} > 0`),
    index('form_windows_to_forget').on(t.startsAt),
  ],
);

/** Networks and mail domains that the windows' rules pass over: who wrote them down and why. */
export const formAllowances = pgTable(
  'form_allowances',
  {
    id: key(),
    /** `network` (the number of an autonomous system, such as `64500`; addresses are not kept) or `domain`. */
    kind: text('kind').notNull(),
    value: text('value').notNull(),
    reason: text('reason').notNull(),
    addedBy: text('added_by').notNull(),
    addedAt: instant('added_at').notNull(),
    retiredAt: instant('retired_at'),
  },
  (t) => [
    oneOf('form_allowances_kind_known', 'kind', ['network', 'domain']),
    unique('form_allowances_once').on(t.kind, t.value),
  ],
);

/** Something implausible in what comes in, raised once per campaign, kind, key and minute. */
export const alerts = pgTable(
  'alerts',
  {
    id: bigKey(),
    campaignId: integer('campaign_id'),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    facts: jsonb('facts').notNull(),
    raisedAt: instant('raised_at').notNull(),
    mailedAt: instant('mailed_at'),
    settledAt: instant('settled_at'),
    settledBy: text('settled_by'),
    /** What whoever settled it found; null where none was asked for. */
    settledReason: text('settled_reason'),
  },
  (t) => [
    check(
      'alerts_settled_why',
      sql`${t.settledReason} is null or (${t.settledAt} is not null and ${t.settledReason} <> '')`,
    ),
    unique('alerts_once').on(t.campaignId, t.kind, t.key, t.raisedAt).nullsNotDistinct(),
    index('alerts_open').on(t.raisedAt).where(sql`${t.settledAt} is null`),
  ],
);

/** Every change of a rule by which addresses are read: what stood before and after, who changed it and why. */
export const addressRuleChanges = pgTable(
  'address_rule_changes',
  {
    id: key(),
    domain: text('domain').notNull(),
    before: jsonb('before'),
    after: jsonb('after'),
    reason: text('reason').notNull(),
    changedBy: text('changed_by').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    check('address_rule_changes_why', sql`${t.reason} <> '' and ${t.changedBy} <> ''`),
    index('address_rule_changes_domain').on(t.domain, t.changedAt),
  ],
);
