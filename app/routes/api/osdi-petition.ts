import type { LoaderFunctionArgs } from '@remix-run/node';
import { readCampaigns } from '#app/domain/token/campaigns.server.ts';
import { unknown } from '#app/http/api/organizer-refusals.ts';
import { campaignAsPetition } from '#app/http/api/osdi-entries.ts';
import { osdiOperations as deeds } from '#app/http/api/osdi-operations.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.petition, args, async ({ params: { campaign: slug = '' }, holder, origin }) => {
    const [found] = await readCampaigns({ organizationId: holder.organizationId, after: 0, limit: 1, slug });
    return found ? { body: campaignAsPetition(found, origin) } : unknown('petition');
  });
}
