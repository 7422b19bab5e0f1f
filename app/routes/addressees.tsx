import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listAddressees } from '#app/domain/target/addressees.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { AddresseesPage } from './addressees.page.tsx';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = (args) => {
  const { page } = messagesIn(localeOfPath(args.location.pathname)).addressee;
  return pageMeta(args, { title: page.metaTitle, description: page.description });
};

export function loader({ params }: LoaderFunctionArgs) {
  return listAddressees(localeOf(params.lang));
}

export default function AddresseesRoute() {
  return <AddresseesPage view={useLoaderData<typeof loader>()} />;
}
