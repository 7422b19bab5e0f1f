import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { acceptForm } from '#app/domain/organizer/account.ts';
import { findInvitation } from '#app/domain/organizer/invitation.server.ts';
import { findSignedIn } from '#app/domain/organizer/seat.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf } from '#app/http/locale.ts';
import { acceptAs } from '#app/http/organizer-invitation.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { InvitationPage } from './team-invitation.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).account.invitation.title(''));
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const { token = '' } = params;
  const [invitation, signedIn] = await Promise.all([findInvitation(token), findSignedIn(request.headers)]);
  const { organizer = null } = signedIn ?? {};
  return data({ invitation, organizer, path: `/organize/invitation/${token}` }, { status: invitation ? 200 : 404 });
}

export async function action(args: ActionFunctionArgs) {
  const form = await parseForm(args.request, acceptForm);
  if (form.status !== 'success') return data({ sent: form.reply() }, { status: 422 });
  const accepted = await acceptAs(args, form.value.name);
  if (accepted.ok) return accepted.answer;
  const fault = accepted.reason === 'name_missing' ? { fieldErrors: { name: ['name_missing'] } } : {};
  return data({ sent: form.reply(fault) }, { status: accepted.reason === 'unknown' ? 404 : 422 });
}

export default function InvitationRoute() {
  return <InvitationPage {...useLoaderData<typeof loader>()} sent={useActionData<typeof action>()?.sent} />;
}
