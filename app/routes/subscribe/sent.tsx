import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { hasTokenShape } from '#app/domain/confirmation/confirmation.ts';
import { codeForm } from '#app/domain/signature/signature.ts';
import { confirmRequestByCode } from '#app/domain/subscriber/confirm.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { subscribeRefusal } from '#app/http/subscribe-refusals.ts';
import { subscribeMessagesIn } from '#app/messages/subscribe.ts';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { MailSent } from '#app/ui/mail-sent.tsx';
import { subscribeMeta } from './meta.ts';

export const handle = { still: true };
export const headers = privateHeaders;
export const meta: MetaFunction = ({ params }) => subscribeMeta(params.lang, ({ sent }) => sent.metaTitle);

export function loader({ request, params, context }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const given = new URL(request.url).searchParams.get('claim');
  return { claim: hasTokenShape(given) ? given : null, isDevelopment: context.isDevelopment };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const form = await parseForm(request, codeForm);
  if (form.status !== 'success') return data({ isMisshapen: true, refusal: null }, { status: 422 });
  const claim = new URL(request.url).searchParams.get('claim') ?? '';
  const result = await confirmRequestByCode({ claim, code: form.value.code });
  if (result.ok) return redirect(localePath(locale, `/alerts/confirm/${result.token}`), 303);
  const refusal = subscribeRefusal(result.reason, locale);
  return data({ isMisshapen: false, refusal }, { status: refusal.status });
}

export default function SentRoute() {
  const { claim, isDevelopment } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { sign } = useMessages();
  const locale = useLocale();
  const refusal = answer?.refusal;
  const message = answer?.isMisshapen ? sign.faults.code_shape : refusal ? `${refusal.title}. ${refusal.text}` : null;
  const target = claim && pathInLocale(locale, `/alerts/sent?claim=${claim}`);
  const words = subscribeMessagesIn(locale).sent;
  return <MailSent action={target} message={message} isDevelopment={isDevelopment} words={words} />;
}
