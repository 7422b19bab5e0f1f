import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { readAnnouncement } from '#app/http/ledger-announcement.ts';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { VerifyPage } from './verify.page.tsx';

export const meta: MetaFunction<typeof loader> = (args) => {
  const { verify } = messagesIn(localeOfPath(args.location.pathname));
  return pageMeta(args, { title: verify.title, description: verify.description });
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const { site, logs } = await readAnnouncement(new URL(request.url).origin);
  return { site, logs };
}

export default function VerifyRoute() {
  return <VerifyPage {...useLoaderData<typeof loader>()} />;
}
