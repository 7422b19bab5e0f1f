import type { LoaderFunctionArgs } from '@remix-run/node';
import { listMeasurementFiles } from '#app/domain/measurement/publication.server.ts';

const open = {
  'Cache-Control': 'public, max-age=300',
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  Vary: 'Accept-Encoding',
};

/** The open data files, newest first, 400 at a time: `?before=YYYY-MM-DD` goes on where the last answer ended. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { origin, searchParams } = new URL(request.url);
  const before = searchParams.get('before') ?? undefined;
  const isDay = before === undefined || (/^\d{4}-\d{2}-\d{2}$/.test(before) && !Number.isNaN(Date.parse(before)));
  if (!isDay) throw new Response(null, { status: 400 });
  const files = await listMeasurementFiles({ before });
  const listed = files.map((file) => ({ ...file, url: `${origin}/measurements/data/${file.day}.csv` }));
  return Response.json({ files: listed }, { headers: open });
}
