import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { BroadcastPage } from './broadcast.page.tsx';
import { viewBroadcast } from './broadcast.view.server.ts';
import { changeByForm } from './deeds.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).broadcasts.one.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'broadcast.read');
  const view = await viewBroadcast(seat, args.params.broadcast ?? '', new URL(args.request.url));
  if (!view) throw new Response(null, { status: 404, headers: privateHeaders() });
  return { seat, view };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const seat = await requireSeat({ request, params }, 'broadcast.change');
  const done = await changeByForm(seat, params.broadcast ?? '', request);
  if (!done.ok) return data(done, { status: done.status });
  const path = `/organize/${seat.organization.slug}/broadcasts/${params.broadcast}${done.note ? `?${done.note}` : ''}`;
  return redirect(localePath(localeOf(params.lang), path), 303);
}

export default function BroadcastRoute() {
  const { seat, view } = useLoaderData<typeof loader>();
  return <BroadcastPage seat={seat} view={view} answer={useActionData<typeof action>()} />;
}
