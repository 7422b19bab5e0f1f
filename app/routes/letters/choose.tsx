import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { draftLetters, findWriting } from '#app/domain/letter/draft.server.ts';
import { choiceOf } from '#app/domain/letter/letter.ts';
import { letterRefusal } from '#app/http/letter-refusals.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { readWriter } from '#app/http/writer-session.server.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { ChoosePage, SignFirstPage } from './choose.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { addressee, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${addressee.choose.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const writer = await readWriter(request);
  const writing = await findWriting({ slug: params.slug ?? '', ...(writer ?? { personId: null }), locale });
  if (!writing.ok && writing.reason === 'campaign_unknown') throw new Response(null, { status: 404 });
  return data(writing, { status: writing.ok ? 200 : letterRefusal(writing.reason, locale).status });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const writer = await readWriter(request);
  const form = await request.formData().catch(() => new FormData());
  const [choice, chosen] = [choiceOf(form), form.getAll('target').map(String)];
  if (!choice) return data({ refusal: null, chosen }, { status: 422 });
  const result = await draftLetters({ slug: params.slug ?? '', ...(writer ?? { personId: null }), locale, choice });
  if (!result.ok) {
    const refusal = letterRefusal(result.reason, locale);
    return data({ refusal, chosen }, { status: refusal.status });
  }
  return redirect(localePath(locale, `/letters/${result.publicIds[0]}/edit`), 303);
}

export default function LettersRoute() {
  const writing = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return writing.ok ? <ChoosePage writing={writing} answer={answer} /> : <SignFirstPage campaign={writing.campaign} />;
}
