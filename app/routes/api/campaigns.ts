import type { LoaderFunctionArgs } from '@remix-run/node';
import { listPublicCounts } from '#app/domain/count/history.server.ts';
import { pageOf } from '#app/http/api/cursor.ts';
import { serve } from '#app/http/api/serve.ts';

export function loader(args: LoaderFunctionArgs) {
  return serve('campaigns', args, async ({ limit, cursor }, origin) => {
    const bySlug = (await listPublicCounts()).map((one) => ({ ...one, page: `${origin}/campaigns/${one.slug}` }));
    const { entries, next } = pageOf(bySlug, { after: cursor ?? null, limit, keyOf: ({ slug }) => slug });
    return { body: { entries, next }, next };
  });
}
