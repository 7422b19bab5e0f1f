import { currentConsent } from '#app/domain/campaign/campaign.server.ts';
import type { CampaignContent } from '#app/domain/campaign/content.ts';
import { findCampaignDocket } from '#app/domain/campaign/docket.server.ts';
import type { CampaignSheet } from '#app/domain/campaign/own.server.ts';
import { petitionHtml } from '#app/domain/campaign/petition.server.ts';
import { readCount } from '#app/domain/count/count.server.ts';
import { listIsps } from '#app/domain/isp/isp.server.ts';
import type { Locale } from '#app/http/locale.ts';
import type { CampaignView } from '#app/ui/campaign/page.tsx';

/** The public page as it would be with a content, open, in a language. Null: not offered in it. */
export async function previewOf(
  { id, slug, timeZone, closesAt }: CampaignSheet,
  content: CampaignContent,
  locale: Locale,
): Promise<CampaignView | null> {
  const words = content.texts[locale];
  if (!words) return null;
  const [isps, count, docket, consent, alerts] = await Promise.all([
    listIsps(),
    readCount(id),
    findCampaignDocket(content.docketId),
    currentConsent('sign', locale, { campaignId: id }),
    currentConsent('subscribe', locale),
  ]);
  const { goal, goalStepsUp, docketId } = content;
  const stands = {
    id,
    slug,
    state: 'open' as const,
    position: 1,
    goal,
    goalStepsUp,
    docketId,
    opensAt: null,
    closesAt,
    timeZone,
  };
  const sources = words.sources === '' ? [] : words.sources.split('\n');
  return {
    campaign: { ...stands, ...words, locale, sources, body: petitionHtml(words.body), wonAt: null, redirectTo: null },
    standing: 'open',
    isPaused: false,
    isps: isps.map(({ slug, name }) => ({ slug, name })),
    count,
    targets: content.targets.map((kind, index) => ({ id: index + 1, kind, position: index + 1 })),
    docket,
    consent: consent && { id: consent.id, body: consent.body },
    alerts: alerts && { id: alerts.id, body: alerts.body },
    partner: null,
    variant: null,
    stamp: '',
    isp: null,
    isHidden: false,
    sharedBy: [],
  };
}
