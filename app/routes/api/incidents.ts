import type { LoaderFunctionArgs } from '@remix-run/node';
import { listIncidentsPage } from '#app/domain/incident/register.server.ts';
import { cursorAfter } from '#app/http/api/cursor.ts';
import { toIncident } from '#app/http/api/entries.ts';
import { serve } from '#app/http/api/serve.ts';

export function loader(args: LoaderFunctionArgs) {
  return serve('incidents', args, async ({ cursor, ...query }, origin) => {
    const page = await listIncidentsPage({ ...query, after: cursor ?? null });
    const next = page.next === null ? null : cursorAfter(page.next);
    return { body: { entries: page.entries.map((entry) => toIncident(entry, origin)), next }, next };
  });
}
