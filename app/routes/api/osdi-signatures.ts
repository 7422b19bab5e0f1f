import type { LoaderFunctionArgs } from '@remix-run/node';
import { readCampaigns } from '#app/domain/token/campaigns.server.ts';
import { readSigners } from '#app/domain/token/people.server.ts';
import { unknown } from '#app/http/api/organizer-refusals.ts';
import { osdiPage, toOsdiSignature } from '#app/http/api/osdi-entries.ts';
import { osdiOperations as deeds } from '#app/http/api/osdi-operations.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.signatures, args, async ({ query, params: { campaign = '' }, holder, origin }) => {
    const { organizationId, actor } = holder;
    const { per_page: limit, cursor: after = 0, modified_since: since } = query;
    const [own] = await readCampaigns({ organizationId, after: 0, limit: 1, slug: campaign });
    if (!own) return unknown('petition');
    const modifiedSince = since === undefined ? null : new Date(since);
    const { rows, next } = await readSigners({ organizationId, actor, after, limit, modifiedSince, campaign });
    const signatures = rows.map((row) => toOsdiSignature(row, origin));
    const place = { url: args.request.url, origin, perPage: limit, next: next === null ? null : String(next) };
    return { body: osdiPage('osdi:signatures', signatures, place), next: place.next };
  });
}
