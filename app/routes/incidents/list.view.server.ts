import { listNotices } from '#app/domain/incident/notice.server.ts';
import { countIncidents, findRegisterChange, listIncidentsPage } from '#app/domain/incident/register.server.ts';
import { noticeStateOf, readRegisterFilter } from '#app/domain/incident/register.ts';
import type { Locale } from '#app/http/locale.ts';
import { feedLinks } from '#app/ui/incident-feeds.ts';
import { datasetOf } from './structured.ts';

type Given = Parameters<typeof listIncidentsPage>[1];

/** The register as a query asks for it, with counts for its filters and its description for machines. */
export async function viewRegister(
  { query, origin, locale }: { query: URLSearchParams; origin: string; locale: Locale },
  given: Given = {},
) {
  const filter = readRegisterFilter(query);
  const after = query.get('after');
  const [page, notices, counts, changedAt] = await Promise.all([
    listIncidentsPage({ ...filter, after }, given),
    listNotices(filter, given),
    countIncidents(filter, given),
    findRegisterChange(given),
  ]);
  const oldest = counts.year.at(-1)?.value ?? null;
  const newest = counts.year[0]?.value ?? null;
  return {
    filter,
    page,
    noticeState: noticeStateOf(filter),
    notices,
    counts,
    isFirst: after === null,
    isNarrowed: Object.keys(filter).length > 0 || after !== null,
    feeds: feedLinks(origin, locale),
    dataset: datasetOf({ origin, locale, oldest, newest, changedAt: changedAt?.toISOString() ?? null }),
  };
}

/** The register as the page gets it. */
export type RegisterView = Awaited<ReturnType<typeof viewRegister>>;
