import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { restoreForm } from '#app/domain/campaign/content.ts';
import { restoreVersion } from '#app/domain/campaign/edit.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { VersionsPage } from './versions.page.tsx';
import { viewVersions } from './versions.view.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).campaigns.versions.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.read');
  const { searchParams } = new URL(args.request.url);
  const numbers = { from: Number(searchParams.get('from')), to: Number(searchParams.get('to')) };
  return viewVersions(seat, args.params.campaign, numbers);
}

export async function action(args: ActionFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.change');
  const own = { organizationId: seat.organization.id, slug: args.params.campaign ?? '', actor: seat.actor };
  const form = await parseForm(args.request, restoreForm);
  if (form.status !== 'success') throw new Response(null, { status: 400 });
  const restored = await restoreVersion({ ...own, ...form.value });
  if (!restored.ok) {
    const { reason } = restored;
    if (reason === 'campaign_unknown') throw new Response(null, { status: 404, headers: privateHeaders() });
    return data({ fault: reason }, { status: 409 });
  }
  const home = `/organize/${seat.organization.slug}/campaigns/${own.slug}`;
  return redirect(localePath(localeOf(args.params.lang), `${home}?done=saved`), 303);
}

export default function VersionsRoute() {
  return <VersionsPage view={useLoaderData<typeof loader>()} fault={useActionData<typeof action>()?.fault ?? null} />;
}
