import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { suppressByHand } from '#app/domain/subscriber/manual.server.ts';
import { readAudience } from '#app/domain/subscriber/overview.server.ts';
import { suppressForm } from '#app/domain/subscriber/subscriber.ts';
import { parseForm } from '#app/http/forms.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { OverviewPage } from './overview.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).audience.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'audience.read');
  return { seat, audience: await readAudience(seat.organization.id) };
}

export async function action(args: ActionFunctionArgs) {
  const { actor, organization } = await requireSeat(args, 'audience.change');
  const form = await parseForm(args.request, suppressForm);
  if (form.status !== 'success') return data({ memberships: null }, { status: 422 });
  const done = await suppressByHand({ organizationId: organization.id, actor, address: form.value.email });
  return done.ok ? data({ memberships: done.memberships }) : data({ memberships: null }, { status: 422 });
}

export default function OverviewRoute() {
  return <OverviewPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
