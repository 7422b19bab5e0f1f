import type { LoaderFunctionArgs } from '@remix-run/node';
import { csvFile } from '#app/http/csv-file.ts';
import { localeOf } from '#app/http/locale.ts';
import { answerPicture, pictureName } from '#app/http/pictures/picture-answer.ts';
import { rasterise } from '#app/http/pictures/rasterise.server.ts';
import { chartDocument } from '#app/ui/charts/document.ts';
import { findChart } from './chart.view.server.ts';

/** Width of a chart as PNG, in pixels: sharp on a screen of double density and in print. */
const PNG_WIDTH_PX = 1600;

export function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const file = pictureName(params.file);
  if (!file) throw new Response(null, { status: 404 });
  const { name, ending } = file;
  return answerPicture(request, { key: `chart ${locale} ${name}`, ending, download: name }, async () => {
    const chart = await findChart(name, locale);
    if (!chart) return null;
    if (ending === 'csv') return Buffer.from(csvFile(chart.table.columns, chart.table.rows));
    const svg = chartDocument(chart.document);
    return ending === 'svg' ? Buffer.from(svg) : rasterise(svg, PNG_WIDTH_PX);
  });
}
