import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { hasTokenShape } from '#app/domain/confirmation/confirmation.ts';
import { codeForm } from '#app/domain/signature/signature.ts';
import { confirmSubmissionByCode } from '#app/domain/submission/confirm.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { submissionRefusal } from '#app/http/submission-refusals.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { SentPage } from './sent.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { submission, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${submission.sent.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export function loader({ request, params, context }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const given = new URL(request.url).searchParams.get('claim');
  return { claim: hasTokenShape(given) ? given : null, isDevelopment: context.isDevelopment };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const form = await parseForm(request, codeForm);
  if (form.status !== 'success') return data({ fault: 'code_shape' as const, refusal: null }, { status: 422 });
  const claim = new URL(request.url).searchParams.get('claim') ?? '';
  const result = await confirmSubmissionByCode({ claim, code: form.value.code });
  if (result.ok) return redirect(localePath(locale, `/submissions/confirm/${result.token}`), 303);
  const refusal = submissionRefusal(result.reason, locale);
  return data({ fault: null, refusal }, { status: refusal.status });
}

export default function SentRoute() {
  return <SentPage view={useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
