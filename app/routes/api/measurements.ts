import type { LoaderFunctionArgs } from '@remix-run/node';
import { listMeasurementFigures } from '#app/domain/measurement/figures.server.ts';
import { pageOf } from '#app/http/api/cursor.ts';
import { toMeasurements } from '#app/http/api/entries.ts';
import { serve } from '#app/http/api/serve.ts';

export function loader(args: LoaderFunctionArgs) {
  return serve('measurements', args, async ({ limit, cursor }, origin) => {
    const bySlug = (await listMeasurementFigures()).toSorted((a, b) => (a.slug < b.slug ? -1 : 1));
    const { entries, next } = pageOf(bySlug, { after: cursor ?? null, limit, keyOf: ({ slug }) => slug });
    return { body: { entries: entries.map((figures) => toMeasurements(figures, origin)), next }, next };
  });
}
