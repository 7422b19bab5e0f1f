import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { letterOwner, ownLetter } from './access.server.ts';
import { editByForm } from './edit.form.server.ts';
import { EditPage } from './edit.page.tsx';
import { StrangerPage } from './parts.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { letter, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${letter.edit.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeOf(params.lang);
  const letter = await ownLetter({ request, params });
  if (!letter || letter.status === 'discarded') return data({ letter: null, isUnread: false }, { status: 404 });
  if (letter.status === 'sent') throw redirect(localePath(locale, `/letters/${letter.publicId}`));
  return data({ letter, isUnread: new URL(request.url).searchParams.has('unread') });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const owner = await letterOwner({ request, params });
  const answer = owner ? await editByForm(owner, await request.formData().catch(() => new FormData()), locale) : null;
  if (!answer) return data(null, { status: 404 });
  return 'to' in answer ? redirect(localePath(locale, answer.to), 303) : data(answer, { status: answer.status });
}

export default function LetterEditRoute() {
  const { letter, isUnread } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return letter ? <EditPage letter={letter} answer={answer ?? null} isUnread={isUnread} /> : <StrangerPage />;
}
