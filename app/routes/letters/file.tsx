import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { findOwnFiling } from '#app/domain/complaint/own-filing.server.ts';
import { localeOf, localePath } from '#app/http/locale.ts';
import { privateHeaders } from '#app/http/private-page.ts';
import { messagesIn } from '#app/messages/messages.ts';
import { letterOwner, ownLetter } from './access.server.ts';
import { noteByForm } from './file.form.server.ts';
import { FilePage } from './file.page.tsx';
import { StrangerPage } from './parts.tsx';

export const handle = { still: true };
export const headers = privateHeaders;

export const meta: MetaFunction = ({ params }) => {
  const { filing, shell } = messagesIn(params.lang === 'es' ? 'es' : 'en');
  return [{ title: `${filing.metaTitle} · ${shell.siteName}` }, { name: 'robots', content: 'noindex' }];
};

export async function loader({ request, params }: LoaderFunctionArgs) {
  localeOf(params.lang);
  const letter = await ownLetter({ request, params });
  const owner = await letterOwner({ request, params });
  const filing = owner && (await findOwnFiling(owner));
  const today = new Date().toISOString().slice(0, 10);
  if (!letter?.shown || !filing) return data({ letter: null, filing: null, today }, { status: 404 });
  return data({ letter, filing, today });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const locale = localeOf(params.lang);
  const owner = await letterOwner({ request, params });
  if (!owner) return data(null, { status: 404 });
  const answer = await noteByForm(owner, await request.formData().catch(() => new FormData()), locale);
  if (answer) return data(answer, { status: answer.status });
  return redirect(localePath(locale, `/letters/${owner.publicId}/file`), 303);
}

export default function LetterFileRoute() {
  const { letter, filing, today } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() ?? null;
  if (!letter?.shown || !filing) return <StrangerPage />;
  return <FilePage letter={letter} source={letter.shown} filing={filing} answer={answer} today={today} />;
}
