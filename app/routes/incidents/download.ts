import type { LoaderFunctionArgs } from '@remix-run/node';
import { listNotices } from '#app/domain/incident/notice.server.ts';
import { findRegisterChange, listIncidentsToDownload } from '#app/domain/incident/register.server.ts';
import { readRegisterFilter } from '#app/domain/incident/register.ts';
import { answerFile } from '#app/http/open-file.ts';
import { csvOf, jsonOf } from './download.server.ts';

const kinds = {
  csv: { contentType: 'text/csv; charset=utf-8; header=present', fileName: 'incidents.csv' },
  json: { contentType: 'application/json; charset=utf-8', fileName: 'incidents.json' },
};

/** The register as a file, narrowed by the same query as the page; the address ends in the format. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { origin, pathname, searchParams } = new URL(request.url);
  const filter = readRegisterFilter(searchParams);
  const [entries, notices, changedAt] = await Promise.all([
    listIncidentsToDownload(filter),
    listNotices(filter),
    findRegisterChange(),
  ]);
  const isCsv = pathname.endsWith('.csv');
  const text = isCsv ? csvOf(entries, origin) : jsonOf(entries, { origin, filter, changedAt, notices });
  return answerFile(request, { ...kinds[isCsv ? 'csv' : 'json'], text, changedAt });
}
