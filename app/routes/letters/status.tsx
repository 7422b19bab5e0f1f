import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { letterRefusal } from '#app/http/letter-refusals.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { letterOwner, ownLetter } from './access.server.ts';
import { StrangerPage } from './parts.tsx';
import { changeByForm } from './status.form.server.ts';
import { StatusPage } from './status.page.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { letter, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${letter.status.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const letter = await ownLetter({ request, params });
  return data({ letter }, { status: letter ? 200 : 404 });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const owner = await letterOwner({ request, params });
  if (!owner) return data({ refusal: letterRefusal('unknown', locale) }, { status: 404 });
  const result = await changeByForm(owner, await request.formData().catch(() => new FormData()));
  if (result.ok) return redirect(localePath(locale, `/letters/${owner.publicId}`), 303);
  const refusal = letterRefusal(result.reason, locale);
  return data({ refusal }, { status: refusal.status });
}

export default function LetterRoute() {
  const { letter } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal ?? null;
  return letter ? <StatusPage letter={letter} refusal={refusal} /> : <StrangerPage />;
}
