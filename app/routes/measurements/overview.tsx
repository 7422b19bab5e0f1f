import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listMeasurementFigures } from '#app/domain/measurement/figures.server.ts';
import { listMeasurementFiles } from '#app/domain/measurement/publication.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { OverviewPage } from './overview.page.tsx';

export const handle = { still: true };

/** The newest files; the listing in JSON holds all. */
const SHOWN_FILES = 31;

export const meta: MetaFunction<typeof loader> = (args) => {
  const { measured } = messagesIn(localeOfPath(args.location.pathname));
  return pageMeta(args, { title: measured.title, description: measured.description });
};

export async function loader({ params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const [isps, files] = await Promise.all([listMeasurementFigures(), listMeasurementFiles({ limit: SHOWN_FILES })]);
  return { isps, files };
}

export default function MeasurementsRoute() {
  return <OverviewPage {...useLoaderData<typeof loader>()} />;
}
