import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useLocation, useParams } from '@remix-run/react';
import { doForName } from '#app/domain/inquiry/deed.server.ts';
import { deedForm, isUnsure } from '#app/domain/inquiry/inquiry.ts';
import { findNameUse } from '#app/domain/inquiry/name-use.server.ts';
import { parseForm } from '#app/http/forms.ts';
import { inquiryRefusal } from '#app/http/inquiry-refusals.ts';
import { localeOf } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { doorOf } from './door.ts';
import { ErasedPage, RefusedPage, UsesPage } from './uses.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params, location }) => {
  const { inquiry, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  const { metaTitle } = doorOf(location.pathname) === 'me' ? inquiry.me.uses : inquiry.uses;
  return [{ title: `${metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const uses = await findNameUse({ token: params.token ?? '', locale });
  if (uses.ok) return data({ uses, refusal: null });
  const refusal = inquiryRefusal(uses.reason, locale);
  return data({ uses: null, refusal }, { status: refusal.status });
}

export async function action({ request, params }: ActionFunctionArgs) {
  localeOf(params.lang);
  const form = await parseForm(request, deedForm);
  if (form.status !== 'success') return data({ done: null, isUnsure: false }, { status: 422 });
  if (isUnsure(form.value)) return data({ done: null, isUnsure: true }, { status: 422 });
  const result = await doForName({ token: params.token ?? '', ...form.value });
  const done = result.ok ? form.value.intent : null;
  return data({ done, isUnsure: false }, { status: result.ok ? 200 : 404 });
}

export default function UsesRoute() {
  const { uses, refusal } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { token = '' } = useParams();
  // A correction is done by another page, which leads back here.
  const isCorrected = new URLSearchParams(useLocation().search).has('corrected');
  const corrected = isCorrected ? { done: 'correct-signature' as const, isUnsure: false } : undefined;
  if (answer?.done === 'erase') return <ErasedPage />;
  return uses ? <UsesPage token={token} uses={uses} answer={answer ?? corrected} /> : <RefusedPage refusal={refusal} />;
}
