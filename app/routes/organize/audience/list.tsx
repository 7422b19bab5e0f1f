import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { sampleImport } from '#app/domain/subscriber/import.server.ts';
import { WORKING_STATES } from '#app/domain/subscriber/import.ts';
import { findImport, listImportFaults } from '#app/domain/subscriber/import-list.server.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { actOnList, listIdOf } from './list.deeds.server.ts';
import { ListPage } from './list.page.tsx';

export const handle = { still: true };

/** While the worker is at it the page asks again by itself, with scripting off too. */
export const headers = ({ loaderHeaders }: { loaderHeaders: Headers }) => ({
  ...privateHeaders(),
  ...(loaderHeaders.has('Refresh') ? { Refresh: '3' } : {}),
});

export const meta: MetaFunction<typeof loader> = ({ data: seen, location }) =>
  organizerMeta(localeOfPath(location.pathname), seen?.list.name ?? '');

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'audience.read');
  const which = { organizationId: seat.organization.id, importId: listIdOf(args.params.list) };
  const list = await findImport(which);
  if (!list) throw new Response(null, { status: 404 });
  const [sample, faults] = await Promise.all([sampleImport(which), listImportFaults(which, { limit: 200 })]);
  const again = WORKING_STATES.includes(list.state) ? { Refresh: '3' } : undefined;
  return data({ seat, list, sample, faults }, again ? { headers: again } : {});
}

export async function action(args: ActionFunctionArgs) {
  const { actor, organization } = await requireSeat(args, 'audience.change');
  const deed = { organizationId: organization.id, importId: listIdOf(args.params.list), actor };
  return actOnList(args, deed, organization.slug);
}

export default function ListRoute() {
  return <ListPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
