import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { localeOf } from '#app/http/locale.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { monthWords } from '#app/ui/charts/months.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { NewestPage } from './month.page.tsx';
import { viewNewest } from './month.view.server.ts';

export const handle = { still: true };

export const meta: MetaFunction<typeof loader> = (args) => {
  const locale = localeOfPath(args.location.pathname);
  const { speed, picture } = messagesIn(locale);
  const month = (args.data?.whole ?? args.data?.view)?.choice.current;
  const preview = month && {
    path: `/og/speed-index/${month}.png`,
    alt: picture.leagueAlt(monthWords(locale, month, 'long')),
  };
  return pageMeta(args, {
    title: speed.title,
    description: speed.description,
    ...(preview ? { picture: preview } : {}),
  });
};

export async function loader({ params }: LoaderFunctionArgs) {
  const view = await viewNewest(localeOf(params.lang));
  if (!view) throw new Response(null, { status: 404 });
  return view;
}

export default function SpeedIndexRoute() {
  return <NewestPage view={useLoaderData<typeof loader>()} />;
}
