import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { correctForm } from '#app/domain/signature/signature.server.ts';
import { detailsForm } from '#app/domain/signature/signature.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
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

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const form = await parseForm(request, detailsForm);
  if (form.status !== 'success') return data({ sent: form.reply(), remark: null }, { status: 422 });
  const result = await correctForm({ token: params.token ?? '', details: form.value });
  if (!result.ok && result.reason === 'used') return data({ sent: null, remark: 'used' as const }, { status: 409 });
  // A link that opens nothing is refused by the page that this leads to.
  return redirect(localePath(locale, `/confirm/${params.token}?saved`), 303);
}

export default function ConfirmDetailsRoute() {
  const { view, refusal } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return view ? <ConfirmPage view={{ ...view, ...answer }} /> : <RefusedPage refusal={refusal} />;
}
