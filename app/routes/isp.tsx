import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { isRouteErrorResponse, useLoaderData, useRouteError } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { feedLinks } from '#app/ui/incident-feeds.ts';
import { IspSearch } from '#app/ui/isp-search.tsx';
import { localeOfPath, useMessages } from '#app/ui/locale.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { IspPage } from './isp.page.tsx';
import { recordOf } from './isp.structured.ts';
import { viewIsp } from './isp.view.server.ts';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = (args) => {
  const { isp, picture } = messagesIn(localeOfPath(args.location.pathname));
  if (!args.data) return pageMeta(args, { title: isp.notFoundTitle, description: isp.notFoundLede, isPrivate: true });
  const { name, slug } = args.data.view.isp;
  const preview = { path: `/og/isps/${slug}.png`, alt: picture.previewAlt(name) };
  const words = { title: isp.titleOf(name), description: isp.pageDescription(name), picture: preview };
  return [...pageMeta(args, words), ...args.data.feeds, { 'script:ld+json': args.data.record }];
};

export async function loader({ params, request }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const { origin } = new URL(request.url);
  const view = await viewIsp(params.slug ?? '', locale);
  if (!view) throw new Response(null, { status: 404 });
  return { view, record: recordOf(view, { origin, locale }), feeds: feedLinks(origin, locale, view.isp) };
}

export default function IspRoute() {
  return <IspPage view={useLoaderData<typeof loader>().view} />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  const { isp } = useMessages();
  if (!isRouteErrorResponse(error) || error.status !== 404) throw error;
  return (
    <>
      <PageHead modest title={isp.notFoundTitle} lede={isp.notFoundLede} />
      <IspSearch />
    </>
  );
}
