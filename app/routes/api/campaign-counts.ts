import type { LoaderFunctionArgs } from '@remix-run/node';
import { readHistory } from '#app/domain/count/history.server.ts';
import { cursorAfter } from '#app/http/api/cursor.ts';
import { serve } from '#app/http/api/serve.ts';

export function loader(args: LoaderFunctionArgs) {
  return serve('campaign-counts', args, async ({ cursor, ...query }) => {
    const found = await readHistory({ ...query, slug: args.params.slug ?? '', after: cursor ?? null });
    if (!found) return { status: 404, title: 'There is no public campaign of this slug' };
    const next = found.next === null ? null : cursorAfter(found.next);
    return { body: { ...found, next }, next };
  });
}
