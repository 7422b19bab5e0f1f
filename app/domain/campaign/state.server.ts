import { asc, eq, sql } from 'drizzle-orm';
import { type Tools, tools } from '#app/db.server.ts';
import type { Db } from '#db/client.ts';
import { campaigns } from '#db/schema/campaign.ts';
import { recordDeed } from '../audit/audit.server.ts';
import type { CampaignLocale, CampaignState } from './campaign.ts';
import { checkContent } from './check.server.ts';
import type { CampaignContent } from './content.ts';
import { type CampaignRow, findOwnRow, type OwnCampaign, readContent, storeVersion } from './held.server.ts';
import type { OpeningFault } from './opening.ts';
import { type CampaignDeed, stateAfter } from './transitions.ts';
import type { TimeZone } from './zoned-time.ts';

/** When a campaign opens and closes by itself; null: not by itself. `timeZone`: which clock organizers wrote them by. */
export interface CampaignWindow {
  opensAt: Date | null;
  closesAt: Date | null;
  timeZone: TimeZone;
}

/** Why a deed to a campaign's state is refused. `incomplete`: what it lacks before it can open. */
export type StateRefusal =
  | {
      ok: false;
      reason:
        | 'campaign_unknown'
        | 'not_allowed'
        | 'time_missing'
        | 'time_past'
        | 'time_order'
        | 'outcome_missing'
        | 'target_unknown';
    }
  | { ok: false; reason: 'incomplete'; faults: OpeningFault[] };

type Deed = OwnCampaign & { actor: string };
type Outcome = { ok: true; state: CampaignState } | StateRefusal;

/** Changes of a row besides its state. */
type Besides = Partial<Pick<CampaignRow, 'opensAt' | 'closesAt' | 'timeZone' | 'redirectToId'>>;

/** Does one deed to a held row: `before` may refuse it or say what changes besides. */
async function change(
  { actor, ...own }: Deed,
  deed: CampaignDeed,
  before: (
    tx: Db,
    row: CampaignRow,
    at: Date,
  ) => Promise<StateRefusal | { ok: true; besides: Besides; facts?: Record<string, unknown> }>,
  given: Partial<Tools>,
): Promise<Outcome> {
  const { db, now } = tools(given);
  return db.transaction(async (tx): Promise<Outcome> => {
    const row = await findOwnRow(tx, own, true);
    if (!row) return { ok: false, reason: 'campaign_unknown' };
    const state = stateAfter(deed, row.state, row.wonAt !== null);
    if (!state) return { ok: false, reason: 'not_allowed' };
    const at = now();
    const prepared = await before(tx, row, at);
    if (!prepared.ok) return prepared;
    await tx
      .update(campaigns)
      .set({ state, ...prepared.besides })
      .where(eq(campaigns.id, row.id));
    await recordDeed(tx, {
      organizationId: own.organizationId,
      actor,
      action: `campaign.${deed}`,
      subject: `campaign:${row.slug}`,
      facts: { from: row.state, to: state, ...prepared.facts },
      at,
    });
    return { ok: true, state };
  });
}

async function missing(tx: Db, row: CampaignRow, at: Date): Promise<OpeningFault[]> {
  return (await checkContent(tx, row, await readContent(tx, row), at)).filter(({ isNeeded }) => isNeeded);
}

/** Opens a campaign now: a draft, a scheduled one before its time, or a closed one again. `closesAt` null: until somebody closes it. Refused while something is missing. */
export function openCampaign(
  { closesAt, timeZone, ...deed }: Deed & Pick<CampaignWindow, 'closesAt' | 'timeZone'>,
  given: Partial<Tools> = {},
): Promise<Outcome> {
  const prepare = async (tx: Db, row: CampaignRow, at: Date) => {
    if (closesAt && closesAt <= at) return { ok: false, reason: 'time_past' } as const;
    const faults = await missing(tx, row, at);
    if (faults.length > 0) return { ok: false, reason: 'incomplete', faults } as const;
    return {
      ok: true,
      besides: { opensAt: null, closesAt, timeZone, redirectToId: null },
      facts: { closesAt },
    } as const;
  };
  return change(deed, 'open', prepare, given);
}

/** Lets a draft open by itself at `opensAt`, and close at `closesAt` where it is given. From now on its page can be read by its address, and it must stay whole. */
export function scheduleCampaign(
  { opensAt, closesAt, timeZone, ...deed }: Deed & CampaignWindow,
  given: Partial<Tools> = {},
): Promise<Outcome> {
  const prepare = async (tx: Db, row: CampaignRow, at: Date) => {
    if (!opensAt) return { ok: false, reason: 'time_missing' } as const;
    if (opensAt <= at) return { ok: false, reason: 'time_past' } as const;
    if (closesAt && closesAt <= opensAt) return { ok: false, reason: 'time_order' } as const;
    const faults = await missing(tx, row, at);
    if (faults.length > 0) return { ok: false, reason: 'incomplete', faults } as const;
    return { ok: true, besides: { opensAt, closesAt, timeZone }, facts: { opensAt, closesAt } } as const;
  };
  return change(deed, 'schedule', prepare, given);
}

