import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { addConsent, consentForm, listConsents } from '#app/domain/campaign/consent.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { requireSeat } from '#app/http/organizer-seat.server.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { organizeMessagesIn } from '#app/messages/organize.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { organizerMeta } from '#app/ui/organizer/frame.tsx';
import { ConsentPage } from './consent.page.tsx';
import { sheetOf } from './steps.view.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ location }) => {
  const locale = localeOfPath(location.pathname);
  return organizerMeta(locale, organizeMessagesIn(locale).campaigns.consent.title);
};

export async function loader(args: LoaderFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.read');
  const sheet = await sheetOf(seat, args.params.campaign);
  const consents = await listConsents({ organizationId: seat.organization.id, slug: sheet.slug });
  return { seat, sheet, consents: consents ?? [] };
}

export async function action(args: ActionFunctionArgs) {
  const seat = await requireSeat(args, 'campaign.change');
  const { slug } = await sheetOf(seat, args.params.campaign);
  const form = await parseForm(args.request, consentForm);
  if (form.status !== 'success') throw new Response(null, { status: 400 });
  const added = await addConsent({ organizationId: seat.organization.id, slug, actor: seat.actor, ...form.value });
  if (!added.ok) return data({ ...form.value, fault: added.reason }, { status: 422 });
  const home = `/organize/${seat.organization.slug}/campaigns/${slug}`;
  return redirect(localePath(localeOf(args.params.lang), `${home}/consent?saved`), 303);
}

export default function ConsentRoute() {
  const isSaved = useSearchParams()[0].has('saved');
  const answer = useActionData<typeof action>() ?? null;
  return <ConsentPage view={useLoaderData<typeof loader>()} isSaved={isSaved && !answer} answer={answer} />;
}
