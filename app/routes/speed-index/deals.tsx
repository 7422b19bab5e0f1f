import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { DealsPage } from './deals.page.tsx';
import { viewDeals } from './deals.view.server.ts';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = (args) => {
  const { speed } = messagesIn(localeOfPath(args.location.pathname));
  return pageMeta(args, { title: speed.dealsTitle, description: speed.dealsDescription });
};

export async function loader({ params }: LoaderFunctionArgs) {
  return viewDeals(localeOf(params.lang));
}

export default function DealsRoute() {
  return <DealsPage view={useLoaderData<typeof loader>()} />;
}
