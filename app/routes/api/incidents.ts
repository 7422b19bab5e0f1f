import type { LoaderFunctionArgs } from '@remix-run/node';
import { listNotices } from '#app/domain/incident/notice.server.ts';
import { listIncidentsPage } from '#app/domain/incident/register.server.ts';
import { noticeStateOf, pageOfNotices } from '#app/domain/incident/register.ts';
import { cursorAfter } from '#app/http/api/cursor.ts';
import { toIncident, toNotice } from '#app/http/api/entries.ts';
import { serve } from '#app/http/api/serve.ts';

export function loader(args: LoaderFunctionArgs) {
  return serve('incidents', args, async ({ cursor, ...query }, origin) => {
    const after = cursor ?? null;
    const found = noticeStateOf(query)
      ? named(pageOfNotices(await listNotices(query), { after, limit: query.limit }), (one) => toNotice(one, origin))
      : named(await listIncidentsPage({ ...query, after }), (one) => toIncident(one, origin));
    return { body: found, next: found.next };
  });
}

/** A page of the register as the API gives it. */
function named<T, Shown>({ entries, next }: { entries: readonly T[]; next: string | null }, show: (one: T) => Shown) {
  return { entries: entries.map(show), next: next === null ? null : cursorAfter(next) };
}
