import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listExports } from '#app/domain/export/list.server.ts';
import { listSchedules } from '#app/domain/export/schedule.server.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { ExportListPage } from './list.page.tsx';
import { endAsked } from './schedule.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).exports.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'export.read');
  const { searchParams } = new URL(args.request.url);
  const [runs, schedules] = await Promise.all([listExports(seat.organization.id), listSchedules(seat.organization.id)]);
  return {
    seat,
    runs,
    schedules,
    said: searchParams.has('scheduled') ? 'isScheduled' : searchParams.has('ended') ? 'isEnded' : null,
  } as const;
}

export async function action(args: ActionFunctionArgs) {
  const seat = await requireSeat(args, 'export.schedule');
  await endAsked(seat, args.request);
  const path = `/organize/${seat.organization.slug}/exports?ended`;
  return redirect(localePath(localeOf(args.params.lang), path), { status: 303, headers: privateHeaders() });
}

export default function ExportListRoute() {
  return <ExportListPage {...useLoaderData<typeof loader>()} />;
}
