import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { formChoices } from '#app/domain/signature/choices.ts';
import { sign } from '#app/domain/signature/signature.server.ts';
import { signForm } from '#app/domain/signature/signature.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { refusalOf } from '#app/http/refusals.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { CampaignPage } from '#app/ui/campaign/page.tsx';
import { pageMeta } from '#app/ui/page-meta.ts';
import { viewCampaign } from './campaign.view.server.ts';

export const meta: MetaFunction<typeof loader> = (args) => {
  const { campaign } = messagesIn(args.params.lang === 'es' ? 'es' : 'en');
  if (!args.data) return pageMeta(args, { title: campaign.notFound, description: campaign.notFound, isPrivate: true });
  const { slug, title, summary, pictureHeadline, state } = args.data.campaign;
  const picture = { path: `/og/campaigns/${slug}.png`, alt: pictureHeadline || title };
  return pageMeta(args, { title, description: summary, picture, isPrivate: state === 'scheduled' });
};

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const partner = new URL(request.url).searchParams.get('partner');
  const view = await viewCampaign(params.slug ?? '', localeOf(params.lang), context, partner);
  if (!view) throw new Response(null, { status: 404 });
  const { redirectTo } = view.campaign;
  if (redirectTo) throw redirect(localePath(localeOf(params.lang), `/campaigns/${redirectTo}`));
  return view;
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const campaignSlug = params.slug ?? '';
  const form = await parseForm(request, signForm);
  if (form.status !== 'success') return data({ faults: form.reply(), refusal: null }, { status: 422 });
  const signs = context.readSigns(form.value);
  const { seen } = context.visitor;
  const result = await sign({ ...form.value, campaignSlug, locale, seen, signs, choices: formChoices(form.value) });
  if (result.ok) return redirect(localePath(locale, `/campaigns/${campaignSlug}/thanks?claim=${result.claim}`), 303);
  const refusal = refusalOf(result.reason, locale);
  return data({ faults: null, refusal }, { status: refusal.status });
}

export default function CampaignRoute() {
  return <CampaignPage view={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
