import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { campaigns } from '#db/schema/campaign.ts';
import { type TrialWords, trials } from '#db/schema/trial.ts';
import { recordDeed } from '../audit/audit.server.ts';
import { CAMPAIGN_LOCALES, type CampaignContent } from '../campaign/content.ts';
import { findOwnRow, type OwnCampaign, readContent, storeVersion } from '../campaign/held.server.ts';
import { TRIAL_DAYS, type TrialCount, type TrialRule, trialEnding, trialVerdict, viewsNeeded } from './trial.ts';

const DAY_MS = 86_400_000;

/** Title and ask by language. */
export type TrialTexts = Partial<Record<'en' | 'es', TrialWords>>;

type TrialRow = typeof trials.$inferSelect;

/** A trial as its organizers see it: the rule, and the views and confirmed signatures of each variant so far, or when it ended. */
export interface TrialSheet extends TrialRow {
  a: TrialCount;
  b: TrialCount;
}

/** The title and ask of a content in each language that it speaks. */
function textsOf({ texts }: CampaignContent): TrialTexts {
  const spoken = CAMPAIGN_LOCALES.flatMap((locale) => {
    const words = texts[locale];
    return words ? [[locale, { title: words.title, ask: words.ask }] as const] : [];
  });
  return Object.fromEntries(spoken);
}

/**
 * Begins a trial of other words beside those that stand; an empty title or ask keeps the present one. The rule is written down with it and never changed. Refuses where the campaign does not
 * take signatures, a trial runs already, or the words do not differ.
 */
export async function startTrial(
  { actor, words, rule, ...own }: OwnCampaign & { actor: string; words: TrialTexts; rule: TrialRule },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'campaign_unknown' | 'not_open' | 'running' | 'same_words' }> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const row = await findOwnRow(tx, own, true);
    if (!row) return { ok: false, reason: 'campaign_unknown' };
    if (row.state !== 'open') return { ok: false, reason: 'not_open' };
    const wordsA = textsOf(await readContent(tx, row));
    const wordsB: TrialTexts = {};
    for (const locale of CAMPAIGN_LOCALES) {
      const [stand, other] = [wordsA[locale], words[locale]];
      if (stand) wordsB[locale] = { title: other?.title || stand.title, ask: other?.ask || stand.ask };
    }
    if (isSame(wordsA, wordsB)) return { ok: false, reason: 'same_words' };
    const running = await tx
      .select({ id: trials.id })
      .from(trials)
      .where(and(eq(trials.campaignId, row.id), isNull(trials.endedAt)));
    if (running.length > 0) return { ok: false, reason: 'running' };
    const [startedAt, viewsEach] = [now(), viewsNeeded(rule)];
    const endsAt = new Date(startedAt.getTime() + TRIAL_DAYS * DAY_MS);
    const values = { campaignId: row.id, wordsA, wordsB, ...rule, viewsEach, startedAt, startedBy: actor, endsAt };
    await tx.insert(trials).values(values);
    const subject = `campaign:${row.slug}`;
    const facts = { viewsEach, endsAt: endsAt.toISOString(), ...rule };
    await recordDeed(tx, { ...own, actor, action: 'trial.start', subject, facts, at: startedAt });
    return { ok: true };
  });
}

const isSame = (one: TrialTexts, other: TrialTexts) =>
  CAMPAIGN_LOCALES.every(
    (locale) => one[locale]?.title === other[locale]?.title && one[locale]?.ask === other[locale]?.ask,
  );

/** How often each variant was seen, and signed and confirmed while the trial ran, up to `to`. */
async function countsOf(db: Db, { id, campaignId, startedAt }: TrialRow, to: Date) {
  const rows = await db.execute<{ variant: 'a' | 'b'; seen: number; signed: number }>(sql`
    select v.variant,
      coalesce((select seen::float8 from trial_views where trial_id = ${id} and variant = v.variant), 0) as seen,
      (select count(*)::int from signatures s where s.campaign_id = ${campaignId} and s.variant = v.variant and s.status = 'confirmed'
        and s.confirmed_at between ${startedAt.toISOString()}::timestamptz and ${to.toISOString()}::timestamptz) as signed
    from (values ('a'), ('b')) v(variant)`);
  const count = (variant: 'a' | 'b'): TrialCount => {
    const { seen = 0, signed = 0 } = rows.find((row) => row.variant === variant) ?? {};
    return { seen, signed };
  };
  return { a: count('a'), b: count('b') };
}

/** The trials of a campaign, the newest first, at most 50; null when the organization has no such campaign. Of one that ended, the signatures are those of its end. */
export async function listTrials(own: OwnCampaign, given: Partial<Tools> = {}): Promise<TrialSheet[] | null> {
  const { db, now } = tools(given);
  const row = await findOwnRow(db, own);
  if (!row) return null;
  const rows = await db.select().from(trials).where(eq(trials.campaignId, row.id)).orderBy(desc(trials.id)).limit(50);
  return Promise.all(
    rows.map(async (trial) => {
      const { a, b } = await countsOf(db, trial, trial.endedAt ?? now());
      return {
        ...trial,
        a: { ...a, signed: trial.signedA ?? a.signed },
        b: { ...b, signed: trial.signedB ?? b.signed },
      };
    }),
  );
}

