import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { isRouteErrorResponse, useLoaderData, useRouteError } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { PageLink } from '#app/ui/link.tsx';
import { localeOfPath, useMessages } from '#app/ui/locale.tsx';
import { PageHead } from '#app/ui/page-head.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { EntryPage } from './entry.page.tsx';
import { viewEntry } from './entry.view.server.ts';
import { NoticePage } from './notice.page.tsx';
import { descriptionOf } from './structured.ts';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = (args) => {
  const locale = localeOfPath(args.location.pathname);
  const { incidents } = messagesIn(locale);
  const { data } = args;
  const missing = { title: incidents.notFoundTitle, description: incidents.notFoundLede, isPrivate: true };
  if (!data) return pageMeta(args, missing);
  if (data.kind === 'notice')
    return pageMeta(args, { ...missing, title: data.title, description: incidents.noticeWhy });
  const words = { title: data.entry.title, description: descriptionOf(data.entry, locale) };
  return [...pageMeta(args, words), ...data.feeds, { 'script:ld+json': data.report }];
};

export async function loader({ params, request }: LoaderFunctionArgs) {
  const { origin } = new URL(request.url);
  const view = await viewEntry({ slug: params.slug ?? '', origin, locale: localeOf(params.lang) });
  if (!view) throw new Response(null, { status: 404 });
  return view;
}

export default function EntryRoute() {
  const view = useLoaderData<typeof loader>();
  return view.kind === 'entry' ? <EntryPage view={view} /> : <NoticePage view={view} />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  const { incidents } = useMessages();
  if (!isRouteErrorResponse(error) || error.status !== 404) throw error;
  return (
    <>
      <PageHead modest title={incidents.notFoundTitle} lede={incidents.notFoundLede} />
      <p>
        <PageLink to="/incidents">{incidents.toRegister}</PageLink>
      </p>
    </>
  );
}
