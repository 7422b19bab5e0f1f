import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { ComparePage } from './compare.page.tsx';
import { viewComparison } from './compare.view.server.ts';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = (args) => {
  const { speed } = messagesIn(localeOfPath(args.location.pathname));
  return pageMeta(args, { title: speed.compareTitle, description: speed.compareDescription });
};

export async function loader({ params, request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams.getAll('isp').slice(0, 100);
  return viewComparison(asked, localeOf(params.lang));
}

export default function CompareRoute() {
  return <ComparePage view={useLoaderData<typeof loader>()} />;
}
