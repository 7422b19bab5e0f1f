import type { LoaderFunctionArgs } from '@remix-run/node';
import { readCampaigns } from '#app/domain/token/campaigns.server.ts';
import { toOwnCampaign } from '#app/http/api/organizer-entries.ts';
import { organizerOperations as deeds } from '#app/http/api/organizer-operations.ts';
import { unknown } from '#app/http/api/organizer-refusals.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.campaign, args, async ({ params: { campaign: slug = '' }, holder }) => {
    const [found] = await readCampaigns({ organizationId: holder.organizationId, after: 0, limit: 1, slug });
    return found ? { body: toOwnCampaign(found) } : unknown('campaign');
  });
}
