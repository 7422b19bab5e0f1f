import type { LoaderFunctionArgs } from '@remix-run/node';
import { findMeasurementFile } from '#app/domain/measurement/publication.server.ts';

/** One day's open data: never changed once it is there, for any site to read. */
export async function loader({ params }: LoaderFunctionArgs) {
  const day = params.file?.endsWith('.csv') ? params.file.slice(0, -'.csv'.length) : '';
  const file = await findMeasurementFile(day);
  if (!file) throw new Response(null, { status: 404 });
  return new Response(file.csv, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="measurements-${day}.csv"`,
      'Cache-Control': 'public, max-age=31536000, immutable',
      ETag: `"${file.sha256}"`,
      'Access-Control-Allow-Origin': '*',
      Vary: 'Accept-Encoding',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    },
  });
}
