import type { LoaderFunctionArgs } from '@remix-run/node';
import { findIspsBySlugs } from '#app/domain/isp/isp.server.ts';
import { toIdentification } from '#app/http/api/entries.ts';
import { serve } from '#app/http/api/serve.ts';

export function loader(args: LoaderFunctionArgs) {
  return serve('identify', args, async (_, origin) => {
    const { seen } = args.context.visitor;
    return { body: toIdentification(seen, await findIspsBySlugs(seen.slugs), origin), sharing: 'private' };
  });
}
