import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { CountingPage } from './counting.page.tsx';
import { viewRules } from './counting.view.server.ts';

export const handle = { still: true };

export const meta: MetaFunction = (args) => {
  const { counting } = messagesIn(localeOfPath(args.location.pathname));
  return pageMeta(args, { title: counting.title, description: counting.description });
};

export async function loader({ params }: LoaderFunctionArgs) {
  return viewRules(localeOf(params.lang));
}

export default function CountingRoute() {
  return <CountingPage {...useLoaderData<typeof loader>()} />;
}
