import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { compareIsps } from '#app/domain/incident/criteria.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { CriteriaPage } from './criteria.page.tsx';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = (args) => {
  const { criteria } = messagesIn(localeOfPath(args.location.pathname));
  return pageMeta(args, { title: criteria.compareTitle, description: criteria.compareDescription });
};

export async function loader({ params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  return compareIsps();
}

export default function CriteriaRoute() {
  return <CriteriaPage {...useLoaderData<typeof loader>()} />;
}
