import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { EmbedsPage } from './campaign.page.tsx';
import { viewEmbeds } from './campaign.view.server.ts';
import { changeEmbeds } from './deeds.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).embeds.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'embed.read');
  const view = await viewEmbeds(seat, args.params, new URL(args.request.url));
  if (!view) throw new Response(null, { status: 404, headers: privateHeaders() });
  return { seat, view };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const seat = await requireSeat({ request, params }, 'embed.change');
  const { actor, organization } = seat;
  const campaignSlug = params.campaign ?? '';
  const done = await changeEmbeds({ organizationId: organization.id, actor, campaignSlug }, request);
  if (!done.ok) return data({ intent: done.intent, sent: done.sent, fault: done.fault }, { status: done.status });
  const path = `/organize/${organization.slug}/embeds/${campaignSlug}?saved`;
  return redirect(localePath(localeOf(params.lang), path) + done.where, 303);
}

export default function EmbedRoute() {
  const { seat, view } = useLoaderData<typeof loader>();
  return <EmbedsPage seat={seat} view={view} answer={useActionData<typeof action>()} />;
}
