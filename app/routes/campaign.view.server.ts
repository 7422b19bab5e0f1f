import { currentConsent, findCampaign, listTargets } from '#app/domain/campaign/campaign.server.ts';
import { standingOf } from '#app/domain/campaign/campaign.ts';
import { findCampaignDocket } from '#app/domain/campaign/docket.server.ts';
import { readCount } from '#app/domain/count/count.server.ts';
import { switchesOf } from '#app/domain/installation/switches.server.ts';
import { takesSignatures } from '#app/domain/installation/switches.ts';
import { listIsps } from '#app/domain/isp/isp.server.ts';
import { findPartner } from '#app/domain/partner/partner.server.ts';
import { findAlertsWording } from '#app/domain/signature/alerts.server.ts';
import { inVariant } from '#app/domain/trial/running.server.ts';
import type { RequestContext } from '#app/http/context.ts';
import type { Locale } from '#app/http/locale.ts';
import { ispShown } from './campaign.isp.server.ts';

/** What the page of a campaign shows to a visitor, who may come by the link of a partner; null when there is none of that name. */
export async function viewCampaign(
  slug: string,
  locale: Locale,
  { visitor, newStamp }: Pick<RequestContext, 'visitor' | 'newStamp'>,
  partnerSlug: string | null = null,
) {
  const found = await findCampaign(slug, locale);
  if (!found) return null;
  // Pages of no trial ask nothing more.
  const { campaign, variant } = visitor.variant
    ? await inVariant(found, visitor.variant)
    : { campaign: found, variant: null };
  const [isps, count, targets, docket, consent, alerts, partner, carrier] = await Promise.all([
    listIsps(),
    readCount(campaign.id),
    listTargets(campaign.id),
    findCampaignDocket(campaign.docketId),
    currentConsent('sign', locale, { campaignId: campaign.id }),
    findAlertsWording({ campaignSlug: slug, locale }),
    partnerSlug === null ? null : findPartner({ campaignSlug: slug, slug: partnerSlug, locale }),
    ispShown(campaign.id, visitor),
  ]);
  return {
    campaign,
    standing: standingOf(campaign, new Date()),
    isPaused: !takesSignatures(switchesOf()),
    isps: isps.map(({ slug, name }) => ({ slug, name })),
    count,
    targets,
    docket,
    consent: consent && { id: consent.id, body: consent.body },
    alerts,
    partner,
    variant,
    stamp: newStamp(),
    ...carrier,
  };
}
