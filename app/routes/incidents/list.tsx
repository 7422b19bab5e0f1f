import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { ListPage } from './list.page.tsx';
import { viewRegister } from './list.view.server.ts';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = (args) => {
  const { incidents } = messagesIn(localeOfPath(args.location.pathname));
  const { data } = args;
  const words = { title: incidents.title, description: incidents.description, isPrivate: data?.isNarrowed ?? false };
  return [...pageMeta(args, words), ...(data?.feeds ?? []), ...(data ? [{ 'script:ld+json': data.dataset }] : [])];
};

export async function loader({ params, request }: LoaderFunctionArgs) {
  const { origin, searchParams } = new URL(request.url);
  return viewRegister({ query: searchParams, origin, locale: localeOf(params.lang) });
}

export default function RegisterRoute() {
  return <ListPage view={useLoaderData<typeof loader>()} />;
}
