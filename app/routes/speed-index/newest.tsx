import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { NewestPage } from './month.page.tsx';
import { viewNewest } from './month.view.server.ts';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = (args) => {
  const { speed } = messagesIn(localeOfPath(args.location.pathname));
  return pageMeta(args, { title: speed.title, description: speed.description });
};

export async function loader({ params }: LoaderFunctionArgs) {
  const view = await viewNewest(localeOf(params.lang));
  if (!view) throw new Response(null, { status: 404 });
  return view;
}

export default function SpeedIndexRoute() {
  return <NewestPage view={useLoaderData<typeof loader>()} />;
}
