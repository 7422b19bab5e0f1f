import type { LoaderFunctionArgs } from '@remix-run/node';
import { readCampaigns } from '#app/domain/token/campaigns.server.ts';
import { pageOfRows, toOwnCampaign } from '#app/http/api/organizer-entries.ts';
import { organizerOperations as deeds } from '#app/http/api/organizer-operations.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.campaigns, args, async ({ query: { limit, cursor = 0 }, holder }) => {
    const rows = await readCampaigns({ organizationId: holder.organizationId, after: cursor, limit });
    return pageOfRows(rows, limit, { show: toOwnCampaign, keyOf: ({ id }) => String(id) });
  });
}
