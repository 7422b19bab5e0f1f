import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { makeForm } from '#app/domain/campaign/content.ts';
import { createCampaign, listStarts } from '#app/domain/campaign/make.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { answered } from './answer.ts';
import { MakePage } from './make.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).campaigns.make.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.change');
  const starts = await listStarts({ organizationId: seat.organization.id, locale: localeOf(args.params.lang) });
  return { seat, starts };
}

export async function action(args: ActionFunctionArgs) {
  const { organization, actor } = await requireSeat(args, 'campaign.change');
  const form = await parseForm(args.request, makeForm);
  if (form.status !== 'success') return data({ form: answered(form.reply()) }, { status: 422 });
  const { title, from, es } = form.value;
  const locales = es ? (['en', 'es'] as const) : (['en'] as const);
  const made = await createCampaign({ organizationId: organization.id, actor, title, locales, from: from || null });
  if (!made.ok) return data({ form: { ...answered(form.reply()), errors: { from: ['gone'] } } }, { status: 422 });
  const home = `/organize/${organization.slug}/campaigns/${made.slug}`;
  return redirect(localePath(localeOf(args.params.lang), home), 303);
}

export default function MakeRoute() {
  return <MakePage view={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()?.form ?? null} />;
}
