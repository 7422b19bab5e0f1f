import type { LoaderFunctionArgs } from '@remix-run/node';
import { listSpeedIndexEntries } from '#app/domain/speed-index/entries.server.ts';
import { cursorAfter } from '#app/http/api/cursor.ts';
import { toSpeedIndexEntry } from '#app/http/api/entries.ts';
import { serve } from '#app/http/api/serve.ts';

export function loader(args: LoaderFunctionArgs) {
  return serve('speed-index', args, async ({ cursor, ...query }) => {
    const page = await listSpeedIndexEntries({ ...query, after: cursor });
    const next = page.next === null ? null : cursorAfter(String(page.next));
    return { body: { entries: page.entries.map(toSpeedIndexEntry), next }, next };
  });
}
