import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { FiguresPage } from './counting.figures.tsx';
import { viewFigures } from './counting.view.server.ts';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = (args) => {
  const { counting, campaign } = messagesIn(localeOfPath(args.location.pathname));
  if (!args.data) return pageMeta(args, { title: campaign.notFound, description: campaign.notFound, isPrivate: true });
  const { title } = args.data.campaign;
  return pageMeta(args, { title: counting.figures.title(title), description: counting.figures.description(title) });
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const view = await viewFigures(params.slug ?? '', localeOf(params.lang), new URL(request.url).origin);
  if (!view) throw new Response(null, { status: 404 });
  return view;
}

export default function CountingCampaignRoute() {
  return <FiguresPage view={useLoaderData<typeof loader>()} />;
}
