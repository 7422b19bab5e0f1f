import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { confirmSubmissionByToken } from '#app/domain/submission/confirm.server.ts';
import { findSubmissionByToken } from '#app/domain/submission/find.server.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { submissionRefusal } from '#app/http/submission-refusals.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { ConfirmPage, RefusedPage } from './confirm.page.tsx';
import { DonePage } from './done.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { submission, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${submission.confirm.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const found = await findSubmissionByToken(params.token ?? '');
  if (found.ok) return data({ seen: found, refusal: null });
  const refusal = submissionRefusal(found.reason, locale);
  return data({ seen: null, refusal }, { status: refusal.status });
}

export async function action({ params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const result = await confirmSubmissionByToken(params.token ?? '');
  if (result.ok) return redirect(localePath(locale, `/submissions/confirm/${result.token}`), 303);
  const refusal = submissionRefusal(result.reason, locale);
  return data({ refusal }, { status: refusal.status });
}

export default function ConfirmRoute() {
  const { seen, refusal } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>()?.refusal ?? refusal;
  if (!seen || refused) return <RefusedPage refusal={refused} />;
  return seen.isConfirmed ? <DonePage seen={seen} /> : <ConfirmPage seen={seen} />;
}
