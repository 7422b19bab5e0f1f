import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { FrontPage } from './front.page.tsx';
import { viewFront } from './front.view.server.ts';

/** The form checks itself by the browser's own means here; the campaign's page brings the script that does it better. */
export const handle = { still: true };

export const meta: MetaFunction = (args) => {
  const { front } = messagesIn(localeOfPath(args.location.pathname));
  return pageMeta(args, { title: front.metaTitle, description: front.metaDescription });
};

export async function loader({ params, context }: LoaderFunctionArgs) {
  return viewFront(localeOf(params.lang), context);
}

export default function FrontRoute() {
  return <FrontPage view={useLoaderData<typeof loader>()} />;
}
