import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { OrganizerPage, organizerMeta } from '#app/ui/organizer/frame.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction<typeof loader> = ({ data, location }) =>
  organizerMeta(localeOfPath(location.pathname), data?.seat.organization.name ?? '');

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'organization.read');
  return { seat };
}

export default function OrganizationRoute() {
  const { seat } = useLoaderData<typeof loader>();
  return (
    <OrganizerPage seat={seat} title={seat.organization.name}>
      {null}
    </OrganizerPage>
  );
}
