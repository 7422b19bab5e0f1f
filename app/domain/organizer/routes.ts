import type { RouteNeeds } from './permissions.ts';

/**
 * Every address under `/organize/:organization` as in `app/routes.ts` (without `:lang?/`), with what it needs. `tests/routes/organize-routes.test.ts` holds the
 * list to the routes, and every address to its needs: each role, a foreign organization, an expired session. Own choice.
 */
export const ORGANIZER_ROUTES: Readonly<Record<string, RouteNeeds>> = {
  'organize/:organization/team': { read: 'member.read', write: 'member.change' },
  'organize/:organization/settings': { read: 'organization.change', write: 'organization.change' },
  'organize/:organization': { read: 'organization.read', write: null },
  'organize/:organization/campaigns/new': { read: 'campaign.change', write: 'campaign.change' },
  'organize/:organization/campaigns/:campaign': { read: 'campaign.read', write: 'campaign.publish' },
  'organize/:organization/campaigns/:campaign/words/:locale': { read: 'campaign.change', write: 'campaign.change' },
  'organize/:organization/campaigns/:campaign/setup': { read: 'campaign.change', write: 'campaign.change' },
  'organize/:organization/campaigns/:campaign/consent': { read: 'campaign.read', write: 'campaign.change' },
  'organize/:organization/campaigns/:campaign/preview': { read: 'campaign.read', write: null },
  'organize/:organization/campaigns/:campaign/versions': { read: 'campaign.read', write: 'campaign.change' },
  'organize/:organization/dashboard': { read: 'dashboard.read', write: null },
  'organize/:organization/dashboard/:campaign': { read: 'dashboard.read', write: 'alert.settle' },
  'organize/:organization/dashboard/:campaign/live.json': { read: 'dashboard.read', write: null },
  'organize/:organization/dashboard/:campaign/map.svg': { read: 'dashboard.read', write: null },
  'organize/:organization/dashboard/:campaign/:file': { read: 'dashboard.read', write: null },
  'organize/:organization/embeds': { read: 'embed.read', write: null },
  'organize/:organization/embeds/:campaign': { read: 'embed.read', write: 'embed.change' },
  'organize/:organization/audience': { read: 'audience.read', write: 'audience.change' },
  'organize/:organization/audience/lists': { read: 'audience.read', write: 'audience.change' },
  'organize/:organization/audience/lists/:list': { read: 'audience.read', write: 'audience.change' },
  'organize/:organization/audience/segments': { read: 'audience.read', write: null },
  'organize/:organization/audience/segments/:segment': { read: 'audience.read', write: 'audience.change' },
  'organize/:organization/audit': { read: 'audit.read', write: null },
  'organize/:organization/audit.csv': { read: 'audit.read', write: 'audit.read' },
  'organize/:organization/switches': { read: 'installation.read', write: 'installation.switch' },
  'organize/:organization/review': { read: 'review.read', write: 'review.decide' },
  'organize/:organization/review/batches': { read: 'review.read', write: null },
  'organize/:organization/review/batches/:batch': { read: 'review.read', write: 'review.decide' },
  'organize/:organization/review/letters': { read: 'review.read', write: 'review.decide' },
  'organize/:organization/review/log': { read: 'review.read', write: null },
  'organize/:organization/register': { read: 'register.read', write: 'register.decide' },
  'organize/:organization/exports': { read: 'export.read', write: 'export.schedule' },
  'organize/:organization/exports/new': { read: 'export.read', write: 'export.counts' },
  'organize/:organization/exports/:export': { read: 'export.read', write: 'export.counts' },
  'organize/:organization/exports/:export/:file': { read: 'export.read', write: null },
};
