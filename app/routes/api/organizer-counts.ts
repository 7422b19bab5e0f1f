import type { LoaderFunctionArgs } from '@remix-run/node';
import { readCounts } from '#app/domain/token/counts.server.ts';
import { keyOfCount, pageOfRows } from '#app/http/api/organizer-entries.ts';
import { organizerOperations as deeds } from '#app/http/api/organizer-operations.ts';
import { unknown } from '#app/http/api/organizer-refusals.ts';
import { serveToken } from '#app/http/api/serve-token.ts';

export function loader(args: LoaderFunctionArgs) {
  return serveToken(deeds.counts, args, async ({ query, params: { campaign = '' }, holder: { organizationId } }) => {
    const { limit, by = [], cursor: after = null } = query;
    const rows = await readCounts({ organizationId, campaign, by, after, limit });
    return rows ? pageOfRows(rows, limit, { show: (row) => row, keyOf: keyOfCount }) : unknown('campaign');
  });
}
