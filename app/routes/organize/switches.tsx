import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { changeSwitches, viewSwitches } from '#app/domain/installation/change.server.ts';
import { switchForm, wantedOf } from '#app/domain/installation/switches.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { SwitchesPage } from './switches.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).switches.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'installation.read');
  const isSaved = new URL(args.request.url).searchParams.has('saved');
  return { seat, view: await viewSwitches(), isSaved };
}

export async function action(args: ActionFunctionArgs) {
  const { actor, organization } = await requireSeat(args, 'installation.switch');
  const form = await parseForm(args.request, switchForm);
  if (form.status !== 'success') return data({ sent: form.reply(), refusal: null }, { status: 422 });
  const done = await changeSwitches({ actor, organizationId: organization.id, ...wantedOf(form.value) });
  if (!done.ok) return data({ sent: form.reply(), refusal: done.reason }, { status: 409 });
  return redirect(localePath(localeOf(args.params.lang), `/organize/${organization.slug}/switches?saved`), 303);
}

export default function SwitchesRoute() {
  return <SwitchesPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
