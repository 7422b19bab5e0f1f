import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { findCarrier } from '#app/domain/isp/carrier.server.ts';
import { listIsps } from '#app/domain/isp/isp.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { IdentifyPage } from './identify.page.tsx';

export const handle = { still: true };

export const meta: MetaFunction = (args) => {
  const { network } = messagesIn(localeOfPath(args.location.pathname));
  return pageMeta(args, { title: network.title, description: network.description });
};

export async function loader({ params, context }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const [carrier, isps] = await Promise.all([findCarrier(context.visitor), listIsps()]);
  const names = isps.map(({ slug, name }) => ({ slug, name })).sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return { carrier, isps: names, ranges: context.ranges ?? null };
}

export default function IdentifyRoute() {
  return <IdentifyPage {...useLoaderData<typeof loader>()} />;
}
