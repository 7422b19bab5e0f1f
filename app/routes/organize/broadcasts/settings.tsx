import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { settingsForm } from '#app/domain/broadcast/form.ts';
import { readSettings, saveSettings } from '#app/domain/broadcast/settings.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { SettingsPage } from './settings.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).broadcasts.settings.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'broadcast.read');
  const isSaved = new URL(args.request.url).searchParams.has('saved');
  return { seat, settings: await readSettings(seat.organization.id), isSaved };
}

export async function action(args: ActionFunctionArgs) {
  const { organization, actor } = await requireSeat(args, 'broadcast.change');
  const form = await parseForm(args.request, settingsForm);
  if (form.status !== 'success') return data({ sent: form.reply() }, { status: 422 });
  await saveSettings({ ...form.value, organizationId: organization.id, actor });
  return redirect(
    localePath(localeOf(args.params.lang), `/organize/${organization.slug}/broadcasts/settings?saved`),
    303,
  );
}

export default function SettingsRoute() {
  const { seat, settings, isSaved } = useLoaderData<typeof loader>();
  return (
    <SettingsPage
      seat={seat}
      settings={settings}
      isSaved={isSaved}
      sent={useActionData<typeof action>()?.sent ?? null}
    />
  );
}
