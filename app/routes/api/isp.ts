import type { LoaderFunctionArgs } from '@remix-run/node';
import { toIspRecord } from '#app/http/api/isp-entries.ts';
import { serve } from '#app/http/api/serve.ts';
import { findRecord } from './isp.record.server.ts';

export function loader(args: LoaderFunctionArgs) {
  return serve('isp', args, async (_, origin) => {
    const found = await findRecord(args.params.slug ?? '', { origin });
    if (!found) return { status: 404, title: 'No ISP of the catalogue has this slug' };
    return { body: toIspRecord(found.isp, found.conduct, { origin, now: new Date() }) };
  });
}
