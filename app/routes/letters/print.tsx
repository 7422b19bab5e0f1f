import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { setSenderPostal } from '#app/domain/letter/edit.server.ts';
import { postalForm } from '#app/domain/letter/letter.ts';
import { parseForm } from '#app/http/forms.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { letterOwner, ownLetter } from './access.server.ts';
import { StrangerPage } from './parts.tsx';
import { PrintPage } from './print.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { letter, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${letter.print.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const letter = await ownLetter({ request, params });
  if (!letter || letter.status === 'discarded') return data({ letter: null }, { status: 404 });
  if (letter.status !== 'sent') throw redirect(localePath(locale, `/letters/${letter.publicId}/edit`));
  return data({ letter });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const owner = await letterOwner({ request, params });
  const form = await parseForm(request, postalForm);
  if (form.status !== 'success') return data({ isRefused: true }, { status: 422 });
  const result = owner ? await setSenderPostal({ ...owner, ...form.value }) : null;
  if (!result?.ok) return data({ isRefused: false }, { status: 404 });
  return redirect(localePath(locale, `/letters/${params.publicId}/print`), 303);
}

export default function LetterPrintRoute() {
  const { letter } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return letter ? <PrintPage letter={letter} isRefused={answer?.isRefused ?? false} /> : <StrangerPage />;
}
