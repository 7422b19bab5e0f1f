import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { settleAlert } from '#app/domain/dashboard/alerts.server.ts';
import { alertForm } from '#app/domain/dashboard/settling.ts';
import { parseForm } from '#app/http/forms.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { DashboardPage } from './dashboard.page.tsx';
import { campaignOf, viewDashboard } from './dashboard.view.server.ts';

export const headers = privateHeaders;

export const meta: MetaFunction<typeof loader> = ({ data, location }) =>
  organizerMeta(localeOfPath(location.pathname), data?.campaign.title ?? '');

export async function loader(args: LoaderFunctionArgs) {
  return viewDashboard(await requireSeat(args, 'dashboard.read'), args.params);
}

export async function action(args: ActionFunctionArgs) {
  const { actor, organization, ...seat } = await requireSeat(args, 'alert.settle');
  const campaign = await campaignOf({ ...seat, actor, organization }, args.params);
  const form = await parseForm(args.request, alertForm);
  if (form.status !== 'success') return data({ sent: form.reply(), no: null }, { status: 422 });
  const of = {
    organizationId: organization.id,
    runsInstallation: organization.runsInstallation,
    campaignId: campaign.id,
  };
  const result = await settleAlert({ ...of, ...form.value, actor });
  if (result.ok)
    return redirect(`${new URL(args.request.url).pathname}#alerts`, { status: 303, headers: privateHeaders() });
  return data({ sent: null, no: result.reason }, { status: result.reason === 'alert_unknown' ? 404 : 409 });
}

export default function DashboardCampaignRoute() {
  return <DashboardPage view={useLoaderData<typeof loader>()} answer={useActionData<typeof action>() ?? null} />;
}
