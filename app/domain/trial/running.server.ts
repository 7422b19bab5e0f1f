import { and, eq, isNull, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import { campaigns } from '#db/schema/campaign.ts';
import { trials } from '#db/schema/trial.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { TrialVariant } from './trial.ts';

/** How often each process looks which trials run, in milliseconds. Own choice: a trial is of days. */
const POLL_MS = 3_000;

/** The trials that run, by the slug of their campaign: the number of each. */
export type RunningTrials = ReadonlyMap<string, number>;

/** A process that keeps looking which trials run. `running` asks nothing and waits for nothing. */
export interface TrialWatch {
  running(): RunningTrials;
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** Looks every three seconds which trials run, one look at a time; a fault leaves what is known, and the first of several is told. */
export function watchTrials({
  onFault,
  pollMs = POLL_MS,
  ...given
}: Partial<Tools> & { onFault?: (fault: unknown) => void; pollMs?: number } = {}): TrialWatch {
  let known: RunningTrials = new Map();
  let isFailing = false;
  let underway: Promise<void> | undefined;
  const look = () => {
    underway ??= listRunning(given)
      .then(
        (found) => {
          isFailing = false;
          known = found;
        },
        (fault: unknown) => {
          if (!isFailing) onFault?.(fault);
          isFailing = true;
        },
      )
      .finally(() => {
        underway = undefined;
      });
    return underway;
  };
  const timer = setInterval(look, pollMs);
  timer.unref();
  return {
    running: () => known,
    look,
    async stop() {
      clearInterval(timer);
      await underway;
    },
  };
}

async function listRunning(given: Partial<Tools>): Promise<RunningTrials> {
  const { db } = tools(given);
  const rows = await db
    .select({ slug: campaigns.slug, id: trials.id })
    .from(trials)
    .innerJoin(campaigns, eq(campaigns.id, trials.campaignId))
    .where(isNull(trials.endedAt))
    .limit(1_000);
  return new Map(rows.map(({ slug, id }) => [slug, id]));
}

/** A campaign in the words of a variant, and which one that is; as it is and null when no trial of it runs any more. */
export async function inVariant(
  campaign: Campaign,
  variant: TrialVariant,
  given: Partial<Tools> = {},
): Promise<{ campaign: Campaign; variant: TrialVariant | null }> {
  const { db } = tools(given);
  const [trial] = await db
    .select({ wordsB: trials.wordsB })
    .from(trials)
    .where(and(eq(trials.campaignId, campaign.id), isNull(trials.endedAt)));
  if (!trial) return { campaign, variant: null };
  const words = variant === 'b' ? trial.wordsB[campaign.locale] : undefined;
  return { campaign: words ? { ...campaign, ...words } : campaign, variant };
}

/** How often a variant of a campaign's page was handed out. */
export interface VariantViews {
  slug: string;
  variant: TrialVariant;
  amount: number;
}

/** Adds to the views of the trials that run; of campaigns without one nothing is kept. */
export async function noteVariantViews(noted: readonly VariantViews[], given: Partial<Tools> = {}): Promise<void> {
  const { db } = tools(given);
  if (noted.length === 0) return;
  await db.execute(sql`
    insert into trial_views as v (trial_id, variant, seen)
    select t.id, n.variant, sum(n.amount)
    from jsonb_to_recordset(${JSON.stringify(noted)}::text::jsonb) as n(slug text, variant text, amount bigint)
      join campaigns c on c.slug = n.slug join trials t on t.campaign_id = c.id and t.ended_at is null
    group by 1, 2 order by 1, 2
    on conflict on constraint trial_views_pkey do update set seen = v.seen + excluded.seen`);
}
