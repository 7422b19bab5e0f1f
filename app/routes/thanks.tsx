import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { findCampaign } from '#app/domain/campaign/campaign.server.ts';
import { hasTokenShape } from '#app/domain/confirmation/confirmation.ts';
import { readReceiptOf } from '#app/domain/ledger/receipt.server.ts';
import { confirmByCode, hasConfirmed } from '#app/domain/signature/signature.server.ts';
import { codeForm } from '#app/domain/signature/signature.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { refusalOf } from '#app/http/refusals.ts';
import { readWriter, writerCookie } from '#app/http/writer-session.server.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { ThanksPage } from './thanks.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: view, params }) => {
  const { sign, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  const title = view?.isConfirmed ? sign.thanks.confirmedTitle : sign.thanks.metaTitle;
  return [{ title: `${title} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const campaign = await findCampaign(params.slug ?? '', localeOf(params.lang));
  if (!campaign) throw new Response(null, { status: 404 });
  const given = new URL(request.url).searchParams.get('claim');
  const claim = hasTokenShape(given) ? given : null;
  const writer = await readWriter(request);
  const question = { campaignSlug: campaign.slug, claim };
  const isConfirmed = writer !== null && (await hasConfirmed({ ...question, personId: writer.personId }));
  const receipt = isConfirmed ? shownOf(await readReceiptOf({ ...question, ...writer })) : null;
  const { slug, title, shareText } = campaign;
  return { slug, title, shareText, claim, isConfirmed, receipt, isDevelopment: context.isDevelopment };
}

/** What the page says of a receipt: never the salt. */
function shownOf(standing: Awaited<ReturnType<typeof readReceiptOf>>) {
  return standing?.is === 'ready' ? { sequence: standing.receipt.sequence, size: standing.receipt.size } : null;
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const form = await parseForm(request, codeForm);
  if (form.status !== 'success') return data({ fault: 'code_shape' as const, refusal: null }, { status: 422 });
  const claim = new URL(request.url).searchParams.get('claim') ?? '';
  const result = await confirmByCode({ claim, code: form.value.code });
  if (!result.ok) {
    const refusal = refusalOf(result.reason, locale);
    return data({ fault: null, refusal }, { status: refusal.status });
  }
  if (result.isHeld) return redirect(localePath(locale, `/confirm/${result.token}`), 303);
  const headers = { 'Set-Cookie': await writerCookie(result.personId, result.signatureId) };
  return redirect(localePath(locale, `/campaigns/${result.campaignSlug}/thanks`), { status: 303, headers });
}

export default function ThanksRoute() {
  return <ThanksPage view={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
