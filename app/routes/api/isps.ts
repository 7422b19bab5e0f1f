import type { LoaderFunctionArgs } from '@remix-run/node';
import { listIsps } from '#app/domain/isp/isp.server.ts';
import { pageOf } from '#app/http/api/cursor.ts';
import { toIsp } from '#app/http/api/isp-entries.ts';
import { serve } from '#app/http/api/serve.ts';

export function loader(args: LoaderFunctionArgs) {
  return serve('isps', args, async ({ limit, cursor }, origin) => {
    const bySlug = (await listIsps()).toSorted((a, b) => (a.slug < b.slug ? -1 : 1));
    const { entries, next } = pageOf(bySlug, { after: cursor ?? null, limit, keyOf: ({ slug }) => slug });
    return { body: { entries: entries.map((isp) => toIsp(isp, origin)), next }, next };
  });
}
