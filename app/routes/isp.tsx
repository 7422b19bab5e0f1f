import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { isRouteErrorResponse, useLoaderData, useRouteError } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { IspSearch } from '#app/ui/isp-search.tsx';
import { localeOfPath, useMessages } from '#app/ui/locale.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { IspPage } from './isp.page.tsx';
import { viewIsp } from './isp.view.server.ts';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = (args) => {
  const { isp } = messagesIn(localeOfPath(args.location.pathname));
  const name = args.data?.isp.name;
  if (!name) return pageMeta(args, { title: isp.notFoundTitle, description: isp.notFoundLede, isPrivate: true });
  return pageMeta(args, { title: isp.titleOf(name), description: isp.descriptionOf(name) });
};

export async function loader({ params }: LoaderFunctionArgs) {
  const view = await viewIsp(params.slug ?? '', localeOf(params.lang));
  if (!view) throw new Response(null, { status: 404 });
  return view;
}

export default function IspRoute() {
  return <IspPage view={useLoaderData<typeof loader>()} />;
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
