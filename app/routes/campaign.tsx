import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { currentConsent, findCampaign, listTargets } from '#app/domain/campaign/campaign.server.ts';
import { isTakingSignatures } from '#app/domain/campaign/campaign.ts';
import { readCount } from '#app/domain/count/count.server.ts';
import { listIsps } from '#app/domain/isp/isp.server.ts';
import { sign } from '#app/domain/signature/signature.server.ts';
import { signForm } from '#app/domain/signature/signature.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { refusalOf } from '#app/http/refusals.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { pageMeta } from '#app/ui/page-meta.ts';
import { ispShown } from './campaign.isp.server.ts';
import { CampaignPage } from './campaign.page.tsx';

export const meta: MetaFunction<typeof loader> = (args) => {
  const { campaign } = messagesIn(args.params.lang === 'es' ? 'es' : 'en');
  if (!args.data) return pageMeta(args, { title: campaign.notFound, description: campaign.notFound, isPrivate: true });
  const { title, summary } = args.data.campaign;
  return pageMeta(args, { title, description: summary });
};

export async function loader({ params, context }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const campaign = await findCampaign(params.slug ?? '', locale);
  if (!campaign) throw new Response(null, { status: 404 });
  const [isps, count, targets, consent, carrier] = await Promise.all([
    listIsps(),
    readCount(campaign.id),
    listTargets(campaign.id),
    currentConsent('sign', locale),
    ispShown(campaign.id, context.visitor),
  ]);
  const isOpen = isTakingSignatures(campaign, new Date());
  const names = isps.map(({ slug, name }) => ({ slug, name }));
  return {
    campaign,
    isOpen,
    isps: names,
    count,
    targets,
    consent: consent?.body ?? null,
    stamp: context.newStamp(),
    ...carrier,
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const campaignSlug = params.slug ?? '';
  const form = await parseForm(request, signForm);
  if (form.status !== 'success') return data({ faults: form.reply(), refusal: null }, { status: 422 });
  const result = await sign({
    ...form.value,
    campaignSlug,
    locale,
    seen: context.visitor.seen,
    signs: context.readSigns(form.value),
  });
  if (result.ok) return redirect(localePath(locale, `/campaigns/${campaignSlug}/thanks?claim=${result.claim}`), 303);
  const refusal = refusalOf(result.reason, locale);
  return data({ faults: null, refusal }, { status: refusal.status });
}

export default function CampaignRoute() {
  return <CampaignPage view={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
