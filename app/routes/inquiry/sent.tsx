import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { hasTokenShape } from '#app/domain/confirmation/confirmation.ts';
import { openByCode } from '#app/domain/inquiry/ask.server.ts';
import { codeForm } from '#app/domain/signature/signature.ts';
import { parseForm } from '#app/http/forms.ts';
import { inquiryRefusal } from '#app/http/inquiry-refusals.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { pathInLocale, useLocale, useMessages } from '#app/ui/locale.tsx';
import { MailSent } from '#app/ui/mail-sent.tsx';
import { doorOf } from './door.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { inquiry, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${inquiry.sent.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export function loader({ request, params, context }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const given = new URL(request.url).searchParams.get('claim');
  const door = doorOf(new URL(request.url).pathname) === 'me' ? 'me' : 'my-name';
  return { door, claim: hasTokenShape(given) ? given : null, isDevelopment: context.isDevelopment };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const form = await parseForm(request, codeForm);
  if (form.status !== 'success') return data({ isMisshapen: true, refusal: null }, { status: 422 });
  const { pathname, searchParams } = new URL(request.url);
  const result = await openByCode({ claim: searchParams.get('claim') ?? '', code: form.value.code });
  const door = doorOf(pathname) === 'me' ? 'me' : 'my-name';
  if (result.ok) return redirect(localePath(locale, `/${door}/${result.token}`), 303);
  const refusal = inquiryRefusal(result.reason, locale);
  return data({ isMisshapen: false, refusal }, { status: refusal.status });
}

export default function SentRoute() {
  const { door, claim, isDevelopment } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { inquiry, sign } = useMessages();
  const locale = useLocale();
  const refusal = answer?.refusal;
  const message = answer?.isMisshapen ? sign.faults.code_shape : refusal ? `${refusal.title}. ${refusal.text}` : null;
  const target = claim && pathInLocale(locale, `/${door}/sent?claim=${claim}`);
  return <MailSent action={target} message={message} isDevelopment={isDevelopment} words={inquiry.sent} />;
}
