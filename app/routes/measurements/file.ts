import type { LoaderFunctionArgs } from '@remix-run/node';
import { findMeasurementFile } from '#app/domain/measurement/publication.server.ts';

const open = {
  'Content-Type': 'text/csv; charset=utf-8',
  'Cache-Control': 'public, max-age=31536000, immutable',
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  Vary: 'Accept-Encoding',
};

/** One day's open data: never changed once it is there, for any site to read. */
export async function loader({ params }: LoaderFunctionArgs) {
  const day = params.file?.endsWith('.csv') ? params.file.slice(0, -'.csv'.length) : '';
  const file = await findMeasurementFile(day);
  if (!file) throw new Response(null, { status: 404 });
  const own = { 'Content-Disposition': `attachment; filename="measurements-${day}.csv"`, ETag: `"${file.sha256}"` };
  return new Response(file.csv, { headers: { ...open, ...own } });
}
