import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { correctForName } from '#app/domain/inquiry/deed.server.ts';
import { correctionForm } from '#app/domain/inquiry/inquiry.ts';
import { parseForm } from '#app/http/forms.ts';
import { inquiryRefusal } from '#app/http/inquiry-refusals.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { CorrectPage } from './correct.page.tsx';
import { correctionView } from './correct.view.server.ts';
import { RefusedPage } from './uses.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { inquiry, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${inquiry.correct.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export function loader({ params }: LoaderFunctionArgs) {
  return correctionView(params);
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const { token = '', id = '' } = params;
  const form = await parseForm(request, correctionForm);
  if (form.status !== 'success') return data({ sent: form.reply(), no: null, refusal: null }, { status: 422 });
  const result = await correctForName({ token, signatureId: id, ...form.value });
  if (result.ok) return redirect(localePath(locale, `/me/${token}?corrected#signature-${id}`), 303);
  const { reason } = result;
  if (reason === 'unknown' || reason === 'not_standing' || reason === 'too_many')
    return data({ sent: null, no: reason, refusal: null }, { status: reason === 'unknown' ? 404 : 409 });
  const refusal = inquiryRefusal(reason, locale);
  return data({ sent: null, no: null, refusal }, { status: refusal.status });
}

export default function CorrectRoute() {
  const { view, refusal } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return view && !answer?.refusal ? <CorrectPage view={{ ...view, ...answer }} /> : <RefusedPage refusal={refusal} />;
}
