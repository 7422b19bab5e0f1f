import type { LoaderFunctionArgs } from '@remix-run/node';
import { findIsp } from '#app/domain/isp/isp.server.ts';
import { toIspRecord } from '#app/http/api/isp-entries.ts';
import { serve } from '#app/http/api/serve.ts';

export function loader(args: LoaderFunctionArgs) {
  return serve('isp', args, async (_, origin) => {
    const isp = await findIsp(args.params.slug ?? '');
    return isp ? { body: toIspRecord(isp, origin) } : { status: 404, title: 'No ISP of the catalogue has this slug' };
  });
}
