import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { confirmByToken, findChallengeByToken } from '#app/domain/signature/signature.server.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { refusalOf } from '#app/http/refusals.ts';
import { writerCookie } from '#app/http/writer-session.server.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { ConfirmPage, RefusedPage } from './confirm.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { sign, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${sign.confirm.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const found = await findChallengeByToken({ token: params.token ?? '', locale });
  if (found.ok) return data({ challenge: found, refusal: null });
  const refusal = refusalOf(found.reason, locale);
  return data({ challenge: null, refusal }, { status: refusal.status });
}

export async function action({ params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const result = await confirmByToken(params.token ?? '');
  if (!result.ok) {
    const refusal = refusalOf(result.reason, locale);
    return data({ refusal }, { status: refusal.status });
  }
  const headers = { 'Set-Cookie': await writerCookie(result.personId) };
  return redirect(localePath(locale, `/campaigns/${result.campaignSlug}/thanks`), { status: 303, headers });
}

export default function ConfirmRoute() {
  const { challenge, refusal } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>()?.refusal ?? refusal;
  return challenge && !refused ? <ConfirmPage challenge={challenge} /> : <RefusedPage refusal={refused} />;
}
