import { listOwnAlerts } from '#app/domain/dashboard/alerts.server.ts';
import { listOwnCampaigns, type OwnCampaign, readLive } from '#app/domain/dashboard/live.server.ts';
import { readBreakdown } from '#app/domain/dashboard/read.server.ts';
import { may } from '#app/domain/organizer/permissions.ts';
import type { Seat } from '#app/domain/organizer/seat.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';

type Params = { lang?: string; campaign?: string };

/** Whether a seat sees exact figures by ISP, state, source and partner: those who may export them. Decision 0032. */
export function seesExact({ role, organization }: Seat): boolean {
  return may(role, 'export.counts', organization.runsInstallation);
}

/** The campaign of an address, of the seat's own organization; throws a 404 otherwise. */
export async function campaignOf(seat: Seat, { lang, campaign: slug = '' }: Params): Promise<OwnCampaign> {
  const [campaign] = await listOwnCampaigns({ organizationId: seat.organization.id, locale: localeOf(lang), slug });
  if (!campaign) throw new Response(null, { status: 404, headers: privateHeaders() });
  return campaign;
}

/** What changes by the second of a campaign; throws a 404 for one of somebody else. */
export async function viewLive(seat: Seat, params: Params) {
  const { id } = await campaignOf(seat, params);
  const figures = await readLive({ campaignIds: [id], seesAll: seat.organization.runsInstallation });
  return figures.get(id);
}

/** Everything that the dashboard of a campaign shows. */
export async function viewDashboard(seat: Seat, params: Params) {
  const { id, ...campaign } = await campaignOf(seat, params);
  const { id: organizationId, runsInstallation } = seat.organization;
  const [figures, breakdown, alerts] = await Promise.all([
    readLive({ campaignIds: [id], seesAll: runsInstallation }),
    readBreakdown({ campaignId: id, isExact: seesExact(seat) }),
    listOwnAlerts({ organizationId, runsInstallation, campaignId: id }),
  ]);
  const live = figures.get(id);
  if (!live) throw new Error('a campaign without figures');
  const canSettle = may(seat.role, 'alert.settle', runsInstallation);
  return { seat, campaign, live, breakdown, alerts, canSettle };
}

/** All campaigns of an organization with their figures of now. */
export async function viewOverview(seat: Seat, { lang }: Params) {
  const { id: organizationId, runsInstallation } = seat.organization;
  const campaigns = await listOwnCampaigns({ organizationId, locale: localeOf(lang) });
  const figures = await readLive({ campaignIds: campaigns.map(({ id }) => id), seesAll: false });
  const rows = campaigns.flatMap(({ id, ...campaign }) => {
    const live = figures.get(id);
    if (!live) return [];
    const lastHour = live.minutes.reduce((sum, { amount }) => sum + amount, 0);
    return [{ ...campaign, total: live.total, rate: live.rate, lastHour, openAlerts: live.openAlerts }];
  });
  const asOf = [...figures.values()][0]?.asOf ?? null;
  const alerts = await listOwnAlerts({ organizationId, runsInstallation });
  return { seat, rows, asOf, openAlerts: alerts.filter(({ settledAt }) => settledAt === null).length };
}
