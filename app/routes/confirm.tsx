import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useLocation } from '@remix-run/react';
import { confirmByToken } from '#app/domain/signature/signature.server.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { refusalOf } from '#app/http/refusals.ts';
import { writerCookie } from '#app/http/writer-session.server.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { ConfirmPage, RefusedPage } from './confirm.page.tsx';
import { confirmView } from './confirm.view.server.ts';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { sign, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${sign.confirm.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export function loader({ params }: LoaderFunctionArgs) {
  return confirmView(params);
}

export async function action({ params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const result = await confirmByToken(params.token ?? '');
  if (!result.ok) {
    const refusal = refusalOf(result.reason, locale);
    return data({ refusal }, { status: refusal.status });
  }
  if (result.isHeld) return redirect(localePath(locale, `/confirm/${params.token}`), 303);
  const headers = { 'Set-Cookie': await writerCookie(result.personId, result.signatureId) };
  return redirect(localePath(locale, `/campaigns/${result.campaignSlug}/thanks`), { status: 303, headers });
}

export default function ConfirmRoute() {
  const { view, refusal } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>()?.refusal;
  const isSaved = new URLSearchParams(useLocation().search).has('saved');
  // The page itself says of a shared mailbox what can be done.
  if (!view || (refused && refused.reason !== 'mailbox_shared')) return <RefusedPage refusal={refused ?? refusal} />;
  return <ConfirmPage view={{ ...view, remark: isSaved ? 'saved' : null }} />;
}
