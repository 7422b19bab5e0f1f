import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { OverviewPage } from './dashboard.overview.tsx';
import { viewOverview } from './dashboard.view.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).dashboard.title);
};

export async function loader(args: LoaderFunctionArgs) {
  return viewOverview(await requireSeat(args, 'dashboard.read'), args.params);
}

export default function DashboardRoute() {
  return <OverviewPage view={useLoaderData<typeof loader>()} />;
}
