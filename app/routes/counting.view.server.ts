import { findCampaign, listCampaigns } from '#app/domain/campaign/campaign.server.ts';
import { listIsps } from '#app/domain/isp/isp.server.ts';
import { readPublicCounts } from '#app/domain/ledger/counts.server.ts';
import { notShownYet } from '#app/domain/ledger/counts.ts';
import { findWaiting } from '#app/domain/ledger/counts-waiting.server.ts';
import { listVouched } from '#app/domain/ledger/witness.server.ts';
import { readAnnouncement } from '#app/http/ledger-announcement.ts';
import type { Locale } from '#app/http/locale.ts';

/** What the page of the rules shows: each campaign with its count, and the witnesses of all their ledgers. */
export async function viewRules(locale: Locale) {
  const campaigns = await listCampaigns(locale);
  const shown = campaigns.map(async ({ id, slug, title, locale: written }) => {
    const [counts, witnesses] = await Promise.all([readPublicCounts(slug), listVouched(id)]);
    return { slug, title, locale: written, counted: counts?.counted ?? null, witnesses };
  });
  return { campaigns: await Promise.all(shown) };
}

/** What the page of one campaign's figures shows, from kept figures alone; null when there is no such campaign. `origin`: the site's. */
export async function viewFigures(slug: string, locale: Locale, origin: string) {
  const campaign = await findCampaign(slug, locale);
  if (!campaign) return null;
  const [counts, waiting, isps, witnesses, { logs }] = await Promise.all([
    readPublicCounts(slug),
    findWaiting(campaign.id),
    listIsps(),
    listVouched(campaign.id),
    readAnnouncement(origin),
  ]);
  const names = new Map(isps.map((isp) => [isp.slug, isp.name]));
  const ordered = (shown: Record<string, number>) =>
    Object.entries(shown).sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return {
    campaign: { slug, title: campaign.title, locale: campaign.locale },
    log: logs.find((log) => log.campaign === slug) ?? null,
    waiting,
    witnesses,
    figures: counts && {
      counts,
      isps: ordered(counts.byIsp).map(([key, shown]) => ({ key, name: names.get(key) ?? null, shown })),
      places: ordered(counts.byState).map(([key, shown]) => ({ key, shown })),
      rest: { isp: notShownYet(counts, 'isp'), state: notShownYet(counts, 'state') },
    },
  };
}
