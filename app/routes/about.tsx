import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listLegalEvents } from '#app/domain/legal/legal.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { operatorAddress } from '#app/http/operator.server.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { AboutPage } from './about.page.tsx';

export const handle = { still: true };

export const meta: MetaFunction = (args) => {
  const { about } = messagesIn(localeOfPath(args.location.pathname)).pages;
  return pageMeta(args, { title: about.title, description: about.description });
};

export async function loader({ params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  return { events: await listLegalEvents(), operator: operatorAddress() };
}

export default function AboutRoute() {
  return <AboutPage {...useLoaderData<typeof loader>()} />;
}