/** Sets when an open campaign closes by itself; null: not by itself. */
export async function setClosing(
  { actor, closesAt, timeZone, ...own }: Deed & Pick<CampaignWindow, 'closesAt' | 'timeZone'>,
  given: Partial<Tools> = {},
): Promise<{ ok: true } | StateRefusal> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const row = await findOwnRow(tx, own, true);
    if (!row) return { ok: false, reason: 'campaign_unknown' };
    if (row.state !== 'open') return { ok: false, reason: 'not_allowed' };
    if (closesAt && closesAt <= now()) return { ok: false, reason: 'time_past' };
    await tx.update(campaigns).set({ closesAt, timeZone }).where(eq(campaigns.id, row.id));
    const subject = `campaign:${row.slug}`;
    await recordDeed(tx, {
      organizationId: own.organizationId,
      actor,
      action: 'campaign.set_closing',
      subject,
      facts: { closesAt },
      at: now(),
    });
    return { ok: true };
  });
}

const nothingBesides = async () => ({ ok: true, besides: {} }) as const;

/** Takes a scheduled campaign back into a draft: it opens no more by itself, and its page is gone. */
export function unscheduleCampaign(deed: Deed, given: Partial<Tools> = {}): Promise<Outcome> {
  return change(deed, 'unschedule', nothingBesides, given);
}

/** Closes a campaign: it takes no more signatures and letters; page and count stand. */
export function closeCampaign(deed: Deed, given: Partial<Tools> = {}): Promise<Outcome> {
  return change(deed, 'close', nothingBesides, given);
}

/** Takes a campaign off the list; its page can still be read by its address. */
export function archiveCampaign(deed: Deed, given: Partial<Tools> = {}): Promise<Outcome> {
  return change(deed, 'archive', nothingBesides, given);
}

/** Puts an archived campaign back on the list, closed or won as it was. */
export function unarchiveCampaign(deed: Deed, given: Partial<Tools> = {}): Promise<Outcome> {
  return change(deed, 'unarchive', nothingBesides, given);
}

/** Takes a victory back: the campaign is closed, its words of the outcome are kept but not shown. */
export function unwinCampaign(deed: Deed, given: Partial<Tools> = {}): Promise<Outcome> {
  return change(deed, 'unwin', nothingBesides, given);
}

/** Declares a victory: closes the campaign and shows what came of it, in each language that it speaks. The words are kept as a version. */
export function winCampaign(
  { outcomes, ...deed }: Deed & { outcomes: Partial<Record<CampaignLocale, string>> },
  given: Partial<Tools> = {},
): Promise<Outcome> {
  const prepare = async (tx: Db, row: CampaignRow, at: Date) => {
    const standing = await readContent(tx, row);
    const texts: CampaignContent['texts'] = {};
    for (const [locale, words] of Object.entries(standing.texts) as [
      CampaignLocale,
      NonNullable<CampaignContent['texts']['en']>,
    ][]) {
      const outcome = outcomes[locale]?.trim() ?? '';
      if (outcome === '') return { ok: false, reason: 'outcome_missing' } as const;
      texts[locale] = { ...words, outcome };
    }
    const version = await storeVersion(tx, row, { ...standing, texts }, { actor: deed.actor, at });
    return { ok: true, besides: {}, facts: { version } } as const;
  };
  return change(deed, 'win', prepare, given);
}

/** Sends the visitors of a campaign that is over on to another campaign of the organization that is open now; null: to none. */
export async function redirectCampaign(
  { actor, to, ...own }: Deed & { to: string | null },
  given: Partial<Tools> = {},
): Promise<{ ok: true } | StateRefusal> {
  const { db, now } = tools(given);
  return db.transaction(async (tx) => {
    const row = await findOwnRow(tx, own, true);
    if (!row) return { ok: false, reason: 'campaign_unknown' };
    if (!['closed', 'won', 'archived'].includes(row.state)) return { ok: false, reason: 'not_allowed' };
    const target = to === null ? null : await findOwnRow(tx, { organizationId: own.organizationId, slug: to });
    if (to !== null && (target?.state !== 'open' || target.id === row.id))
      return { ok: false, reason: 'target_unknown' };
    await tx
      .update(campaigns)
      .set({ redirectToId: target?.id ?? null })
      .where(eq(campaigns.id, row.id));
    const subject = `campaign:${row.slug}`;
    await recordDeed(tx, {
      organizationId: own.organizationId,
      actor,
      action: 'campaign.redirect',
      subject,
      facts: { to },
      at: now(),
    });
    return { ok: true };
  });
}

/**
 * Opens the scheduled campaigns whose time has come and closes the open ones whose time is over; answers how many of each. Visitors are served by the instants themselves, so that
 * nothing hangs on how often this runs. Any number may run at once.
 */
export async function turnCampaigns(given: Partial<Tools> = {}): Promise<{ opened: number; closed: number }> {
  const { db, now } = tools(given);
  const at = now();
  return db.transaction(async (tx) => {
    const due = await tx
      .select()
      .from(campaigns)
      .where(
        sql`(state = 'scheduled' and opens_at <= ${at.toISOString()}::timestamptz) or (state = 'open' and closes_at <= ${at.toISOString()}::timestamptz)`,
      )
      .orderBy(asc(campaigns.id))
      .limit(100)
      .for('no key update', { skipLocked: true });
    const turned = { opened: 0, closed: 0 };
    for (const row of due) {
      const steps: CampaignState[] = row.state === 'scheduled' ? ['open'] : [];
      if (row.closesAt && row.closesAt <= at) steps.push('closed');
      for (const state of steps) {
        await tx.update(campaigns).set({ state }).where(eq(campaigns.id, row.id));
        turned[state === 'open' ? 'opened' : 'closed'] += 1;
        const action = state === 'open' ? 'campaign.open' : 'campaign.close';
        await recordDeed(tx, {
          organizationId: row.organizationId,
          actor: 'system',
          action,
          subject: `campaign:${row.slug}`,
          facts: { byItself: true },
          at,
        });
      }
    }
    return turned;
  });
}
