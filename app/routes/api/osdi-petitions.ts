import type { LoaderFunctionArgs } from '@remix-run/node';
import { readCampaigns } from '#app/domain/token/campaigns.server.ts';
import { campaignAsPetition, osdiPage } from '#app/http/api/osdi-entries.ts';
import { osdiOperations as deeds } from '#app/http/api/osdi-operations.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.petitions, args, async ({ query, holder: { organizationId }, origin }) => {
    const { per_page: limit, cursor: after = 0 } = query;
    const rows = await readCampaigns({ organizationId, after, limit });
    const shown = rows.slice(0, limit);
    const next = rows.length > limit ? String(shown.at(-1)?.id) : null;
    const petitions = shown.map((row) => campaignAsPetition(row, origin));
    const place = { url: args.request.url, origin, perPage: limit, next };
    return { body: osdiPage('osdi:petitions', petitions, place), next };
  });
}