/** Ends a trial before its rule is met: it says so for good and gives no verdict. `nothing_running`: there was none, or it had ended. */
export async function stopTrial(
  { actor, ...own }: OwnCampaign & { actor: string },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | { ok: false; reason: 'campaign_unknown' | 'nothing_running' }> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const row = await findOwnRow(tx, own, true);
    if (!row) return { ok: false, reason: 'campaign_unknown' };
    const [trial] = await running(tx, row.id);
    if (!trial) return { ok: false, reason: 'nothing_running' };
    await end(tx, trial, { ending: 'stopped', actor, at: now(), ...own });
    return { ok: true };
  });
}

const running = (tx: Db, campaignId: number) =>
  tx
    .select()
    .from(trials)
    .where(and(eq(trials.campaignId, campaignId), isNull(trials.endedAt)))
    .for('update');

interface Ending {
  ending: NonNullable<TrialRow['ending']>;
  actor: string;
  at: Date;
  organizationId: number | null;
  slug: string;
}

async function end(tx: Db, trial: TrialRow, { ending, actor, at, organizationId, slug }: Ending): Promise<void> {
  const { a, b } = await countsOf(tx, trial, at);
  const verdict = ending === 'views' || ending === 'days' ? trialVerdict(a, b) : null;
  await tx
    .update(trials)
    .set({ endedAt: at, endedBy: actor, ending, signedA: a.signed, signedB: b.signed, verdict })
    .where(eq(trials.id, trial.id));
  const facts = { trial: trial.id, ending, verdict, a, b };
  await recordDeed(tx, { organizationId, actor, action: 'trial.end', subject: `campaign:${slug}`, facts, at });
}

/**
 * Ends every trial whose rule is met, whose campaign takes no more signatures or whose words were changed meanwhile, each in its own transaction; the last two without a verdict. Gives
 * how many. Any number of processes may call it at once.
 */
export async function settleTrials(given: Partial<Tools> = {}): Promise<number> {
  const { db, now } = tools(given);
  const open = await db
    .select({ campaignId: trials.campaignId })
    .from(trials)
    .where(isNull(trials.endedAt))
    .limit(1_000);
  let ended = 0;
  for (const { campaignId } of open)
    ended += await db.transaction(async (tx) => {
      // The campaign before the trial, as whoever starts and stops one.
      const [row] = await tx.select().from(campaigns).where(eq(campaigns.id, campaignId)).for('no key update');
      const [trial] = await running(tx, campaignId);
      if (!row || !trial) return 0;
      const { a, b } = await countsOf(tx, trial, now());
      const standing = { viewsEach: trial.viewsEach, endsAt: trial.endsAt, seenA: a.seen, seenB: b.seen };
      const isChanged = !isSame(trial.wordsA, textsOf(await readContent(tx, row)));
      const ending = row.state !== 'open' ? 'campaign' : isChanged ? 'words' : trialEnding(standing, now());
      if (!ending) return 0;
      await end(tx, trial, { ending, actor: 'system', at: now(), organizationId: row.organizationId, slug: row.slug });
      return 1;
    });
  return ended;
}

/** Takes the words over that a trial found better, as a new version of the campaign; what else was changed since stays. Refuses any other outcome, and a second time. */
export async function takeOverTrial(
  { actor, trialId, ...own }: OwnCampaign & { actor: string; trialId: number },
  given: Partial<Tools> = {},
): Promise<{ ok: true; version: number } | { ok: false; reason: 'campaign_unknown' | 'not_better' }> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const row = await findOwnRow(tx, own, true);
    if (!row) return { ok: false, reason: 'campaign_unknown' };
    const [trial] = await tx
      .select()
      .from(trials)
      .where(and(eq(trials.id, trialId), eq(trials.campaignId, row.id)))
      .for('update');
    if (trial?.verdict !== 'b' || trial.takenVersion !== null) return { ok: false, reason: 'not_better' };
    const content = await readContent(tx, row);
    const texts = { ...content.texts };
    for (const locale of CAMPAIGN_LOCALES) {
      const stands = texts[locale];
      if (stands) texts[locale] = { ...stands, ...trial.wordsB[locale] };
    }
    const version = await storeVersion(tx, row, { ...content, texts }, { actor, at: now() });
    await tx.update(trials).set({ takenVersion: version }).where(eq(trials.id, trialId));
    const facts = { trial: trialId, version };
    await recordDeed(tx, { ...own, actor, action: 'trial.take', subject: `campaign:${row.slug}`, facts, at: now() });
    return { ok: true, version };
  });
}
