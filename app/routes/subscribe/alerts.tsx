import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { requestSubscription } from '#app/domain/subscriber/request.server.ts';
import { subscribeForm } from '#app/domain/subscriber/subscriber.ts';
import { parseForm } from '#app/http/forms.ts';
import { localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { subscribeMessagesIn } from '#app/messages/subscribe.ts';
import { localeOfPath } from '#app/ui/locale.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { AlertsPage } from './alerts.page.tsx';
import { hostOf, ispChoices } from './host.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction<typeof loader> = (args) => {
  const words = subscribeMessagesIn(localeOfPath(args.location.pathname));
  const organization = args.data?.host.organization ?? '';
  return pageMeta(args, { title: words.metaTitle(organization), description: words.lede(organization) });
};

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { host, consent } = await hostOf(params);
  const chosenSlug = context.visitor.statedSlug;
  return { host, consent: { id: consent.id, body: consent.body }, isps: await ispChoices(), chosenSlug };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { host, locale } = await hostOf(params);
  const form = await parseForm(request, subscribeForm);
  if (form.status !== 'success') return data({ faults: form.reply() }, { status: 422 });
  const { organizationId, campaign } = host;
  const where = new URL(request.url).pathname;
  const to = { organizationId, campaignId: campaign?.id ?? null };
  const { claim } = await requestSubscription({ host: to, form: form.value, locale, where });
  return redirect(localePath(locale, `/alerts/sent?claim=${claim}`), 303);
}

export default function AlertsRoute() {
  return <AlertsPage {...useLoaderData<typeof loader>()} sent={useActionData<typeof action>()?.faults} />;
}
