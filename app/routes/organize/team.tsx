import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { listInvitations } from '#app/domain/organizer/invitation.server.ts';
import { may } from '#app/domain/organizer/permissions.ts';
import { listMembers } from '#app/domain/organizer/team.server.ts';
import { localeOf } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { TEAM_DEEDS } from './team.deeds.server.ts';
import { TeamPage } from './team.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).account.team.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'member.read');
  const mayChange = may(seat.role, 'member.change', seat.organization.runsInstallation);
  const members = await listMembers(seat.organization.id);
  const invitations = mayChange ? await listInvitations(seat.organization.id) : [];
  return { seat, members, invitations, mayChange, now: new Date() };
}

export async function action(args: ActionFunctionArgs) {
  const seat = await requireSeat(args, 'member.change');
  const fields = await args.request.formData();
  const deed = TEAM_DEEDS[String(fields.get('intent') ?? '')];
  if (!deed) return data({ done: null, refused: null, sent: null }, { status: 400 });
  return deed(fields, seat, localeOf(args.params.lang));
}

export default function TeamRoute() {
  return <TeamPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>() ?? null} />;
}
