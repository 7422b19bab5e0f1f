import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { json } from '@remix-run/node';
import { isRouteErrorResponse, useLoaderData, useRouteError } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { monthWords } from '#app/ui/charts/months.ts';
import { localeOfPath, useMessages } from '#app/ui/locale.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { MonthPage } from './month.page.tsx';
import { viewMonth } from './month.view.server.ts';
import { MoreOfTheIndex } from './parts.tsx';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = (args) => {
  const locale = localeOfPath(args.location.pathname);
  const { speed, picture } = messagesIn(locale);
  const { data } = args;
  if (!data) return pageMeta(args, { title: speed.notMonthTitle, description: speed.notMonthLede, isPrivate: true });
  const month = monthWords(locale, data.choice.current, 'long');
  if (data.kind !== 'held')
    return pageMeta(args, { title: speed.gapTitle(month), description: speed.gapLede, isPrivate: true });
  const preview = { path: `/og/speed-index/${data.choice.current}.png`, alt: picture.leagueAlt(month) };
  return pageMeta(args, {
    title: speed.monthTitle(month),
    description: speed.monthDescription(month),
    ...(data.tables.some(({ rows }) => rows.some(({ mbps }) => mbps !== null)) ? { picture: preview } : {}),
  });
};

export async function loader({ params }: LoaderFunctionArgs) {
  const view = await viewMonth(params.month ?? '', localeOf(params.lang));
  if (!view) throw new Response(null, { status: 404 });
  return json(view, { status: view.kind === 'outside' ? 404 : 200 });
}

export default function MonthRoute() {
  return <MonthPage view={useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  const { speed } = useMessages();
  if (!isRouteErrorResponse(error) || error.status !== 404) throw error;
  return (
    <>
      <PageHead modest title={speed.notMonthTitle} lede={speed.notMonthLede} />
      <MoreOfTheIndex here="/speed-index/month" />
    </>
  );
}
