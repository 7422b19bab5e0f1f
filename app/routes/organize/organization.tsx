import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { listOwnCampaigns } from '#app/domain/campaign/own.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { ListPage } from './campaigns/list.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction<typeof loader> = ({ data, location }) =>
  organizerMeta(localeOfPath(location.pathname), data?.seat.organization.name ?? '');

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'organization.read');
  const locale = localeOf(args.params.lang);
  return { seat, campaigns: await listOwnCampaigns({ organizationId: seat.organization.id, locale }) };
}

export default function OrganizationRoute() {
  return <ListPage view={useLoaderData<typeof loader>()} />;
}
