import { currentConsent, findFrontCampaign } from '#app/domain/campaign/campaign.server.ts';
import { readCount } from '#app/domain/count/count.server.ts';
import { listCriteria } from '#app/domain/incident/criteria.server.ts';
import { listIncidents } from '#app/domain/incident/incident.server.ts';
import type { Incident } from '#app/domain/incident/incident.ts';
import { switchesOf } from '#app/domain/installation/switches.server.ts';
import { takesSignatures } from '#app/domain/installation/switches.ts';
import { CURRENT_FIGURE_MONTHS, isWithinMonths } from '#app/domain/isp/age.ts';
import { findCarrier } from '#app/domain/isp/carrier.server.ts';
import { ispIdOf, listIsps } from '#app/domain/isp/isp.server.ts';
import { listRepliesToEntries } from '#app/domain/reply/reply.server.ts';
import { findAlertsWording } from '#app/domain/signature/alerts.server.ts';
import { isDeal } from '#app/domain/speed-index/deal.ts';
import { listComparisonLines, listSpeedIndex } from '#app/domain/speed-index/speed-index.server.ts';
import { newestFigure } from '#app/domain/speed-index/speed-index.ts';
import type { RequestContext } from '#app/http/context.ts';
import type { Locale } from '#app/http/locale.ts';
import { findDeal } from '#app/ui/charts/deal.ts';
import { showDeal } from '#app/ui/charts/story.ts';

/** Incidents on the front page. Own choice. */
const shownIncidents = 4;

/** What the front page shows. */
export type FrontView = Awaited<ReturnType<typeof viewFront>>;

/** What the front page shows to a visitor: who carries them, the story of that ISP, the campaign, what is on record. */
export async function viewFront(locale: Locale, { visitor, newStamp }: Pick<RequestContext, 'visitor' | 'newStamp'>) {
  const [isps, carrier, campaign] = await Promise.all([listIsps(), findCarrier(visitor), findFrontCampaign(locale)]);
  const [record, count, consent, alerts] = await Promise.all([
    recordOf(carrier.isp, locale),
    campaign ? readCount(campaign.id) : null,
    campaign ? currentConsent('sign', locale, { campaignId: campaign.id }) : null,
    campaign ? findAlertsWording({ campaignSlug: campaign.slug, locale }) : null,
  ]);
  return {
    carrier,
    ...record,
    replies: await listRepliesToEntries(record.incidents.map(({ slug }) => slug)),
    isps: isps.map(({ slug, name }) => ({ slug, name })).sort((a, b) => a.name.localeCompare(b.name, 'en')),
    campaign: campaign && { slug: campaign.slug, title: campaign.title, ask: campaign.ask, summary: campaign.summary },
    isPaused: !takesSignatures(switchesOf()),
    count,
    consent: consent && { id: consent.id, body: consent.body },
    alerts,
    stamp: newStamp(),
  };
}

async function recordOf(isp: { id: number; slug: string } | null, locale: Locale) {
  if (!isp) {
    const incidents = await listIncidents();
    return {
      deal: null,
      example: await exampleOf(incidents, locale),
      figure: null,
      isFigureOld: false,
      incidents: incidents.slice(0, shownIncidents),
      criteria: [],
    };
  }
  const [incidents, lines, criteria] = await Promise.all([
    listIncidents({ ispId: isp.id }),
    listSpeedIndex(isp.id),
    listCriteria(isp),
  ]);
  const deal = findDeal(incidents, lines);
  const compared = deal ? await listComparisonLines({ exceptIspId: isp.id, from: deal.from, to: deal.to }) : [];
  const [figure = null] = lines
    .flatMap((line) => newestFigure(line) ?? [])
    .sort((a, b) => b.month.localeCompare(a.month));
  return {
    deal: deal && showDeal(deal, compared, locale),
    example: null,
    figure,
    isFigureOld: figure !== null && !isWithinMonths(`${figure.month}-01`, CURRENT_FIGURE_MONTHS, new Date()),
    incidents: telling(incidents, deal?.incident),
    criteria,
  };
}

/** For a visitor without a known ISP: the oldest paid deal on record that the index shows. */
async function exampleOf(incidents: readonly Incident[], locale: Locale) {
  const first = incidents.findLast((incident) => isDeal(incident) && incident.tags.includes('paid-interconnection'));
  const ispId = first?.isps[0]?.slug ? await ispIdOf(first.isps[0].slug) : null;
  if (!first || ispId === null) return null;
  const deal = findDeal([first], await listSpeedIndex(ispId));
  if (!deal) return null;
  const compared = await listComparisonLines({ exceptIspId: ispId, from: deal.from, to: deal.to });
  return showDeal(deal, compared, locale);
}

/** The newest incident, that of the deal, and those on which the ISP has spoken: newest first. */
function telling(incidents: readonly Incident[], ofDeal: Incident | undefined): Incident[] {
  const [newest] = incidents;
  const answered = incidents.filter(({ ispPosition }) => ispPosition !== null);
  const chosen = [newest, ofDeal, ...answered, ...incidents].filter((incident) => incident !== undefined);
  return [...new Set(chosen)].slice(0, shownIncidents).sort((a, b) => b.occurredOn.localeCompare(a.occurredOn));
}
